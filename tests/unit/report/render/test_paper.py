"""The PDF has a first page and a lettered annex, is tagged, in its language, and always the same."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.unit.report.render.planted import HOSTILE, a_report, course, wide
from tests.unit.report.render.said import cells, parts, sayings

from peil.report.model import (
    Block,
    Cell,
    Column,
    Point,
    Points,
    Rank,
    Report,
    Row,
    Table,
    Text,
    walk,
)
from peil.report.render.paper import render_paper
from peil.report.render.parts import clean
from peil.report.words import LANGUAGES, words_in

ARABIC = HOSTILE[6]
FOOT = 17 / 25.4 * 72
"""Points from the bottom of the page to where the text ends and the footer begins."""
FOOTER = 36.0
"""Points from the bottom below which only the footer stands."""


def read(report: Report, language: str = "en") -> PdfReader:
    return PdfReader(BytesIO(render_paper(report, words_in(language))))


def squeezed(text: str) -> str:
    """Give letters without what puts them into lines, in their simplest form."""
    given = clean(text).replace("-\n", "").replace("\u200b", "")
    return "".join(given.split()).replace("ﬁ", "fi").replace("ﬀ", "ff")


def text_of(reader: PdfReader, *pages: int) -> str:
    wanted = pages or range(len(reader.pages))
    return "".join(squeezed(reader.pages[page].extract_text()) for page in wanted)


def lowest(reader: PdfReader) -> float:
    """Give the height of the lowest line of any page's text, the footers left out."""
    heights = []

    def note(text: str, ctm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            heights.append(tm[5] * ctm[3] + ctm[5])

    for page in reader.pages:
        page.extract_text(visitor_text=note)
    return min(height for height in heights if height > FOOTER)


def test_nothing_is_lost_on_paper() -> None:
    report = a_report()
    told = text_of(read(report))
    missing = {part for part in sayings(report) if squeezed(part) not in told}
    assert missing <= {ARABIC}
    shown = [
        cell for block in walk(report.blocks) if isinstance(block, Table) for cell in cells(block)
    ]
    words = {word for cell in shown for part in parts(cell) for word in part.split()}
    assert {word for word in words if squeezed(word) not in told} == set()
    assert all(letter in told for letter in ARABIC.split()[0])


def test_the_annex_begins_a_page_and_carries_the_letters() -> None:
    reader = read(a_report())
    texts = [text_of(reader, page) for page in range(len(reader.pages))]
    (annex,) = [text for text in texts if text.startswith("Annex")]
    assert annex.startswith("AnnexA.Allseries,thosethatchangedfirst")
    assert "B.More" in annex
    assert "seeannexA." in texts[0]


def test_the_answer_stands_on_the_first_page_the_rest_after_it() -> None:
    first = text_of(read(a_report()), 0)
    order = [
        "Thelistsofattacksareold.",
        "Proposed:level3(serious).",
        "threetimesaslikely",
        "Readthisfirst",
    ]
    places = [first.index(text) for text in order]
    assert places == sorted(places)


def test_the_pdf_names_its_title_language_and_day_and_is_tagged() -> None:
    harmless = Text(key="a", lines=("Tout va bien.",))
    reader = read(a_report(language="fr", blocks=(harmless, course(), wide())), "fr")
    assert reader.metadata is not None
    assert reader.metadata.title == "Exampleland"
    assert reader.metadata.creation_date == datetime(2018, 1, 22, tzinfo=UTC)
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712  pypdf's own type
    assert "pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data().decode()


def alts(reader: PdfReader) -> set[str]:
    """Every text that stands in for a picture."""
    found, waiting = set(), [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        part = waiting.pop().get_object()
        if isinstance(part, dict):
            found |= {str(part["/Alt"])} if "/Alt" in part else set()
            waiting += [part["/K"]] if "/K" in part else []
        elif isinstance(part, list):
            waiting += part
    return found


def test_every_picture_has_its_text() -> None:
    assert alts(read(a_report(blocks=(course(), wide())))) >= {
        "Attacks rose from three to seven.", "up from 1 to 9",
    }  # fmt: skip


def test_the_footer_cites_the_report_and_counts_the_pages() -> None:
    reader = read(a_report())
    for i in range(len(reader.pages)):
        told = text_of(reader, i)
        assert "Peil,“Exampleland”,asknownon22January2018." in told
        assert f"{i + 1}/{len(reader.pages)}" in told


def test_a_report_without_a_day_or_blocks_can_be_printed() -> None:
    assert len(read(a_report(day=None, blocks=(), citation="", as_known="")).pages) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_report_gives_the_same_bytes(language: str) -> None:
    report, words = a_report(language=language), words_in(language)
    assert render_paper(report, words) == render_paper(report, words)


def test_only_addresses_of_the_web_are_links() -> None:
    links = [
        str(note.get_object()["/A"]["/URI"])
        for page in read(a_report()).pages
        for note in page.get("/Annots", [])
    ]
    assert links
    assert all(link.startswith("https://example.org/") for link in links)


def lines(count: int, *, rank: Rank = Rank.FIRST_PAGE) -> Points:
    items = tuple(Point(what=f"Point {i}", says="It says this much.") for i in range(count))
    return Points(key="points", title="Points", items=items, rank=rank)


def rest() -> Block:
    return Text(key="rest", title="The rest", lines=("It follows.",))


def test_a_long_first_page_grows_smaller_until_it_fits() -> None:
    reader = read(a_report(blocks=(lines(25), rest())))
    assert "Point24" in text_of(reader, 0)
    assert text_of(reader, 1).startswith("Therest")
    assert lowest(reader) > FOOT


def test_one_too_long_for_any_page_goes_on_and_loses_nothing() -> None:
    reader = read(a_report(blocks=(lines(120), rest())))
    assert len(reader.pages) > 2
    assert text_of(reader).count("Itsaysthismuch.") == 120
    assert lowest(reader) > FOOT


def test_a_long_table_repeats_its_heads_and_stays_on_the_page() -> None:
    reader = read(a_report(blocks=(wide(90, rank=Rank.REST),)))
    pages = [text_of(reader, i) for i in range(len(reader.pages))]
    assert len(pages) > 2
    assert all("IndicatorDirection" in page for page in pages[1:])
    assert all(f"/way/{i}" in "".join(pages) for i in range(90))
    assert lowest(reader) > FOOT


def test_a_row_of_huge_cells_goes_over_the_page_and_loses_nothing() -> None:
    cells_ = (Cell(text="Name"), Cell(text=" ".join(f"word{i}" for i in range(3000))))
    columns = (Column(head="A"), Column(head="B"))
    table = Table(key="t", title="T", columns=columns, rows=(Row(cells=cells_),))
    for blocks in ((table,), (replace(table, rank=Rank.FIRST_PAGE),)):
        told = text_of(read(a_report(blocks=blocks)))
        assert all(f"word{i}" in told for i in range(0, 3000, 7))


def test_no_word_leaves_the_page() -> None:
    table = Table(
        key="t",
        columns=tuple(Column(head=f"Column {i}") for i in range(8)),
        rows=(Row(cells=(Cell(text="x" * 300),) * 8),),
    )
    reader = read(a_report(blocks=(table, Text(key="a", lines=("y" * 2000,)))))
    told = text_of(reader)
    assert (told.count("x"), told.count("y")) >= (2400, 2000)
    longest = max(len(line) for page in reader.pages for line in page.extract_text().split("\n"))
    assert longest < 150
