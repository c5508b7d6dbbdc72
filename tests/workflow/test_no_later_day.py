"""No page of a day names a later day, save in a source that says so, a plan of that day, and the method."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from peil.workflow.site import export_site

DAYS = (
    "2012-06-30", "2014-06-30", "2015-02-01", "2016-04-01", "2017-06-20", "2018-01-22", "2019-06-30",
    "2021-12-31", "2023-11-01", "2025-06-30",
)  # fmt: skip
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
NAMED = re.compile(
    rf"(?<![\d.,])(?:(?P<day>\d{{1,2}}) )?(?:(?P<name>{'|'.join(MONTHS)})[a-z]* )?(?P<year>20[12]\d)"
    r"(?:[-/](?P<mm>0[1-9]|1[0-2])(?:[-/](?P<dd>[0-3]\d))?)?(?![\d,]*\d)"
)
PLANNED = re.compile(
    r"(Funding (promised|committed|paid) up to|(Promised|Committed|Paid) for|runs? to|until) [\w ]*20\d\d"
)
"""What was planned on the day for a later one."""
READ_IN = re.compile(r"read in a source of [^:]*: [^;]*")
METHOD = re.compile(
    r"peil-ladder-2(,| of) 2026-11-29|\(Hegghammer 2013|Van Ginkel and Entenmann 2016|Winson et al. \(2014\)"
)
"""The method of today is used for every day, and says when and on what it rests."""
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
    for line in (" ".join(each.split()) for each in lines.lines):
        is_tick = line == str(day.year + 1)
        kept = METHOD.sub("", PLANNED.sub("", READ_IN.sub("", line)))
        if not is_tick and any(_day(found) > day for found in NAMED.finditer(kept)):
            yield line


def _day(found: re.Match[str]) -> date:
    month = MONTHS.index(found["name"]) + 1 if found["name"] else int(found["mm"] or 1)
    return date(
        int(found["year"]), month, int((found["name"] and found["day"]) or found["dd"] or 1)
    )


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
    ],
)
def test_a_later_day_is_found_wherever_it_is_named(line: str, *, is_later: bool) -> None:
    page = f"<p>{line}</p>"
    assert bool(list(later(page, date(2018, 1, 22)))) is is_later
