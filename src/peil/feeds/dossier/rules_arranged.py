"""Rules of sense for arrangements, their money and their events: what is set goes with what it needs."""

from collections.abc import Iterator
from difflib import get_close_matches

import numpy as np

from peil.act.arrangements import (
    ASSESSED,
    ENDED,
    EVALUATED,
    EVENTS,
    MEETING,
    NOT_ASSESSED,
    PARTNER_JOINED,
    PARTNER_LEFT,
    RULED_AGAINST,
    SAID,
    STARTED,
    WITHOUT_CELL,
    WITHOUT_PARTNER,
)
from peil.act.funding import PAID
from peil.feeds.dossier.build import SHARES
from peil.feeds.dossier.cells import ONE_OF_TWO, Cells
from peil.feeds.dossier.rules_judged import must_agree
from peil.feeds.tables.problems import nearest, quoted, row_number
from peil.terms.calendar import Floats
from peil.terms.currency import read_currencies
from peil.terms.errors import Problem

MUNICIPALITIES = (WITHOUT_CELL, WITHOUT_PARTNER)
COUNTED = (*MUNICIPALITIES, PARTNER_LEFT, PARTNER_JOINED)
"""Events that have a number; of municipalities it says nothing without one."""
LOOKED_BACK = (EVALUATED, MEETING, RULED_AGAINST, SAID, *MUNICIPALITIES)
"""Events that nobody can tell of before their day; a start, an act or a review may be announced."""
OF_EVENT = ("arrangement", "kind", "on")
"""Columns that a later row of an event repeats, beside its text."""
NEARLY_SAME = 0.8
"""Likeness from which two sentences that became known on one day may be slips of each other."""
TAKE_ONE = "take one of the two away"


def arrangement_rules(cells: Cells) -> Iterator[Problem]:
    """Check shares, couplings, and what an arrangement answers, senses and was assessed for."""
    yield from _shares(cells)
    for name, remedy in (
        ("coupling_reason", "write why it may scale with the level, or may not"),
        ("coupling_by", "write the role of whoever set it"),
    ):
        is_without = cells.fills("coupling") & ~cells.fills(name)
        yield from cells.wrong(is_without, f"is {{coupling}} without a {name}", remedy)
    answers, declared = cells.fills("answers"), cells.flags("answers_none")
    yield from cells.wrong(
        ~answers & ~declared,
        "answers no finding; "
        "name the finding, or declare with answers_none = true that there is none",
    )
    yield from cells.wrong(
        answers & declared, "answers a finding and declares that it answers none", TAKE_ONE
    )
    yield from cells.wrong(
        cells.fills("sensor_of") & cells.flags("sensor_none"),
        "is the sensor of an indicator and declares that it is of none",
        TAKE_ONE,
    )
    yield from _rights(cells)


def funding_rules(cells: Cells) -> Iterator[Problem]:
    """Check that a line pays for one arrangement, in a currency, in years that agree with its days."""
    yield from must_agree(cells, ("line",), ("arrangement",))
    yield from _currencies(cells)
    year, known = cells.numbers("year"), _years(cells, "published")
    yield from cells.wrong(
        _years(cells, "ends") < year, "ends on {ends}, before its year {year} begins"
    )
    yield from cells.wrong(
        cells.among("stage", (PAID,)) & (year > known + 1),
        "is paid in {year} and was published on {published}; "
        f"{ONE_OF_TWO}, or write promised or committed",
    )
    yield from cells.wrong(
        cells.numbers("price_year") > known + 1,
        "is in prices of {price_year} and was published on {published}; "
        f"{ONE_OF_TWO}; prices of later years are not known",
    )


def event_rules(cells: Cells) -> Iterator[Problem]:
    """Check the days of events, and that they say what their kind can say."""
    yield from _endings(cells)
    yield from cells.wrong(
        cells.among("kind", LOOKED_BACK) & (cells.days("published") < cells.days("on")),
        "was published on {published}, before the {kind} on {on}; correct one of the two days",
    )
    yield from cells.wrong(
        cells.fills("outcome") & cells.among("kind", {*EVENTS} - {EVALUATED}),
        f"is a {{kind}} with an outcome; write {EVALUATED}, or leave the cell empty",
    )
    yield from cells.wrong(
        cells.among("kind", MUNICIPALITIES) & ~cells.fills("value"),
        "is {kind} and says not how many; write the number in the column value",
    )
    yield from cells.wrong(
        cells.fills("value") & cells.among("kind", {*EVENTS} - {*COUNTED}),
        f"is a {{kind}} with a value; write one of {', '.join(COUNTED)}, or leave the cell empty",
    )
    value = cells.numbers("value")
    yield from cells.wrong(
        value > np.floor(value),
        "value is {value}; write a whole number of municipalities or partners",
    )


