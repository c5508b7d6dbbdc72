"""The report of findings and practices says what has none, first and in every language."""

import csv
import io
import json
import re
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from tests.practices_builder import a_catalogue, a_finding, a_practice

from peil.act.recommendations import THEMES
from peil.feeds.dossier.layout import layout_of
from peil.report.chart.figure import Note
from peil.report.model import Figure, Points, Report, Text, plain, walk
from peil.report.render.data import document_json, rows_csv
from peil.report.render.html import render_html
from peil.report.render.paper import render_paper
from peil.report.render.terminal import render_terminal
from peil.report.tell.practices import COLUMNS, document, rows, tell
from peil.report.words import LANGUAGES, words_in
from peil.review.practices import Catalogue, evidence_grades

WORDS = words_in("en")


def render(found: Catalogue, language: str = "en", output: str = "html", width: int = 100) -> str:
    words = words_in(language)
    report = tell(found, words)
    if output == "text":
        return render_terminal(report, words, width=width, is_terminal=False, full=True)
    if output == "csv":
        return rows_csv(*rows(found)).decode()
    return document_json(document(found)) if output == "json" else render_html(report, words)


def pdf(found: Catalogue, language: str = "en") -> bytes:
    words = words_in(language)
    return render_paper(tell(found, words), words)


def block(told: Report, key: str) -> Any:
    return next((each for each in walk(told.blocks) if each.key == key), None)


def lines(told: Report, key: str) -> list[str]:
    text: Text = block(told, key)
    return [plain(line) for line in text.lines]


def some_rows() -> Catalogue:
    return a_catalogue(
        a_finding("staff"),
        a_finding("files", theme="information_flow"),
        a_finding("care", theme="prevention_repression_balance"),
        a_finding("sud_files", "Sudland", "information_flow"),
        a_finding("heard", verified=False),
        a_practice("desk", "files", "sud_files", counter_evidence="Meetings <b>grew</b>."),
        a_practice("idea", "care", evidence="none", transfer=""),
        a_practice("alone", evidence="expert"),
    )


def test_a_finding_of_which_the_month_is_known_bears_no_day() -> None:
    month_end, day = date(2022, 9, 30), date(2022, 9, 14)
    rough = {"published": month_end, "published_precision": "month"}
    known = (a_finding("a", date=month_end, **rough), a_finding("b", date=day, **rough))
    told = block(tell(a_catalogue(*known), WORDS), "findings")
    assert [plain(row.cells[4].text) for row in told.rows] == [
        "14\xa0Sep\xa02022",
        "September 2022",
    ]


def test_the_findings_without_a_practice_come_first() -> None:
    told = tell(some_rows(), WORDS)
    assert told.headline == (
        "Norland: one of the 3 findings has no practice that answers it. In all countries here, one of the 4 findings has none."
    )
    open_: Points = block(told, "open")
    assert [plain(point.says) for point in open_.items] == ["What staff says."]
    assert lines(told, "notes")[0] == (
        "Of 3 practices, 2 have no study of their effect in the dossier, "
        "and something speaks against 1."
    )
    assert "One row is left out because nobody read it in its source;" in lines(told, "notes")[-1]


def test_the_answer_names_what_is_shared_what_is_not_and_what_it_is_not() -> None:
    shared, alone, caveat = lines(tell(some_rows(), WORDS), "exception")
    assert shared.startswith(
        "Of the 3 themes, “Other” aside, in which inquiries of Norland found something, 1"
    )
    assert shared.endswith("found in inquiries of Sudland.")
    assert "Capacity, Balance of prevention and repression" in alone
    assert "nobody else looked" in alone
    assert "missing, not better" in caveat


@pytest.mark.parametrize(
    ("given", "headline", "answer"),
    [
        ((), "No finding was public by this day", "No inquiry of Norland stands here"),
        (
            (a_finding("a"), a_practice("p", "a")),
            "Norland: each of the 1 findings has at least one practice that answers it.",
            "None of the 1 themes",
        ),
        (
            (a_finding("a", "Sudland"), a_finding("b", "Sudland")),
            "2 of the 2 findings have no practice that answers them.",
            "No inquiry of Norland stands here",
        ),
    ],
)
def test_what_cannot_be_compared_is_said(given: tuple, headline: str, answer: str) -> None:  # type: ignore[type-arg]
    told = tell(a_catalogue(*given), WORDS)
    assert told.headline == headline
    assert lines(told, "exception")[0].startswith(answer)


def test_the_headline_counts_the_country_apart_from_the_others() -> None:
    given = [a_finding("a"), a_finding("b"), a_finding("c", "Sudland"), a_practice("p", "a")]
    assert tell(a_catalogue(*given), WORDS).headline == (
        "Norland: one of the 2 findings has no practice that answers it. In all countries here, 2 of the 3 findings have none."
    )


def test_a_practice_without_a_study_is_not_called_none() -> None:
    page = render(some_rows())
    text = render(some_rows(), output="text", width=200)
    assert "(no study here)" in page
    assert "(none)" not in (page + text).lower()
    legend = "not that there is no practice"
    assert page.index(legend) < page.index("(no study here)")


