"""A new subject is one file, its messages and a row of the registry; then it comes out in every form."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from tests.html_reader import read
from tests.planted import bridges
from tests.planted.bridges import Passed

from peil.report.site.build import Site, SiteBuilder, SitePage
from peil.report.words import LANGUAGES, Words, words_in
from peil.terms.errors import BadInput
from peil.workflow import reports
from peil.workflow.reports import REPORTS, Kind, Wanted, deliver, form_of

FOUND = Passed(boats={"Upper": (3, 5, 9), "Lower": (7, 4, 2)})
MESSAGES = Path(bridges.__file__).parent
FORMS = ("html", "pdf", "xlsx")


def planted_words(language: str) -> Words:
    return words_in(language, MESSAGES)


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    row: Kind[Any] = Kind(
        key="bridges", tell=bridges.tell, document=bridges.document, section="level"
    )
    monkeypatch.setitem(REPORTS, "bridges", lambda: row)  # type: ignore[arg-type]
    monkeypatch.setattr(reports, "words_in", planted_words)


def wanted(language: str, folder: Path, output: str = "text", *, full: bool = True) -> Wanted:
    return Wanted(
        output=output,
        language=language,
        files={form: folder / f"bridges.{form}" for form in FORMS},
        pictures={"svg": folder / "pictures", "png": folder / "pictures"},
        width=100,
        is_terminal=False,
        full=full,
    )


def joined(text: str) -> str:
    return " ".join(text.split())


def sayings(language: str) -> list[str]:
    """Give what every form must say: the headline, a line, both columns, the folded annex."""
    words = planted_words(language)
    keys = ("planted.least", "planted.north", "planted.south", "planted.how", "planted.counts")
    return [joined(said) for said in (words("planted.passed", n=30), *map(words, keys))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_comes_out_in_every_form_and_language(language: str, tmp_path: Path) -> None:
    text = joined(deliver("bridges", FOUND, wanted(language, tmp_path)))
    pdf = PdfReader(tmp_path / "bridges.pdf")
    paper = joined(" ".join(page.extract_text() for page in pdf.pages))
    page = joined(read((tmp_path / "bridges.html").read_text(encoding="utf-8")).text)
    book = openpyxl.load_workbook(tmp_path / "bridges.xlsx")
    cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    for said in sayings(language):
        assert said in text
        assert said in page
        assert said in paper
        assert any(said in joined(value) for value in cells) or said in map(joined, book.sheetnames)
    assert {17, 13} <= {c.value for sheet in book for row in sheet.iter_rows() for c in row}


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_data_are_json_and_csv(language: str, tmp_path: Path) -> None:
    data = json.loads(deliver("bridges", FOUND, wanted(language, tmp_path, "json")))
    assert data["boats"] == {"Upper": [3, 5, 9], "Lower": [7, 4, 2]}
    assert data["report"]["headline"] == planted_words(language)("planted.passed", n=30)
    text = deliver("bridges", FOUND, wanted(language, tmp_path, "csv"))
    assert [row[:2] for row in csv.reader(io.StringIO(text))][1:] == [
        ["Upper", "17"],
        ["Lower", "13"],
    ]


def test_its_picture_comes_as_a_file_with_its_data(tmp_path: Path) -> None:
    deliver("bridges", FOUND, wanted("en", tmp_path))
    made = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert made == {f"bridges-figure.{form}" for form in ("csv", "png", "svg")}
    svg = (tmp_path / "pictures" / "bridges-figure.svg").read_text(encoding="utf-8")
    assert "One bar for each bridge." in svg
    assert (tmp_path / "pictures" / "bridges-figure.png").read_bytes().startswith(b"\x89PNG")


def test_its_rows_lead_somewhere_have_marks_and_courses(tmp_path: Path) -> None:
    deliver("bridges", FOUND, wanted("en", tmp_path))
    html = (tmp_path / "bridges.html").read_text(encoding="utf-8")
    assert 'id="bridge-upper"' in html
    assert 'href="#bridge-upper"' in html, "the picture leads to the row"
    assert 'href="#north"' in html, "the row leads on"
    assert "▲" in html
    assert html.count("<svg") == 3, "a picture, and a course in each row"
    assert "<details" in html
    (rising, falling) = re.findall("[▁-█]{3}(?![▁-█])(?<![▁-█]{4})", _text(tmp_path))[-2:]
    assert list(rising) == sorted(rising)
    assert list(falling) == sorted(falling, reverse=True)


def _text(folder: Path) -> str:
    return deliver("bridges", FOUND, wanted("en", folder))


def test_it_is_a_page_of_a_site() -> None:
    index = SitePage(
        key="index",
        section="overview",
        title=lambda words: words("site.overview"),
        tell=lambda words: replace(
            bridges.tell(FOUND, planted_words(words.language)), kind="index", blocks=()
        ),
    )
    page = SitePage(
        key="bridges",
        section="level",
        title=lambda words: planted_words(words.language)("planted.title"),
        tell=lambda words: bridges.tell(FOUND, planted_words(words.language)),
    )
    builder = SiteBuilder(LANGUAGES)
    builder.start(
        Site(
            title="Town", day=date(2018, 1, 22), version="1", pages=[page], lists=lambda *_: [index]
        )
    )
    for language in LANGUAGES:
        builder.add(language)
        html = builder.files[f"{language}/bridges.html"].decode()
        words = planted_words(language)
        assert joined(words("planted.passed", n=30)) in joined(read(html).text)
        assert f"{language}/data/bridges-figure.csv" in builder.files


def test_what_has_no_picture_makes_no_folder(tmp_path: Path) -> None:
    asked = replace(wanted("en", tmp_path), files={})
    bare = Kind(key="bare", tell=_without_figure, document=bridges.document)
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(REPORTS, "bare", lambda: bare)  # type: ignore[arg-type]
        with pytest.raises(BadInput, match="this report has no picture to write as svg"):
            deliver("bare", FOUND, asked)
    assert list(tmp_path.iterdir()) == []


def _without_figure(found: Passed, words: Words) -> Any:
    told = bridges.tell(found, words)
    return replace(told, blocks=told.blocks[:1])


def test_an_unknown_form_is_refused() -> None:
    words = planted_words("en")
    with pytest.raises(BadInput, match="there is no report as 'markdown'; use html, pdf or xlsx"):
        form_of(bridges.tell(FOUND, words), words, "markdown")
