"""A terminal gets a short answer first, loses nothing in full, and is steered by nobody."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.report.render.planted import HOSTILE, a_report, bars, spark, wide
from tests.unit.report.render.said import cells, parts, sayings, tables

from peil.report.chart.figure import Axis, Drawing, Line, Panel
from peil.report.model import (
    Block,
    Cell,
    Column,
    Entries,
    Entry,
    LeftOut,
    Point,
    Points,
    Rank,
    Report,
    Row,
    Section,
    Table,
    Text,
    plain,
)
from peil.report.render.terminal import NARROWEST, render_terminal
from peil.report.words import LANGUAGES, words_in

ENGLISH = words_in("en")
STEERING = r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"


def shown(report: Report, *, width: int = 100, full: bool = False) -> str:
    return render_terminal(report, ENGLISH, width=width, is_terminal=False, full=full)


def squeezed(text: str) -> str:
    """Give a text without what lays it out: spaces and what steers."""
    return "".join(re.sub(STEERING, "", text).split())


def words_of(text: str) -> set[str]:
    return set(re.sub(STEERING, "", text).split())


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    from rich.cells import cell_len

    for full in (False, True):
        lines = shown(a_report(), width=width, full=full).splitlines()
        assert max(map(cell_len, lines)) <= width


def test_a_section_may_begin_with_a_text_that_says_nothing() -> None:
    inside = (Text(key="empty", lines=()), Text(key="said", lines=("Said.",)))
    section = Section(key="s", title="Section", blocks=inside)
    assert "\nSection\nSaid.\n" in shown(a_report(blocks=(section,)), full=True)


@pytest.mark.parametrize("width", [60, 100, 160])
def test_nothing_is_lost_in_full(width: int) -> None:
    text = shown(a_report(), width=width, full=True)
    told = squeezed(text)
    missing = [part for part in sayings(a_report()) if squeezed(part) not in told]
    assert missing == []
    # A cell may be cut into lines between those of its neighbours, but never within a word.
    broken = [
        word
        for cell in cells(*tables(a_report()))
        for part in parts(cell)
        for word in part.split()
        if len(word) <= 20 and word not in words_of(text)
    ]
    assert broken == []


def test_long_words_of_a_cell_are_broken_and_not_cut() -> None:
    address = "https://example.org/" + "a-long-way/" * 20
    rows = (Row(cells=(Cell(text="Day"), Cell(text=address))),)
    table = Table(key="t", columns=(Column(head="A"), Column(head="B")), rows=rows)
    for width in (60, 100):
        text = shown(a_report(blocks=(table,)), width=width, full=True)
        assert address in "".join(text.replace("Day", "").split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_words(language: str) -> None:
    text = render_terminal(
        a_report(language=language), words_in(language), width=80, is_terminal=False
    )
    assert "--all" in text


# The short answer


def names() -> st.SearchStrategy[str]:
    return st.text(st.characters(codec="utf-8"), min_size=1, max_size=90)


def texts() -> st.SearchStrategy[str]:
    return st.text(st.sampled_from("abcdef ghij\n—é"), max_size=400)


def made_up_tables() -> st.SearchStrategy[Table]:
    kinds = st.sampled_from(("text", "number", "day", "source", "figure", "bounds"))

    @st.composite
    def table(draw: st.DrawFn) -> Table:
        columns = draw(
            st.lists(st.builds(Column, head=names(), kind=kinds), min_size=1, max_size=9)
        )
        cell = st.builds(Cell, text=texts(), lines=st.lists(names(), max_size=2).map(tuple))
        many = len(columns)
        row = st.lists(cell, min_size=many, max_size=many).map(lambda c: Row(cells=tuple(c)))
        rows = draw(st.lists(row, max_size=3)) * draw(st.integers(1, 60))
        return Table(key="", title=draw(names()), columns=tuple(columns), rows=tuple(rows))

    return table()


def made_up_blocks() -> st.SearchStrategy[Block]:
    several = st.integers(1, 50)
    point = st.builds(Point, what=texts(), says=texts(), detail=texts())
    entry = st.builds(Entry, name=names(), lines=st.lists(texts(), max_size=3).map(tuple))
    leaf: st.SearchStrategy[Block] = st.one_of(
        st.builds(lambda t, n: Text(key="", lines=(t,) * n), texts(), several),
        st.builds(lambda t, p, n: Points(key="", title=t, items=(p,) * n), names(), point, several),
        st.builds(
            lambda t, e, n: Entries(key="", title=t, items=(e,) * n), names(), entry, several
        ),
        made_up_tables(),
        st.just(bars()),
    )
    section = st.builds(
        lambda t, b: Section(key="", title=t, blocks=tuple(b)), names(), st.lists(leaf, max_size=4)
    )
    ranks = st.sampled_from(Rank)
    return st.builds(lambda b, rank: replace(b, rank=rank), leaf | section, ranks)


def keyed(blocks: tuple[Block, ...], prefix: str = "b") -> tuple[Block, ...]:
    """Give each block a key of its own."""
    return tuple(
        replace(block, key=f"{prefix}{i}", blocks=keyed(block.blocks, f"{prefix}{i}-"))
        if isinstance(block, Section)
        else replace(block, key=f"{prefix}{i}")
        for i, block in enumerate(blocks)
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(made_up_blocks(), max_size=10), st.integers(NARROWEST, 150))
def test_the_short_answer_of_any_report_is_short(blocks: list[Block], width: int) -> None:
    report = a_report(blocks=keyed(tuple(blocks)))
    assert shown(report, width=width).count("\n") <= 45


def test_the_answer_and_the_first_page_come_first_and_the_rest_is_named() -> None:
    text = shown(a_report(), width=100)
    assert "three times as likely" in text
    assert "Opération" not in text
    last = " ".join(text.split("There is more", 1)[1].split())
    assert last.startswith("with --all, --html or --pdf: ")
    assert all(title in last for title in ("To be decided", "A list", "Attacks by year", "More"))


def test_what_is_whole_names_nothing_more() -> None:
    text = shown(a_report(blocks=(Text(key="a", lines=("All.",), rank=Rank.ANSWER),)))
    assert "--all" not in text


def test_of_a_table_without_room_the_first_rows_are_shown_and_counted() -> None:
    text = shown(a_report(blocks=(wide(500, rank=Rank.FIRST_PAGE),)), width=160)
    count = int(re.search(r"Shown: (\d+) of 500\.", text)[1])
    assert 3 <= count == len(re.findall(r"jihadist terrorism, row|terrorism, row", text))
    assert "All series, those that changed first." in text.split("There is more")[1]


def test_a_count_of_what_was_left_out_before_is_kept() -> None:
    table = replace(wide(100, rank=Rank.ANSWER), left_out=LeftOut(shown=100, of=4000))
    assert "of 4,000." in shown(a_report(blocks=(table,)), width=160)


def test_a_wanted_block_of_an_unwanted_section_brings_its_title_alone() -> None:
    inside = (
        Text(key="a", lines=("Wanted.",), rank=Rank.ANSWER),
        Text(key="b", lines=("Unwanted.",)),
    )
    text = shown(a_report(blocks=(Section(key="s", title="Section", blocks=inside),)))
    assert "Wanted." in text
    assert "\nSection\n" in text
    assert "Unwanted." not in text


def test_a_loud_block_is_in_the_short_answer_whatever_its_rank() -> None:
    loud = Text(key="a", lines=("Loud.",), tone="loud", rank=Rank.ANNEX)
    assert "Loud." in shown(a_report(blocks=(wide(99, rank=Rank.ANSWER), loud)))


# Blocks


def test_references_become_letters_and_the_annex_carries_them() -> None:
    text = shown(a_report(), full=True)
    assert "see annex A." in text
    assert "A. All series" in text
    assert "B. More" in text


def test_columns_without_room_stand_below_their_row_the_sources_first() -> None:
    lines = shown(a_report(blocks=(wide(1),)), width=100, full=True).splitlines()
    (head,) = (line for line in lines if line.startswith("Indicator"))
    assert "Why it cannot be" in head
    assert "Source" not in head
    assert "  Source: RTBF, https://example.org/a/long/way/0" in lines
    narrow = shown(a_report(blocks=(wide(1),)), width=60, full=True)
    assert "  Day: 22 January 2018\n" in narrow
    assert " · Why" not in narrow


def test_a_source_makes_room_for_the_columns_behind_it() -> None:
    columns = (
        Column(head="Name"),
        Column(head="Source", kind="source"),
        Column(head="Why"),
        Column(head="Count", kind="number"),
    )
    texts_ = ("Arrests", "Europol, " + "report " * 20, "because " * 40, "1,234")
    table = Table(key="t", columns=columns, rows=(Row(cells=tuple(Cell(text=t) for t in texts_)),))
    text = shown(a_report(blocks=(table,)), width=60, full=True)
    assert re.search(r"^Name +Why +Count$", text, re.MULTILINE)
    assert "\n  Source: Europol, report" in text


def test_numbers_stand_to_the_right() -> None:
    columns = (Column(head="Name"), Column(head="Count", kind="number"))
    rows = tuple(Row(cells=(Cell(text="a"), Cell(text=text))) for text in ("1", "1,234"))
    table = Table(key="t", columns=columns, rows=rows)
    assert "a         1\na     1,234\n" in shown(a_report(blocks=(table,)), full=True)


def test_simple_bars_are_drawn_and_other_pictures_told() -> None:
    text = shown(a_report(), full=True)
    assert re.search(r"3 \(serious\)\s+█{24}\s+100%", text)
    assert re.search(r"4 \(very serious\)\s+█{6}\s+25%", text)
    assert re.search(r"2 \(medium\)\s+0%", text)
    assert "Attacks rose from three to seven." in text


def test_a_small_picture_in_a_cell_is_a_row_of_bars() -> None:
    line = Line(points=((0, 0.0), (1, 4.0), (2, None), (3, 8.0)))
    lined = Drawing(panels=(Panel(x=Axis(), y=Axis(), marks=(line,)),), size="spark")
    rows = tuple(
        Row(cells=(Cell(text="a"), Cell(text="b", drawing=each)))
        for each in (spark(0, 4, None, 8), lined)
    )
    table = Table(key="t", columns=(Column(head="A"), Column(head="B", kind="figure")), rows=rows)
    assert shown(a_report(blocks=(table,)), full=True).count("▁▅·█") == 2


def test_marks_have_a_sign_and_not_only_a_colour() -> None:
    text = shown(a_report(), full=True)
    assert "✗ Arrests" in text
    assert "▲ rising (83%)" in text
    assert "○ 22 Jan 2018 · Opération 0" in text.replace("\xa0", " ")
    assert "! Tells against taking it apart." in text
    assert "! Tells for ending it." in text


def test_a_space_that_may_not_break_does_not() -> None:
    block = Text(key="a", lines=("word " * 11 + "level\xa03",))
    assert "level\xa03" in shown(a_report(blocks=(block,)), width=60, full=True)


# Safety


def test_nothing_that_is_said_can_steer_the_terminal() -> None:
    for is_terminal in (False, True):
        text = render_terminal(a_report(), ENGLISH, width=90, is_terminal=is_terminal, full=True)
        steering = [m.start() for m in re.finditer(STEERING, text)]
        assert all(re.match(r"\x1b\[[\d;]*m", text[i:]) for i in steering)
        assert ("\x1b[" in text) == is_terminal


def test_hostile_texts_are_shown_as_they_are() -> None:
    text = " ".join(shown(a_report(), width=120, full=True).split())
    assert all(hostile in text for hostile in HOSTILE[:4])
    assert plain(HOSTILE[4]).encode() not in text.encode()
    assert "steer[2Jend" in text


def test_no_side_of_an_argument_stands_without_the_one_before_it() -> None:
    long = tuple(Point(what=f"for {i}", says="yes " * 60) for i in range(12))
    sides = Section(
        key="sides",
        title="Sides",
        rank=Rank.FIRST_PAGE,
        blocks=(
            Points(key="for", title="For", items=long[:1]),
            Points(key="against", title="Against", items=(Point(what="no", says="none"),)),
        ),
    )
    others = tuple(
        Text(key=f"t{i}", title=f"T{i}", lines=("x " * 200,), rank=Rank.FIRST_PAGE)
        for i in range(9)
    )
    report = replace(a_report(), blocks=(sides, *others))
    text = render_terminal(report, ENGLISH, width=60, is_terminal=False)
    assert "Against" not in text or "For" in text
