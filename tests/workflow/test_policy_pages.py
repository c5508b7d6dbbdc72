"""The views of policy as one page and on paper, from the command line."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.unit.feeds.builders import a_dossier, both, cell, written
from typer.testing import CliRunner

from peil.cli.main import app
from peil.report.words import LANGUAGES, words_in
from peil.terms.errors import BadOutput

LOWERING = ("lowering", "--from", "3", "--to", "2", "--on", "2018-03-01")
STATUS = ("status", "--as-of", "2018-12-31")
DIFF = ("diff", "--from", "2017-01-31", "--to", "2018-12-31")


@pytest.fixture(scope="module")
def norland(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = a_dossier()
    both(
        cell("arrangements", 5, "coupling", "structural"),
        cell("arrangements", 5, "coupling_reason", "It answers."),
        cell("arrangements", 5, "coupling_by", "overseer"),
        cell("events", 5, "opinions", ""),
    )(files)
    files["policy.toml"] = 'cannot_be_told = ["The report was not read."]\n' + str(
        files["policy.toml"]
    )
    return written(files, tmp_path_factory.mktemp("norland"))


def peil(norland: Path, command: tuple[str, ...], *options: object) -> None:
    name, *more = command
    given = ["policy", name, str(norland), *more, *map(str, options)]
    found = CliRunner().invoke(app, given)
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    assert found.exit_code == 0, found.output


def plain(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", [LOWERING, STATUS, DIFF])
def test_every_view_is_a_page_and_a_paper_with_the_loudest_line_first(
    norland: Path, tmp_path: Path, command: tuple[str, ...], language: str
) -> None:
    html, pdf = tmp_path / "view.html", tmp_path / "view.pdf"
    peil(norland, command, "--html", html, "--pdf", pdf, "--language", language)
    loud = plain(words_in(language)("policy.unreasoned", n=1, names="Desk"))
    page = html.read_text(encoding="utf-8")
    told = re.sub(r"</?span[^>]*>", "", page.partition("<main")[2])
    body = plain(re.sub(r"<[^>]*>", " ", told))
    assert loud in body[:400]
    assert f'<html lang="{language}">' in page
    assert "<script" not in page
    reader = PdfReader(BytesIO(pdf.read_bytes()))
    first = plain(reader.pages[0].extract_text())
    assert loud in first.replace("- ", "")[:900] or loud[:30] in first[:900]
    assert reader.trailer["/Root"]["/Lang"].startswith(language)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_page_of_all_views_leads_only_to_places_that_it_has(
    norland: Path, tmp_path: Path
) -> None:
    html = tmp_path / "view.html"
    peil(norland, STATUS, "--html", html)
    page = html.read_text(encoding="utf-8")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    ways = set(re.findall(r'href="#([^"]+)"', page))
    assert len(ways) > 10
    assert ways <= set(ids)
    assert re.findall(r'href="(?!#|https?:|data:)', page) == []


def test_what_cannot_be_told_stands_right_after_the_answer_on_the_page_and_on_paper(
    norland: Path, tmp_path: Path
) -> None:
    html, pdf = tmp_path / "view.html", tmp_path / "view.pdf"
    peil(norland, STATUS, "--html", html, "--pdf", pdf)
    told = [
        html.read_text(encoding="utf-8"),
        PdfReader(BytesIO(pdf.read_bytes())).pages[0].extract_text(),
    ]
    for text in map(plain, told):
        answer, untold = text.index("arrangements known,"), text.index("The report was not read.")
        assert answer < untold < answer + 600


def test_one_paper_in_two_places_or_in_the_dossier_is_refused(
    norland: Path, tmp_path: Path
) -> None:
    with pytest.raises(BadOutput, match="named for two outputs"):
        peil(norland, STATUS, "--html", tmp_path / "a", "--pdf", tmp_path / "a")
    with pytest.raises(BadOutput, match="outside it"):
        peil(norland, DIFF, "--html", norland / "a.html")
    assert list(tmp_path.iterdir()) == []