def event_questions(events: Cells) -> Iterator[Problem]:
    """Ask whether a later row is the event of an earlier one in almost the same words.

    Only the same sentence revises an event; in other words it would count as a second one.
    """
    texts, published = events.texts("text"), events.days("published")
    told: dict[int, dict[str, int]] = {}
    again: dict[int, int] = {}
    alike = events.alike(*OF_EVENT)
    for r in np.argsort(published, kind="stable"):
        earlier = told.setdefault(alike[r], {})
        if texts[r] in earlier:
            continue
        before = [text for text, row in earlier.items() if published[row] < published[r]]
        near = get_close_matches(texts[r], before, 1)
        near += get_close_matches(texts[r], earlier, 1, NEARLY_SAME)
        if near:
            again[r] = earlier[near[0]]
        earlier[texts[r]] = r
    yield from events.wrong(
        again,
        lambda r: f"tells almost what row {row_number(again[r])} does of the same day",
        lambda r: f"{_one_event(published[r] == published[again[r]])} if they are one event",
    )


def count_rules(cells: Cells) -> Iterator[Problem]:
    """Check that a count was told after its day, and is no more than what it is a part of."""
    yield from cells.wrong(
        cells.days("published") < cells.days("on"),
        "was published on {published}, before the day {on} that it is about",
    )
    yield from cells.wrong(
        cells.numbers("value") > cells.numbers("of"),
        "value is {value} of {of}; write the part as value and the whole as of",
    )


def _one_event(is_told_at_once: bool) -> str:
    """Say how two rows tell one event: the same sentence again only when it is told anew."""
    return TAKE_ONE if is_told_at_once else "write the same text in both rows"


def _years(cells: Cells, name: str) -> Floats:
    """Give the years of a column of days; NaN where there is no day."""
    days = cells.days(name)
    years: Floats = np.where(
        np.isnat(days), np.nan, days.astype("datetime64[Y]").astype(np.int64) + 1970.0
    )
    return years


def _currencies(cells: Cells) -> Iterator[Problem]:
    known = read_currencies()
    offered = [code for code, is_in_use in known.items() if is_in_use]
    codes = [w for w in cells.words("currency") if len(w) == 3 and w.isascii() and w.isupper()]
    yield from cells.wrong(
        cells.among("currency", {*codes} - {*known}),
        "currency is {currency!r}, which is none of ISO 4217",
        lambda r: nearest(offered, cells.text("currency", r)),
    )


def _rights(cells: Cells) -> Iterator[Problem]:
    has_day = cells.fills("rights_on")
    yield from cells.wrong(
        cells.among("rights", (ASSESSED,)) & ~has_day,
        f"is {ASSESSED} without a rights_on; "
        "write the day of the assessment, or leave rights empty",
    )
    remedy = f"write {ASSESSED}, or leave the day empty"
    is_not = cells.among("rights", (NOT_ASSESSED,))
    yield from cells.wrong(is_not & has_day, f"is {NOT_ASSESSED} and has a rights_on", remedy)
    is_unsaid = has_day & ~cells.fills("rights")
    yield from cells.wrong(is_unsaid, "has a rights_on and no rights", remedy)
    yield from cells.wrong(
        cells.days("rights_on") > cells.days("published"),
        "rights_on is {rights_on}, after it was published on {published}",
    )


def _shares(cells: Cells) -> Iterator[Problem]:
    given = np.array([cells.fills(name) for name in SHARES])
    whole = np.asarray(given.all(axis=0))
    yield from cells.wrong(
        given.any(axis=0) & ~whole,
        lambda r: f"has no {SHARES[int(np.argmin(given[:, r]))]} beside the other shares",
        "give all four, or none",
    )
    total: Floats = np.sum([cells.numbers(name) for name in SHARES[:3]], axis=0)
    yield from cells.wrong(
        whole & (np.abs(total - 1.0) > 1e-6),
        lambda r: f"has shares that add up to {total[r]:g}",
        "let the preventive, repressive and enabling share add up to 1",
    )


def _endings(cells: Cells) -> Iterator[Problem]:
    """Find ends before every start of their arrangement, which no view would ever show."""
    of, on = cells.texts("arrangement"), cells.days("on")
    started = cells.earliest(cells.alike("arrangement"), "on", cells.among("kind", (STARTED,)))
    yield from cells.wrong(
        cells.among("kind", (ENDED,)) & (on < started),
        lambda r: f"ended on {on[r]}, before {quoted(of[r])} started on {started[r]}",
        "correct one of the two days, or add the start that came before",
    )
