"""The catalogues hold what is said, in every language; each check catches a planted fault."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.catalogues import FOLDER, HEADER, PACKAGE, bring, plural_of, problems, read, read_code

from peil.report.words import words_in
from peil.terms.errors import BadInput

ENGLISH = """
msgctxt "site.days"
msgid "one day"
msgid_plural "{n} days"
msgstr[0] ""
msgstr[1] ""

#. A feed is a list of news.
msgctxt "site.feed"
msgid "The news of {day}, in a feed"
msgstr ""
"""
FRENCH = """
msgctxt "site.days"
msgid "one day"
msgid_plural "{n} days"
msgstr[0] "{n} jour"
msgstr[1] "{n} jours"

#. A feed is a list of news.
msgctxt "site.feed"
msgid "The news of {day}, in a feed"
msgstr "Les nouvelles du {day}, dans un flux"
"""
CODE = """
def tell(words, day):
    return words("site.feed", day=day), words("site.days", n=3)
"""


def write(folder: Path, language: str, text: str, name: str = "site.po") -> Path:
    path = folder / language / name
    path.parent.mkdir(parents=True, exist_ok=True)
    head = HEADER.format(language=language, plural=plural_of(language)).rstrip("\n")
    path.write_text(f"{head}\n{text}", encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two languages that say what a file of code asks for."""
    write(tmp_path, "en", ENGLISH)
    write(tmp_path, "fr", FRENCH)
    (tmp_path / "tell.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def found_in(folder: Path) -> list[str]:
    return problems(read(folder), read_code(folder), folder)


def test_the_catalogues_are_whole() -> None:
    assert problems(read(), read_code()) == []


def test_a_folder_without_a_fault_has_none(folder: Path) -> None:
    assert found_in(folder) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("tell.py", '"site.feed"', '"site.fees"', "site.fees is said and stands in no English"),
        ("tell.py", "def tell", 'TITLE = "site.title"\ndef tell', "site.title is said and stands"),
        ("tell.py", '"site.feed"', '"site.days"', "site.feed is said nowhere"),
        ("tell.py", "day=day", "date=day", "site.feed has the places ['day'] and is said with ['date']"),
        ("tell.py", 'words("site.feed"', 'words(f"site.{day}_feed"', "site.feed is said nowhere"),
        ("en/site.po", "in a feed", "in one feed", "fr: site.feed is the translation of an older"),
        ("en/site.po", "{n} days", "{n} whole days", "fr: site.days is the translation of an older"),
        ("fr/site.po", "#. A feed", "#, fuzzy\n#. A feed", "fr: site.feed is the translation of an"),
        ("fr/site.po", "Les nouvelles du {day}, dans un flux", "", "fr: site.feed has no translation"),
        ("fr/site.po", '"{n} jours"', '""', "fr: site.days has no translation"),
        ("fr/site.po", "Les nouvelles du {day}, dans un flux", "The news of {day}, in a feed", "fr: site.feed is still English"),
        ("fr/site.po", "du {day}", "du jour", "fr: site.feed has the places [], not ['day']"),
        ("fr/site.po", "du {day}", "du {jour}", "fr: site.feed has the places ['jour'], not ['day']"),
        ("fr/site.po", "du {day}", "du {day", "fr: site.feed has the places"),
        ("fr/site.po", "{n} jours", "des jours", "fr: site.days has the places [], not ['n']"),
        ("en/site.po", "{n} days", "days", "en: site.days has the places [], not ['n']"),
        ("fr/site.po", '"Language: fr', '"Generated-By: x\\n"\n"Language: fr', "fr/site.po is not as"),
        ("fr/site.po", "site.days", "site.zeal", "fr/site.po is not as `make words` writes it"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(folder: Path, file: str, old: str, new: str, fault: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(problem.startswith(fault) for problem in found_in(folder)), found_in(folder)


def test_a_key_in_two_files_is_found(folder: Path) -> None:
    write(folder, "en", ENGLISH, name="other.po")
    assert "en: site.feed stands in two files" in found_in(folder)


def test_what_is_new_or_changed_in_english_is_carried_to_every_language(folder: Path) -> None:
    new = '\nmsgctxt "site.new"\nmsgid "New"\nmsgstr ""\n'
    write(folder, "en", new + ENGLISH.replace("in a feed", "in one feed"))
    bring(folder)
    text = (folder / "fr" / "site.po").read_text(encoding="utf-8")
    assert '#, fuzzy\nmsgctxt "site.feed"\nmsgid "The news of {day}, in one feed"' in text
    assert text.index("site.days") < text.index("site.feed") < text.index("site.new")
    assert set(found_in(folder)) == {
        "site.new is said nowhere",
        "fr: site.new has no translation",
        "fr: site.feed is the translation of an older English sentence",
    }
    bring(folder)
    assert (folder / "fr" / "site.po").read_text(encoding="utf-8") == text


def test_a_language_says_in_english_what_it_has_no_translation_of(folder: Path) -> None:
    write(folder, "pl", ENGLISH)
    bring(folder)
    assert "msgstr[2]" in (folder / "pl" / "site.po").read_text(encoding="utf-8")
    words = words_in("pl", folder)
    assert words("site.feed", day="7 May") == "The news of 7 May, in a feed"
    assert [words("site.days", n=n) for n in (1, 2, 5)] == ["one day", "2 days", "5 days"]


def test_a_number_takes_the_plural_form_of_its_language(folder: Path) -> None:
    forms = ("jeden dzień", "{n} dni kilka", "{n} dni")
    said = "".join(f'msgstr[{i}] "{form}"\n' for i, form in enumerate(forms))
    write(
        folder, "pl", f'\nmsgctxt "site.days"\nmsgid "one day"\nmsgid_plural "{{n}} days"\n{said}'
    )
    words = words_in("pl", folder)
    told = [words("site.days", n=n) for n in (0, 1, 2, 5, 22, 1000)]
    assert told == ["0 dni", "jeden dzień", "2 dni kilka", "5 dni", "22 dni kilka", "1\xa0000 dni"]
    with pytest.raises(TypeError):
        words("site.days", n="5")


def test_a_subject_may_bring_messages_of_its_own(folder: Path) -> None:
    words = words_in("fr", folder)
    assert words("site.days", n=2) == "2 jours"
    assert words("format.first_day") == "1er"
    for language in ("pl", "..", ""):
        with pytest.raises(BadInput, match=f"'{language}'; use en, fr, nl, de"):
            words_in(language, folder)


def test_a_planted_language_is_one_folder(tmp_path: Path, root: Path) -> None:
    package = tmp_path / "peil"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    own = package / FOLDER.relative_to(PACKAGE)
    shutil.copytree(own / "nl", own / "sv")
    (own / "sv" / "language.toml").unlink()
    said = subprocess.run(
        [sys.executable, "-c", "from peil.cli.main import main; main()",
         "policy", "status", root / "dossiers" / "belgium",
         "--as-of", "2018-03-22", "--language", "sv"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert "22 mars 2018" in said.stdout
    assert words_in("nl")("meta.not_checked") in said.stdout