def test_the_picture_has_the_numbers_of_its_table() -> None:
    figure: Figure = block(tell(some_rows(), WORDS), "themes")
    cells = [plain(cell.text) for cell in figure.data.rows[2].cells]
    assert cells == ["Flow of information", "1 (1)", "1 (1)"]
    assert "Flow of information: Norland 1, Sudland 1" in figure.alt
    (panel,) = figure.drawing.panels
    notes = [mark for mark in panel.marks if isinstance(mark, Note)]
    assert [note.text for note in notes].count("1 (1)") == 4
    assert [(note.x, note.y) for note in notes if note.text == "1 (1)" and note.y == 2] == [
        (0, 2),
        (1, 2),
    ]
    assert block(tell(a_catalogue(), WORDS), "themes") is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("output", ["text", "json", "csv", "html"])
def test_every_statement_is_in_every_output(language: str, output: str) -> None:
    text = render(some_rows(), language, output, 200)
    said = " ".join(re.sub(r"[│─]", " ", text).split())
    assert "What staff says." in said
    assert "Practice desk" in said
    if output != "text":
        assert "https://example.org/files" in said


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_terminal_is_never_exceeded(width: int) -> None:
    text = render(some_rows(), output="text", width=width)
    assert max(map(len, text.splitlines())) <= width


def test_the_data_are_the_same_in_every_language() -> None:
    outputs = {
        render(some_rows(), language, output)
        for language in LANGUAGES
        for output in ("json", "csv")
    }
    assert len(outputs) == 2


def test_the_json_holds_links_both_ways_and_codes_of_no_language() -> None:
    data = json.loads(render(some_rows(), output="json"))
    assert data["unanswered"] == ["staff"]
    assert {f["id"]: f["answered_by"] for f in data["findings"]}["files"] == ["desk"]
    assert data["themes"]["shared"] == ["information_flow"]
    assert data["unshown"] == ["alone", "idea"]
    assert data["left_out"] == 1
    assert data["evidence"]["grades"][0]["id"] == "none"


def test_the_csv_has_a_row_for_each_link_and_for_what_has_none() -> None:
    listed = list(csv.DictReader(io.StringIO(render(some_rows(), output="csv"))))
    assert tuple(listed[0]) == COLUMNS
    assert [(row["finding"], row["practice"]) for row in listed] == [
        ("staff", ""),
        ("care", "idea"),
        ("files", "desk"),
        ("sud_files", "desk"),
        ("", "alone"),
    ]


def test_the_page_marks_the_language_of_its_content_and_runs_nothing() -> None:
    page = render(some_rows(), "de")
    assert 'lang="en">What staff says.' in page
    assert "<b>grew</b>" not in page
    assert page.count("<script") == 0
    assert 'lang="en"' not in render(some_rows()).replace("<html lang", "", 1).replace(
        '<html lang="en"', ""
    )


def test_every_link_of_the_page_leads_somewhere() -> None:
    class Links(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.ids: list[str] = []
            self.to: list[str] = []

        def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            self.ids += [given["id"] or ""] if "id" in given else []
            target = given.get("href") or ""
            self.to += [target[1:]] if target.startswith("#") else []

    found = Links()
    found.feed(render(some_rows()))
    assert len(found.ids) == len(set(found.ids))
    assert set(found.to) == {"practice-desk", "practice-idea"}
    assert set(found.to) <= set(found.ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_says_the_same_and_is_tagged(language: str) -> None:
    made = pdf(some_rows(), language)
    assert made == pdf(some_rows(), language)
    reader = PdfReader(BytesIO(made))
    said = " ".join("".join(page.extract_text() for page in reader.pages).split())
    assert "What staff says." in said
    assert "Meetings <b>grew</b>." in said
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == language
    assert catalog["/MarkInfo"]["/Marked"]


def test_the_pdf_of_nothing_can_be_made() -> None:
    assert pdf(a_catalogue()).startswith(b"%PDF")


def test_an_unconfirmed_source_is_marked() -> None:
    found = a_catalogue(a_finding("heard", verified=False), with_unverified=True)
    assert "(not confirmed)" in render(found)


def test_every_theme_and_grade_has_words_and_stands_in_the_schema() -> None:
    for theme in THEMES:
        assert WORDS.code("theme_means", theme).startswith(WORDS.code("theme", theme))
    for grade in evidence_grades():
        assert WORDS.code("evidence_means", grade.id) == grade.meaning
        assert WORDS.code("evidence", grade.id)
    assert layout_of("findings").fields["theme"].enum == THEMES
    assert layout_of("practices").fields["evidence"].enum == tuple(g.id for g in evidence_grades())


def test_a_later_day_is_the_day_of_the_report() -> None:
    told = tell(a_catalogue(a_finding("a"), as_of=date(2018, 1, 22)), WORDS)
    assert "22 January 2018" in told.as_known.replace("\xa0", " ")
