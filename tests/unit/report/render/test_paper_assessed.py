"""The PDF is one page and an annex, tagged, in its language, and the same every time."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.unit.report.exampleland import NO_LEVEL, STATES, a_brief, a_hostile_brief
from tests.unit.report.exampleland_assessed import Made

from peil.report.render.paper import render_paper
from peil.report.tell.assessment import tell
from peil.report.words import LANGUAGES, Words, words_in


def render_pdf(made: Made, words: Words) -> bytes:
    return render_paper(tell(made.assessed, words), words)


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def text_of(reader: PdfReader, page: int) -> str:
    """Give a page's words without the hyphens and spaces that lines put between them."""
    return "".join(reader.pages[page].extract_text().replace("-\n", "").split())


@pytest.mark.parametrize(
    ("state", "language"),
    [*((state, "en") for state in STATES), *(("held", language) for language in LANGUAGES[1:])],
)
def test_the_brief_is_one_page_and_the_annex_follows(state: str, language: str) -> None:
    words = words_in(language)
    reader = read(render_pdf(a_brief(state), words))
    assert len(reader.pages) in (4, 5, 6)
    assert "".join(words("title.limits").split()) in text_of(reader, 0)
    behind = (words("decided.reasons"), words("title.families"))
    # Where the first page leaves a third of it free, what lies behind it begins there.
    begun = text_of(reader, 0) + text_of(reader, 1)
    assert all(begun.count("".join(title.split())) == 1 for title in behind)
    if state not in ("cannot_tell", "stale"):
        assert text_of(reader, 1).startswith("".join(behind[0].split()))
    annex = "".join(words("title.annex").split())
    assert any(text_of(reader, page).startswith(annex) for page in (2, 3))


def test_the_pdf_names_its_title_language_and_day() -> None:
    reader = read(render_pdf(a_brief(), words_in("nl")))
    assert reader.metadata is not None
    assert reader.metadata.title == "Exampleland, 22 January 2018"
    assert reader.metadata.creation_date == datetime(2018, 1, 22, tzinfo=UTC)
    assert reader.trailer["/Root"]["/Lang"] == "nl"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712


def test_the_pages_are_a4() -> None:
    box = read(render_pdf(a_brief(), words_in("en"))).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)


def test_the_same_brief_gives_the_same_bytes() -> None:
    assert render_pdf(a_brief(), words_in("fr")) == render_pdf(a_brief(), words_in("fr"))


def test_hostile_texts_are_typeset_as_they_are() -> None:
    reader = read(render_pdf(a_hostile_brief(), words_in("en")))
    assert "#panic(1)" in text_of(reader, 0)
    links = [
        str(note.get_object()["/A"]["/URI"])
        for page in reader.pages
        for note in page.get("/Annots", [])
    ]
    assert links
    assert all(link.startswith("https://example.org/") for link in links)


def a_long_brief(times: int) -> Made:
    brief = a_brief("not_robust")
    brief.document["decision"]["dissent"] *= times
    return brief


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_brief_still_keeps_to_one_page(language: str) -> None:
    words = words_in(language)
    reader = read(render_pdf(a_long_brief(12), words))
    assert text_of(reader, 1).startswith("".join(words("decided.reasons").split()))
    assert lowest(reader) > FOOT


def test_a_brief_too_long_for_any_page_goes_on_and_loses_nothing() -> None:
    reader = read(render_pdf(a_long_brief(60), words_in("en")))
    assert lowest(reader) > FOOT
    told = text_of(reader, 0) + text_of(reader, 1)
    assert told.count("thefallistoorecent") == 60


def test_of_many_contradictions_the_first_page_shows_two_and_the_next_one_all() -> None:
    brief = a_brief("not_robust")
    brief.document["decision"]["reasons"] *= 3
    reader = read(render_pdf(brief, words_in("en")))
    contradicted = "morepeoplecomeback"
    assert [text_of(reader, page).count(contradicted) for page in (0, 1)] == [2, 3]


FOOT = 17 / 25.4 * 72
"""Points from the bottom of the page to where the text ends and the footer begins."""


def lowest(reader: PdfReader) -> float:
    """Give the height of the lowest line of the first page's text, its footer left out."""
    heights = []

    def note(text: str, ctm: list[float], tm: list[float], *_: object) -> None:
        size = tm[3] * ctm[3] if tm[3] else 1.0
        if text.strip() and abs(size) != 0.0:
            heights.append(tm[5] * ctm[3] + ctm[5])

    reader.pages[0].extract_text(visitor_text=note)
    return min(height for height in heights if height > FOOTER)


FOOTER = 36.0
"""Points from the bottom below which only the footer stands."""


def test_without_history_figures_or_decision_there_is_still_a_pdf() -> None:
    brief = a_brief("cannot_tell", decision=None, official=NO_LEVEL, families=[], evidence=[])
    brief.history, brief.figures = (), {}
    assert len(read(render_pdf(brief, words_in("en"))).pages) >= 2
