"""Rules of sense for returns and local arrangements: no day finer than its source, no count without counter."""

import re
from collections.abc import Iterator

from peil.act.return_policy import AGE_LINE
from peil.feeds.dossier.cells import MEANT, Cells
from peil.feeds.dossier.rules import rough_days
from peil.feeds.dossier.rules_judged import must_agree
from peil.feeds.tables.problems import quoted
from peil.terms.errors import Problem

OF_WHOM = re.compile(
    r"\b(?:(?P<children>child|children|minors?|boys?|girls?|orphans?|under \d+)|(?P<adults>adults?|wom[ae]n|m[ae]n))\b"
)
"""Words of those who were counted; the first one of a row tells its group."""


def return_rule_rules(cells: Cells) -> Iterator[Problem]:
    """Check that age lines have an age and an instrument, and that rules begin before they end."""
    is_line = cells.among("rule", (AGE_LINE,))
    yield from cells.wrong(
        is_line & ~cells.fills("instrument"),
        "{id!r} is an age line without an instrument; "
        "name the law, decision or statement that sets it",
    )
    yield from cells.wrong(
        is_line & ~cells.fills("under_age"),
        "{id!r} is an age line without an age; write the age below which it holds in under_age",
    )
    yield from cells.wrong(
        ~is_line & cells.fills("under_age"),
        "{id!r} has the age {under_age} and is no age line; "
        f"empty under_age, or write {AGE_LINE} as its rule",
    )
    yield from cells.wrong(
        cells.fills("admits") & ~cells.fills("admits_reason"),
        "admits is {admits!r} without a reason; say in admits_reason why the rule is read so",
    )
    yield from cells.wrong(
        cells.days("valid_to") <= cells.days("valid_from"),
        "ends on {valid_to}, and begins on {valid_from}",
    )
    yield from rough_days(cells, "valid_from", "valid_to", is_first=True)
    yield from _later_sources(cells)
    yield from must_agree(cells, ("id",), ("country", "rule"))


def return_count_rules(cells: Cells) -> Iterator[Problem]:
    """Check the days of counts."""
    yield from _after_its_day(cells, "date")
    yield from rough_days(cells, "date")
    yield from _later_sources(cells)


def return_count_questions(cells: Cells) -> Iterator[Problem]:
    """Ask about counts whose own words are of another group."""
    columns = zip(*(cells.texts(name) for name in ("group", "what", "age_band")), strict=True)
    said = [(group, OF_WHOM.search(f"{what} {age}".lower())) for group, what, age in columns]
    other = {
        row: found[0]
        for row, (group, found) in enumerate(said)
        if found is not None and group in found.groupdict() and not found[group]
    }
    yield from cells.wrong(
        other, lambda r: f"group is {said[r][0]}, where it counts {quoted(other[r])}", MEANT
    )


def local_rules(cells: Cells) -> Iterator[Problem]:
    """Check that numbers of local arrangements say what is counted, by whom and for which day."""
    numbers = cells.fills("number")
    for column, remedy in (
        ("counted", "say what is counted"),
        ("counter", "say who counted"),
        ("period_end", "write the day for which it holds"),
    ):
        yield from cells.wrong(
            numbers & ~cells.fills(column), f"the number {{number}} has no {column}", remedy
        )
    yield from cells.wrong(
        cells.days("period_start") > cells.days("period_end"),
        "the period ends on {period_end}, before it begins on {period_start}",
    )
    yield from _after_its_day(cells, "period_end")
    yield from rough_days(cells, "since", is_first=True)
    yield from rough_days(cells, "period_end")
    yield from _later_sources(cells)
    yield from must_agree(cells, ("id",), ("country", "name"))


def _after_its_day(cells: Cells, column: str) -> Iterator[Problem]:
    yield from cells.wrong(
        cells.days("published") < cells.days(column),
        f"was published on {{published}}, before its {column} {{{column}}}",
    )


def _later_sources(cells: Cells) -> Iterator[Problem]:
    """Check that a source that is told apart is later than what became public."""
    dates, published = cells.texts("source_date"), cells.days("published").astype(str)
    is_early = ["" < date <= day[: len(date)] for date, day in zip(dates, published, strict=True)]
    yield from cells.wrong(
        is_early,
        "source_date is {source_date}, which is not after {published}, when it was public; "
        "leave source_date empty, or correct one of the two",
    )
