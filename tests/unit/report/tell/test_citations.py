"""A source later than the page says that the fact was read in it; an undated remark keeps what was known."""

from datetime import date

import pytest

from peil.report.model import Cell, Entry, Piece, Row, Table, Text, linked, plain
from peil.report.tell.citations import as_known, dated, day_of, known_text
from peil.report.tell.parts import day_known, report
from peil.report.tell.policy.said import dated as dated_sentence
from peil.report.words import LANGUAGES, words_in
from peil.terms.text import Translated, names_of

DAY = date(2018, 1, 22)
ENGLISH = words_in("en")


@pytest.mark.parametrize(
    ("citation", "day"),
    [
        ("Metro, 2020-01-16, https://metro.be/2020/01/16/a", (date(2020, 1, 16), "day")),
        ("DH, 17 Oct 2023.", (date(2023, 10, 17), "day")),
        ("Federal prosecutor: Belga, Jan 2018 (250 in 2017)", (date(2018, 1, 1), "month")),
        ("Report of 2017", (date(2017, 1, 1), "year")),
        ("HLN, 12 Sept 2014", (date(2014, 9, 12), "day")),
        ("Question 20 (2023-2024)", (date(2024, 1, 1), "year")),
        ("article-normal-953881, n2018012192", None),
        ("31 Feb 2018", None),
    ],
)
def test_the_latest_day_that_a_citation_names(citation: str, day: object) -> None:
    assert day_of(citation) == day


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_later_source_of_several_says_that_it_was_read_later(language: str) -> None:
    words = words_in(language)
    said = linked("DH, 21 January 2018; Metro, 2019-01-11, https://metro.be/a", "en")
    cell = Cell(text=said)
    table = Table(key="t", columns=(), rows=(Row(cells=(cell,)),))
    entry = Entry(name="A", sources=(said,))
    read = words("table.read_in", day=words.day("2019-01-11"), source="Metro, 2019-01-11")
    mark = read.removesuffix("Metro, 2019-01-11")
    wanted = f"DH, 21 January 2018; {mark}Metro, 2019-01-11, https://metro.be/a"
    assert plain(as_known(table, DAY, words).rows[0].cells[0].text) == wanted
    (shown,) = as_known(entry, DAY, words).sources
    assert plain(shown) == wanted
    assert [piece.lang for piece in shown if piece.text == mark] == [None]
    assert [piece.to.address for piece in shown if not isinstance(piece, str) and piece.to] == [
        "https://metro.be/a"
    ]


def test_what_was_published_by_the_day_stays_the_same_thing() -> None:
    table = Table(key="t", columns=(), rows=(Row(cells=(Cell(text=linked("DH, 2018-01-22")),)),))
    assert as_known(table, DAY, ENGLISH) is table


def test_only_a_citation_is_marked_and_every_report_does_it() -> None:
    said = (Piece(text="The mandate ends on 1 May 2019."),)
    source = linked("Gazette, 1 May 2019")
    made = report(
        "r", ENGLISH, title="T", headline="H", day=DAY, blocks=[Text(key="a", lines=(said, source))]
    )
    (text,) = made.blocks
    assert isinstance(text, Text)
    assert [plain(line) for line in text.lines] == [
        "The mandate ends on 1 May 2019.",
        "read in a source of 1 May 2019: Gazette, 1 May 2019",
    ]


def test_a_sentence_that_was_written_later_is_left_out_of_an_undated_remark() -> None:
    told = "Counts files. Revised in December 2019: 273. Files are merged; in 2017 all were."
    assert known_text(told, DAY) == "Counts files. Files are merged; in 2017 all were."
    assert known_text(told, date(2020, 1, 1)) == told
    assert known_text("the gazette of 2017; the list of 1 May 2019", DAY) == "the gazette of 2017"
    assert known_text("Revised in 2019; rounded.", DAY) == "Rounded."
    assert known_text("Rounded; revised in 2019.", DAY) == "Rounded."


def test_what_is_left_of_a_sentence_in_the_middle_of_a_remark_is_a_sentence() -> None:
    begun = "Counts files. Revised in 2019; files are merged. Rounded."
    assert known_text(begun, DAY) == "Counts files. Files are merged. Rounded."
    ended = "Counts files; revised in 2019. Rounded."
    assert known_text(ended, DAY) == "Counts files. Rounded."
    counted = "Counts files. 273 in 2019; the rest is older; rounded."
    assert known_text(counted, DAY) == "Counts files. The rest is older; rounded."
    assert known_text("list of 2019; kept as art. 7 says. Rounded.", DAY) == (
        "kept as art. 7 says. Rounded."
    )


@pytest.mark.parametrize(
    ("remark", "left"),
    [
        ("Counts files (merged; 273 in 2019; 81 before). Rounded.", "Counts files (merged; 81 before). Rounded."),
        ("Counts files (273 in 2019; 81 before): a break. Rounded.", "Rounded."),
        ("Counts files (81 before; 273 in 2019): a break. Rounded (so told; twice).", "Rounded (so told; twice)."),
    ],
)  # fmt: skip
def test_no_bracket_stays_open_where_a_clause_within_it_is_left_out(remark: str, left: str) -> None:
    assert known_text(remark, DAY) == left


def test_what_is_left_of_a_sentence_is_one_where_a_translation_cuts_it_otherwise() -> None:
    remark = Translated(
        "Counts files. Revised in 2019; files are merged.",
        {"de": "Zählt Akten. Im Jahr 2019 berichtigt. Zusammengelegte zählen einmal."},
    )
    assert dict(names_of(known_text(remark, DAY))) == {
        "en": "Counts files. Files are merged.",
        "de": "Zählt Akten. Zusammengelegte zählen einmal.",
    }


@pytest.mark.parametrize(
    ("language", "whole", "short", "state"),
    [
        ("en", "about April 2009", "about Apr 2009", "done (as of about April 2009)"),
        ("fr", "vers avril 2009", "vers avr. 2009", "done (situation : vers avril 2009)"),
        ("nl", "omstreeks april 2009", "omstreeks apr 2009", "done (stand: omstreeks april 2009)"),
        ("de", "etwa April 2009", "etwa Apr. 2009", "done (Stand: etwa April 2009)"),
    ],
)
def test_a_month_that_is_assumed_is_about_right_wherever_it_is_told(
    language: str, whole: str, short: str, state: str
) -> None:
    words, day = words_in(language), (date(2009, 4, 30), "assumed")
    assert words.known(*day) == dated(*day, words) == day_known(*day, words).text == whole
    assert dated(*day, words, is_short=True) == short
    said = dated_sentence("policy.since", *day, words, state="done")
    assert said.replace("\N{NO-BREAK SPACE}", " ") == state
    assert "2009" in dated(date(2009, 4, 30), "month", words)
    assert words("format.assumed", month="") not in dated(date(2009, 4, 30), "month", words)
