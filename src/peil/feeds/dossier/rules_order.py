"""What a sound record of policy is asked about: what happened in another order than it should have."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import numpy as np

from peil.act.arrangements import ACT, ENDED, REVIEW_DUE, SAID, STARTED
from peil.act.recommendations import DONE, IN_PROGRESS, NOT_STARTED, PARTLY
from peil.decide.decision import Decision
from peil.feeds.dossier.cells import MEANT, Cells
from peil.feeds.tables.problems import about, quoted, row_number
from peil.feeds.tables.table import neighbours
from peil.review.reassessment.plan import Plan
from peil.terms.calendar import Flags, days_named
from peil.terms.errors import Problem

MONTHS, YEARS = timedelta(days=92), timedelta(days=3 * 365)
"""Between a decision and its source, and before a beginning or a first step, that are asked about."""
BEGUN = (IN_PROGRESS, PARTLY, DONE)
FORETOLD = frozenset({SAID, ACT, REVIEW_DUE, STARTED, ENDED})
"""Events that may well come before a start, or are checked against it elsewhere."""
TOTALS = {
    "arrangement_counts": (("arrangement", "what"), "value", "on"),
    "returns_counts": (("country", "counter", "what"), "value", "date"),
}
"""What makes one total of rows that count since a day, their figures, and their days."""
SINCE = " since "
Begun = Mapping[str, np.datetime64]
"""The day from which on each id was there; NaT where none says."""


def order_questions(tables: Mapping[str, Cells]) -> Iterator[Problem]:
    """Ask about starts and ends that do not take turns, work undone, and what lies before its beginning."""
    if "events" in tables:
        events = tables["events"]
        yield from _turns(events)
        started = _begun(events, "arrangement", "on", events.among("kind", (STARTED,)))
        is_meant = ~events.among("kind", FORETOLD)
        yield from _before(events, "arrangement", "on", started, is_meant)
        if "arrangement_counts" in tables:
            yield from _before(tables["arrangement_counts"], "arrangement", "on", started)
    for table in TOTALS.keys() & tables.keys():
        yield from _falling(tables[table], *TOTALS[table])
    if "statuses" in tables:
        yield from _undone(tables["statuses"])
        if "recommendations" in tables:
            made = _begun(tables["recommendations"], "id", "published")
            yield from _before(tables["statuses"], "recommendation", "on", made)
    if "local_arrangements" in tables:
        local = tables["local_arrangements"]
        yield from _before(local, "id", "period_end", _begun(local, "id", "since"))


def _turns(events: Cells) -> Iterator[Problem]:
    kind, on = events.texts("kind"), events.days("on")
    is_turn = events.among("kind", (STARTED, ENDED))
    pairs = zip(*neighbours(events.alike("arrangement"), ~is_turn, by=[on]), strict=True)
    last = {b: a for a, b in pairs if is_turn[b] and kind[a] == kind[b] and on[a] != on[b]}
    yield from events.wrong(
        last,
        lambda r: (
            f"{kind[r]} on {on[r]} and on {on[last[r]]} in row {row_number(last[r])}, and did not "
            f"{'start' if kind[r] == ENDED else 'end'} between"
        ),
        "add what lies between, or delete one of the two",
    )


def _falling(cells: Cells, group: tuple[str, ...], figure: str, day: str) -> Iterator[Problem]:
    """Ask about what is counted since a day, and became fewer."""
    value, on = cells.numbers(figure), cells.days(day)
    told = cells.texts(group[-1])
    pairs = zip(*neighbours(cells.alike(*group), by=[on]), strict=True)
    more = {b: a for a, b in pairs if SINCE in told[b] and value[b] < value[a] and on[a] < on[b]}
    yield from cells.wrong(
        more,
        lambda r: (
            f"{figure} is {value[r]:.0f}, and was {value[more[r]]:.0f} before in row "
            f"{row_number(more[r])}, where all are counted since a day"
        ),
        MEANT,
    )


def _undone(statuses: Cells) -> Iterator[Problem]:
    state, on, told = statuses.texts("state"), statuses.days("on"), statuses.days("published")
    pairs = zip(*neighbours(statuses.alike("recommendation", "side"), by=[on, told]), strict=True)
    begun = {b: a for a, b in pairs if state[a] in BEGUN and state[b] == NOT_STARTED}
    yield from statuses.wrong(
        begun,
        lambda r: (
            f"state is {NOT_STARTED} on {on[r]}, after {state[begun[r]]} on {on[begun[r]]} in row "
            f"{row_number(begun[r])}"
        ),
        MEANT,
    )


def _begun(cells: Cells, link: str, name: str, is_meant: Flags | bool = True) -> Begun:
    """Give the first day in a column for each id."""
    first = cells.earliest(cells.alike(link), name, is_meant)
    return dict(zip(cells.texts(link), first, strict=True))


def _before(
    cells: Cells, link: str, name: str, begun: Begun, is_meant: Flags | bool = True
) -> Iterator[Problem]:
    """Ask about the earliest row of each id, where it lies years before the id was there."""
    ids, days = cells.texts(link), cells.days(name)
    first = cells.earliest(cells.alike(link), name, is_meant)
    since = np.array([begun.get(i, np.datetime64("NaT")) for i in ids], "datetime64[D]")
    yield from cells.wrong(
        (days == first) & (since - first > np.timedelta64(YEARS)),
        lambda r: f"{name} is {days[r]}, years before {since[r]}, when {quoted(ids[r])} began",
        MEANT,
    )


def document_questions(decisions: Mapping[str, Decision], plan: Plan | None) -> Iterator[Problem]:
    """Ask about days of decisions far from their sources, and a window far from its steps."""
    for file, decision in decisions.items():
        yield from _far_from_source(
            file, "the decision has the date", decision.date, decision.source
        )
        for reason in decision.reasons:
            if reason.said_on is not None:
                what = "a reason has the said_on"
                yield from _far_from_source(file, what, reason.said_on, reason.source)
    if plan is not None and plan.steps:
        days = [step.date for step in plan.steps]
        for name, day, step in (("from", plan.begins, min(days)), ("to", plan.ends, max(days))):
            if abs(step - day) > YEARS:
                said = f"the reassessment has {name} {day}, years from its nearest step on {step}"
                yield about("reassessment.toml", said, MEANT)


def _far_from_source(file: str, what: str, day: date, source: str) -> Iterator[Problem]:
    named = [each for each, precision in days_named(source) if precision == "day"]
    if named and min(abs(each - day) for each in named) > MONTHS:
        yield about(file, f"{what} {day}, and its source names {named[0]}", MEANT)
