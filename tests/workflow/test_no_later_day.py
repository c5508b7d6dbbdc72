"""Nothing of a day names a later one, save a source that says so, a plan of that day, and the method."""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from peil.workflow.site import export_site

DAYS = (
    "2012-06-30", "2014-06-30", "2015-02-01", "2016-04-01", "2017-06-20", "2018-01-22", "2019-06-30",
    "2021-12-31", "2023-11-01", "2025-06-30",
)  # fmt: skip
ON_PAPER = ("2015-02-01", "2018-01-22")
"""Days of which the papers are read as well."""
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
NAMED = re.compile(
    rf"(?<![\d.,])(?:(?P<day>\d{{1,2}}) )?(?:(?P<name>{'|'.join(MONTHS)})[a-z]* )?(?P<year>20[12]\d)"
    r"(?:[-/](?P<mm>0[1-9]|1[0-2])(?:[-/](?P<dd>[0-3]\d))?)?(?![\d,]*\d)"
)
PLANNED = re.compile(
    r"(Funding (promised|committed|paid) up to|(Promised|Committed|Paid) for|runs? to|until) [\w ]*20\d\d"
)
"""What was planned on the day for a later one."""
READ_IN = re.compile(r"read in a source of [^:]*: [^;]*|last read in a source of [\w ]*$")
METHOD = re.compile(
    r"peil-ladder-2(,| of) 29 November 2026|\(Hegghammer 2013|Van Ginkel and Entenmann 2016|Winson et al. \(2014\)"
)
"""The method of today is used for every day, and says when and on what it rests."""
OF_A_YEAR = re.compile(r"\bsummary of (20\d\d)\b")
"""A work of which the year alone is known: it counts as known from the last day of the year."""
CITED = {"source", "sources", "source_date", "sets"}
"""Keys of data that hold where a row was read: the row says beside it when it was published."""
PLANS = {"until", "deadline"}
"""Keys of data that hold what was planned on the day for a later one."""
NEXT = timedelta(days=1)
"""Data may name the day after the last, at which a stretch ends or begins."""
OWN_LINE = {
    "dd", "desc", "dt", "figcaption", "h1", "h2", "h3", "h4", "li", "p", "summary", "td", "text", "th",
    "time", "title",
}  # fmt: skip


class _Lines(HTMLParser):
    """The lines of text of a page, as a reader sees or hears them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines, self.line, self.skips = [""], "", 0

    def handle_starttag(self, tag: str, _: object) -> None:
        self.skips += tag == "style"
        if tag in OWN_LINE:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self.skips -= tag == "style"
        if tag in OWN_LINE:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self.skips:
            self.lines[-1] += data


def later(page: str, day: date) -> Iterator[str]:
    """Give the lines of a page that name a later day than its own."""
    lines = _Lines()
    lines.feed(page)
    return _later(lines.lines, day)


def later_in_data(data: Any, day: date, left: Collection[str] = ()) -> Iterator[str]:
    """Give the texts of a report or a result as data that name a later day, without some keys."""
    return _later(_texts(data, {"address", *left}), day)


def later_on_paper(paper: Path, pages: Iterable[str], day: date) -> Iterator[str]:
    """Give the later days that a paper names and no page does: those of the pages are marked there."""
    known = {
        (each.year, each.month, each.day) for page in pages for each in _named(_text(page), day)
    }
    known |= {(year, month, 1) for year, month, _ in known} | {(year, 1, 1) for year, _, _ in known}
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(paper).pages).split())
    for each in _named(text, day):
        if (each.year, each.month, each.day) not in known:
            yield each.isoformat()


def _later(lines: Iterable[str], day: date) -> Iterator[str]:
    for line in (" ".join(each.split()) for each in lines):
        is_tick = line == str(day.year + 1)
        kept = METHOD.sub("", PLANNED.sub("", READ_IN.sub("", line)))
        is_undated = any(date(int(year), 12, 31) > day for year in OF_A_YEAR.findall(kept))
        if not is_tick and (is_undated or any(_named(kept, day))):
            yield line


def _named(text: str, day: date) -> Iterator[date]:
    return (named for found in NAMED.finditer(text) if (named := _day(found)) > day)


def _text(page: str) -> str:
    lines = _Lines()
    lines.feed(page)
    return " ".join(" ".join(lines.lines).split())


def _texts(data: Any, left: Collection[str]) -> Iterator[str]:
    """Give every text of data, pieces of one sentence put together."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, each in data.items():
            for part in each if key == "cells" else [each]:
                yield from () if key in left else _texts(part, left)
    elif _is_pieces(data):
        yield "".join(each["text"] for each in data)
    elif isinstance(data, list):
        for each in data:
            yield from _texts(each, left)


