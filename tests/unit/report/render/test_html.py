"""Any report as a page: nothing breaks out, every link leads somewhere, and its order holds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from tests.html_reader import Element, read
from tests.report_builder import HOSTILE, LONG, a_figure, a_report, a_table, the_lead
from tests.unit.report.render.planted import a_report as another_report
from tests.unit.report.render.said import cells, parts, sayings, tables

from peil.report.chart.svg import UNWRITABLE
from peil.report.links import Links
from peil.report.model import (
    Block,
    Cell,
    Column,
    Entries,
    Entry,
    Link,
    Piece,
    Point,
    Points,
    Rank,
    Report,
    Row,
    Section,
    Table,
    Text,
)
from peil.report.render.html import render_html
from peil.report.words import words_in

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def shown(*blocks: Any, links: Links | None = None, **changes: Any) -> Element:
    """Lay out a report of some blocks."""
    given = {"blocks": blocks} if blocks else {}
    report = a_report(**given, **changes)
    return read(render_html(report, words_in(report.language), links=links))


@cache
def planted() -> Element:
    """Lay out the report that holds everything."""
    return shown()


def hrefs(page: Element) -> list[str]:
    return [str(a.attributes["href"]) for a in page.all("a")]


def test_no_text_breaks_out() -> None:
    tags = {element.tag for element in planted().walk()}
    assert not tags & {"script", "b", "img", "iframe", "object", "form"}
    assert planted().one("p", class_="kicker").text == f"Norland {HOSTILE}"
    assert planted().text.count("alert(1)") > 20


def test_it_asks_nothing_of_anyone() -> None:
    page = planted()
    policy = page.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    asking = {"src", "srcset", "data", "poster", "action", "background", "onclick", "onload"}
    assert not [e for e in page.walk() if asking & set(e.attributes)]
    assert "url(" not in page.one("style").text


def test_the_headline_is_the_only_first_heading() -> None:
    assert planted().one("h1").text == "One stays; l’autre part"
    known = "As known on 25 November 2026"
    assert planted().one("head").one("title").text == f"Norland – Norland {HOSTILE} – {known}"


def test_headings_nest_without_gaps() -> None:
    levels = [int(e.tag[1]) for e in planted().walk() if e.tag in HEADINGS]
    assert levels[0] == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))


def test_a_title_that_is_missing_leaves_no_gap() -> None:
    inner = Text(key="inner", title="Inner", lines=("x",))
    page = shown(Section(key="outer", blocks=(Section(key="middle", blocks=(inner,)),)))
    assert page.one("main").one("h2").text == "Inner"


def test_headings_deeper_than_pages_have_stay_the_deepest() -> None:
    block: Block = Entries(key="e", items=(Entry(name="A full entry", alarms=("Loud.",)),))
    for depth in range(6):
        block = Section(key=f"s{depth}", title=f"Depth {depth}", blocks=(block,))
    page = shown(block)
    assert page.one("main").all("h6")[-1].text == "A full entry"
    assert not [
        e for e in page.walk() if e.tag[0] == "h" and e.tag[1:].isdigit() and e.tag not in HEADINGS
    ]


def test_a_loud_block_stands_first_whatever_its_rank() -> None:
    loud = Text(key="loud", rank=Rank.REST, tone="loud", lines=("Listen.",))
    page = shown(Text(key="rest", lines=("x",)), loud)
    order = [e.attributes["id"] for e in page.walk() if e.attributes.get("id") in ("loud", "rest")]
    assert order == ["loud", "rest"]


def test_every_place_is_named_once() -> None:
    names = [e.attributes["id"] for e in planted().walk() if "id" in e.attributes]
    assert sorted(names) == sorted(set(names))
    assert {"row-desk", "arrangement-desk", "c-1", "point-files", "ladder", "inner"} <= set(names)


def test_every_link_within_leads_to_a_place() -> None:
    names = {e.attributes.get("id") for e in planted().walk()}
    within = [href for href in hrefs(planted()) if href.startswith("#")]
    assert len(within) >= 4
    assert {href[1:] for href in within} <= names


def test_a_link_whose_place_is_absent_is_text() -> None:
    lead = planted().one(id="notes")
    assert hrefs(lead) == ["#ladder", "#row-desk"]
    assert "a page that is not here and a trap" in lead.text
    entry = planted().one(id="arrangement-desk")
    assert [a.text for p in entry.all("p", class_="ways") for a in p.all("a")] == ["a row"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "file:///etc/passwd"]
)
def test_only_addresses_of_the_web_are_links(address: str) -> None:
    piece = Piece(text="there", to=Link(address=address))
    assert shown(Text(key="t", lines=((piece,),))).all("a") == []


def test_a_page_of_others_is_not_told_from_where_the_reader_comes() -> None:
    piece = Piece(text="there", to=Link(address=LONG))
    assert shown(Text(key="t", lines=((piece,),))).one("a").attributes["rel"] == "noreferrer"


def test_a_section_named_like_a_page_is_where_links_to_that_page_lead() -> None:
    row = Row(anchor="money-1", cells=(Cell(text="a"), Cell(text="b")))
    table = Table(key="t", columns=(Column(head="A"), Column(head="B")), rows=(row,))
    to = [Link(page="money", anchor="money-1"), Link(page="money"), Link(page="money", anchor="x")]
    lines = tuple((Piece(text=str(i), to=link),) for i, link in enumerate(to))
    page = shown(Section(key="money", blocks=(table,)), Text(key="text", lines=lines))
    assert hrefs(page) == ["#money-1", "#money"]


def test_a_page_leads_to_itself_only_where_it_has_such_a_place() -> None:
    to = (Link(page="planted"), Link(page="planted", anchor="t"), Link())
    lines = tuple((Piece(text=str(i), to=link),) for i, link in enumerate(to))
    assert hrefs(shown(Text(key="t", lines=lines))) == ["#t"]


def test_letters_stand_in_titles_and_in_references() -> None:
    annex = planted().one("section", class_="annex")
    assert [h.text for h in annex.all("h3")] == ["A. The ladder", "B. What is meant"]
    assert "See A, a row" in planted().one(id="notes").text


def test_a_reference_without_a_letter_keeps_its_words() -> None:
    ref = Piece(text="the ladder", ref="ladder")
    assert shown(Text(key="t", lines=((ref,),))).one(id="t").text == "the ladder"


def test_foreign_pieces_name_their_language() -> None:
    assert planted().one("h1").one(lang="fr").text == "l’autre part"
    assert planted().one(id="row-desk").one("th").attributes["lang"] == "fr"
    assert planted().one(id="arrangement-desk").one("h3").attributes["lang"] == "fr"


def test_a_piece_in_the_reader_s_language_inside_a_foreign_cell_names_it() -> None:
    cells = (Cell(text="x"), Cell(text=(Piece(text="here", lang="en"),), lang="fr"))
    table = Table(key="t", columns=(Column(head="A"), Column(head="B")), rows=(Row(cells=cells),))
    assert shown(table).one("td", lang="fr").one(lang="en").text == "here"


def test_the_order_is_loud_then_answer_then_rest_then_annex() -> None:
    blocks = (
        Text(key="annexed", title="Late", rank=Rank.ANNEX, lines=("x",)),
        Text(key="rest", lines=("x",)),
        Text(key="answer", rank=Rank.ANSWER, lines=("x",)),
        Text(key="loud", rank=Rank.ANSWER, tone="loud", lines=("x",)),
    )
    page = shown(*blocks)
    order = [e.attributes["id"] for e in page.walk() if e.attributes.get("id")]
    assert order == ["loud", "answer", "rest", "annexed"]
    assert page.one("section", class_="lead").one("h1")


def test_what_stands_beside_the_headline_has_a_column_of_its_own() -> None:
    lead = planted().one("section", class_="lead")
    assert [column.all("figure") != [] for column in lead.children] == [False, True]
    assert shown(Text(key="t", lines=("x",))).one("section", class_="lead").has(class_="one")


def test_a_row_shares_its_width_as_told() -> None:
    row = planted().one(class_="cards")
    assert row.attributes["style"] == "--columns: minmax(0,3fr) minmax(0,2fr)"
    assert [e.attributes["id"] for e in row.children] == ["sides", "would"]


def test_small_pictures_below_each_other_are_a_grid() -> None:
    assert len(planted().one(class_="multiples").all("figure")) == 3


def test_every_figure_has_its_data_and_is_told_to_who_cannot_see_it() -> None:
    figures = planted().all("figure")
    assert len(figures) == 6
    for figure in figures:
        for picture in figure.all("svg"):
            labels = str(picture.attributes["aria-labelledby"]).split()
            assert [picture.one(id=label).text.count(HOSTILE) for label in labels] == [1, 1]
        assert figure.one("details").one("td").text == "5"
        assert figure.one("p", class_="source").text.startswith("Source: office")


def test_a_figure_whose_data_stands_in_a_table_shows_it_once() -> None:
    assert shown(a_figure("one", shows_data=False)).all("details") == []


def test_a_figure_is_drawn_once_more_for_a_narrow_screen_if_it_asks() -> None:
    figure = planted().one(id="course")
    assert len(figure.one(class_="wide").all("svg")) == len(figure.one(class_="narrow").all("svg"))


def test_a_figure_may_lead_away() -> None:
    page = shown(a_figure("one", to=Link(anchor="t")), Text(key="t", lines=("x",)))
    assert page.one("a", href="#t").one("svg")
    assert shown(a_figure("one", to=Link(page="gone"))).one("figure").all("svg")


def test_a_mark_that_leads_somewhere_is_named() -> None:
    links = planted().one(id="fit").one("svg").all("a")
    assert [(a.attributes["href"], a.one("title").text) for a in links] == [("#one", "alarm")]


def test_a_cell_may_hold_lines_a_mark_and_a_picture() -> None:
    row = planted().one(id="row-desk")
    answer = row.one("td", class_="rising")
    assert answer.one(class_="mark").attributes["aria-hidden"] == "true"
    assert [e.text for e in answer.all(class_="detail")] == ["since May", HOSTILE]
    assert row.one("td", class_="figure").one("svg").all("title")[0].text == "It rose."
    assert row.one("td", class_="number").text == "12,345.7"
    assert row.has(class_="contradicted")


def test_a_table_of_cards_names_each_cell() -> None:
    row = planted().one(id="row-desk")
    heads = [cell.attributes["data-head"] for cell in row.all("td")]
    assert heads == ["Answer", "Number", "Since", "Course", "Between", "Source"]
    assert {cell.attributes["role"] for cell in row.all("td")} == {"cell"}


def test_a_table_that_is_cut_says_so() -> None:
    cut = shown(a_table()).one(id="table").text
    assert "Shown: 2 of 340." in cut
    assert "Shown" not in shown(replace(a_table(), left_out=None)).one(id="table").text


def test_points_that_only_say_what_are_a_plain_list() -> None:
    items = (Point(what="One"), Point(what="Two"))
    page = shown(Points(key="p", items=items))
    assert [li.text for li in page.one("ul", class_="plain").all("li")] == ["One", "Two"]


def test_points_carry_their_marks() -> None:
    points = planted().one(id="for")
    assert points.one("li", class_="contradicted").one(class_="says").text == "contradicted"
    assert points.one("li", class_="agrees").one(class_="what").text == HOSTILE


def test_an_entry_says_everything() -> None:
    entry = planted().one(id="arrangement-desk")
    assert entry.one("ul", class_="alarms").text == "Its money ends."
    assert entry.one("ul", class_="endings").text == f"Nobody asked for it {HOSTILE}."
    assert [dt.text for dt in entry.all("dt")] == ["Against", "For"]
    assert [dd.text for dd in entry.all("dd")] == ["Meetings grew.", "Costs grew.", "Work."]
    assert entry.one("a", href="data/desk.csv").text == "desk.csv"
    assert "a desk, since 2016" in entry.text


def test_entries_with_days_are_listed_by_day() -> None:
    listed = planted().one("ol", class_="dated")
    assert {time.attributes["datetime"] for time in listed.all("time")} == {"2026-11-25"}
    assert [e for e in listed.walk() if e.tag in HEADINGS] == []


def test_an_entry_with_a_day_among_others_shows_it() -> None:
    items = (Entry(name="One", day=date(2026, 1, 2)), Entry(name="Two"))
    page = shown(Entries(key="e", items=items))
    assert page.one("time").attributes["datetime"] == "2026-01-02"
    assert [h.text for h in page.one("main").all("h2")] == ["One", "Two"]


def test_a_folded_section_opens_by_its_title() -> None:
    folded = planted().one("details", id="folded")
    assert folded.children[0].tag == "summary"
    assert folded.children[0].one("h2").text == "More"
    assert folded.one("h3").text == "Within"


def test_regions_that_scroll_have_names_of_their_own() -> None:
    labels = [e.attributes["aria-label"] for e in planted().all(role="region")]
    assert all(labels)
    assert len(labels) == len(set(labels))


def test_a_page_that_only_lists_has_no_masthead_of_its_own() -> None:
    page = shown(kicker="", as_known="")
    assert page.all("header") == []
    assert page.one("div", class_="unchecked").text == "No native speaker has checked this."


def test_one_block_of_the_first_page_has_the_room_of_any_other() -> None:
    page = shown(Text(key="t", title="Alone", rank=Rank.FIRST_PAGE, lines=("x",)))
    assert page.all(class_="cards") == []
    assert page.one("main").one("h2").text == "Alone"


@pytest.mark.parametrize("make", [a_report, another_report])
def test_nothing_that_a_report_says_is_lost(make: Callable[[], Report]) -> None:
    report = make()
    page = read(render_html(report, words_in("en")))
    shown_or_led_to = " ".join([page.text, *hrefs(page)])
    said = [*sayings(report), *(part for cell in cells(*tables(report)) for part in parts(cell))]
    assert len(said) > 50
    lost = [text for text in said if bare(text) not in shown_or_led_to]
    assert lost == []


def bare(text: str) -> str:
    """Give a text with single spaces, without what no page may hold."""
    return " ".join(UNWRITABLE.sub("", text).split())


def test_full_entries_keep_their_headings_though_all_have_days() -> None:
    full = Entry(name="One", day=date(2026, 1, 2), alarms=("Loud.",))
    page = shown(Entries(key="e", items=(full, full))).one("main")
    assert [h.text for h in page.all("h2")] == ["One", "One"]
    assert page.all("ol") == []


def test_characters_that_no_page_may_hold_are_left_out() -> None:
    page = render_html(another_report(), words_in("en"))
    assert {c for c in page if c < " "} == {"\n"}
    assert not set("\x1b\x9b\x7f\x07") & set(page)
    assert page.encode()
    assert "steer[2J" in read(page).one(id="limits").text


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_the_layout_speaks_the_language_of_the_report(language: str) -> None:
    page = shown(*the_lead(), language=language)
    assert page.one("html").attributes["lang"] == language
    assert page.one("summary").text == words_in(language)("chart.data")