def _is_pieces(data: Any) -> bool:
    """Whether data is a list of the pieces of one text."""
    held = data if isinstance(data, list) else []
    return bool(held) and all(
        isinstance(each, dict) and isinstance(each.get("text"), str) for each in held
    )


def _day(found: re.Match[str]) -> date:
    month = MONTHS.index(found["name"]) + 1 if found["name"] else int(found["mm"] or 1)
    try:
        return date(
            int(found["year"]), month, int((found["name"] and found["day"]) or found["dd"] or 1)
        )
    except ValueError:  # A number that stands before a month is no day of it.
        return date(int(found["year"]), month, 1)


@pytest.mark.parametrize("day", DAYS)
def test_no_page_of_a_day_names_a_later_one(belgium: Path, tmp_path: Path, day: str) -> None:
    as_of = date.fromisoformat(day)
    export_site(belgium, tmp_path / "site", as_of=as_of, languages=["en"])
    pages = {path.name: path.read_text() for path in (tmp_path / "site" / "en").glob("*.html")}
    assert len(pages) >= 6
    found = {name: list(later(page, as_of)) for name, page in pages.items()}
    assert {name: lines[:3] for name, lines in found.items() if lines} == {}
    titles = [re.search("<title>(.*?)</title>", page) for page in pages.values()]
    assert all(title and re.search(r"\d{1,2} [A-Z]\w+ 20\d\d", title[1]) for title in titles)
    assert _in_data(tmp_path / "site" / "en" / "data", as_of) == {}
    assert _in_data(tmp_path / "site" / "data", as_of + NEXT, {*CITED, *PLANS}) == {}
    for paper in ("assessment.pdf", "policy.pdf") if day in ON_PAPER else ():
        place = tmp_path / "site" / "en" / paper
        assert (paper, list(later_on_paper(place, pages.values(), as_of))) == (paper, [])


def _in_data(folder: Path, day: date, left: Collection[str] = ()) -> dict[str, list[str]]:
    files = sorted(folder.glob("*.json"))
    assert files
    told = {each.name: later_in_data(json.loads(each.read_text()), day, left) for each in files}
    return {name: lines[:3] for name, found in told.items() if (lines := list(found))}


def test_a_later_day_is_found_in_data_and_in_a_sentence_of_pieces() -> None:
    day = date(2018, 1, 22)
    pieces = [{"text": "read in a source of 11 January 2019: "}, {"text": "Metro, 2019-01-11"}]
    assert not list(later_in_data({"lines": [pieces]}, day))
    assert list(later_in_data({"lines": [pieces[1:]]}, day)) == ["Metro, 2019-01-11"]
    cells = [{"text": "2"}, {"text": "0"}, {"text": "20"}]
    assert not list(later_in_data({"cells": cells}, day))
    row = {"source": "Metro, 2019-01-11", "note": "ended in 2019", "until": "2018-12-31"}
    assert list(later_in_data(row, day, {*CITED, *PLANS})) == ["ended in 2019"]


@pytest.mark.parametrize(
    ("line", "is_later"),
    [
        ("Read on 23 January 2018", True),
        ("Metro, 2018-02", True),
        ("https://example.org/2019/01/11/page", True),
        ("read in a source of 11 January 2019: Metro, 2019-01-11; DH, 21 January 2018", False),
        ("read in a source of 11 January 2019: Metro, 2019-01-11; DH, 23 January 2018", True),
        ("Funding promised up to 31 December 2018 (source of 7 December 2017)", False),
        ("22 January 2018, 1,875 persons, file 953881", False),
        ("some of them stand in its public summary of 2018", True),
        ("some of them stand in its public summary of 2017", False),
    ],
)
def test_a_later_day_is_found_wherever_it_is_named(line: str, *, is_later: bool) -> None:
    page = f"<p>{line}</p>"
    assert bool(list(later(page, date(2018, 1, 22)))) is is_later
