"""Rules of sense for arrangements, their money and their events: what is set goes with what it needs."""

from collections.abc import Iterator

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
    STARTED,
    WITHOUT_CELL,
    WITHOUT_PARTNER,
)
from peil.act.funding import PAID
from peil.feeds.dossier.build_policy import SHARES
from peil.feeds.dossier.cells import Cells, by_row, wrong_rows
from peil.feeds.dossier.problems import nearest, quoted
from peil.feeds.dossier.rules_judged import must_agree
from peil.terms.calendar import Floats
from peil.terms.currency import read_currencies
from peil.terms.errors import Problem

MUNICIPALITIES = (WITHOUT_CELL, WITHOUT_PARTNER)
COUNTED = (*MUNICIPALITIES, PARTNER_LEFT, PARTNER_JOINED)
"""Events that have a number; of municipalities it says nothing without one."""
LOOKED_BACK = (EVALUATED, MEETING, *MUNICIPALITIES)
"""Events that nobody can tell of before their day; a start, an end or a review may be announced."""


def arrangement_rules(cells: Cells) -> Iterator[Problem]:
    """Check shares, couplings, and what an arrangement answers, senses and was assessed for."""
    yield from _shares(cells)
    yield from _couplings(cells)
    yield from _answers(cells)
    yield from wrong_rows(
        cells,
        cells.fills("sensor_of") & cells.flags("sensor_none"),
        "is the sensor of an indicator and declares that it is of none",
        "take one of the two away",
    )
    yield from _rights(cells)


def funding_rules(cells: Cells) -> Iterator[Problem]:
    """Check that a line pays for one arrangement, in a currency, in years that agree with its days."""
    yield from must_agree(cells, ("line",), ("arrangement",))
    yield from _currencies(cells)
    year, known = cells.numbers("year"), _years(cells, "published")
    ends = cells.dates("ends")
    yield from wrong_rows(
        cells,
        _years(cells, "ends") < year,
        lambda r: f"ends on {ends[r]}, before its year {year[r]:.0f} begins",
        "correct one of the two",
    )
    yield from wrong_rows(
        cells,
        cells.equal("stage", PAID, without=False) & (year > known + 1),
        lambda r: f"is paid in {year[r]:.0f} and was published on {cells.days('published')[r]}",
        "correct one of the two, or write promised or committed",
    )
    if cells.has("price_year"):
        prices = cells.numbers("price_year")
        yield from wrong_rows(
            cells,
            prices > known + 1,
            lambda r: (
                f"is in prices of {prices[r]:.0f} and was published on {cells.days('published')[r]}"
            ),
            "correct one of the two; prices of later years are not known",
        )


def event_rules(cells: Cells) -> Iterator[Problem]:
    """Check the days of events, and that they say what their kind can say."""
    yield from _endings(cells)
    kind, on, published = cells.texts("kind"), cells.days("on"), cells.days("published")
    yield from wrong_rows(
        cells,
        cells.among("kind", LOOKED_BACK) & (published < on),
        lambda r: f"was published on {published[r]}, before the {kind[r]} on {on[r]}",
        "correct one of the two days",
    )
    yield from wrong_rows(
        cells,
        cells.fills("outcome") & cells.among("kind", {*EVENTS} - {EVALUATED}),
        lambda r: f"is a {kind[r]} with an outcome",
        f"write {EVALUATED}, or leave the cell empty",
    )
    yield from wrong_rows(
        cells,
        cells.among("kind", MUNICIPALITIES) & ~cells.fills("value"),
        lambda r: f"is {kind[r]} and says not how many",
        "write the number in the column value",
    )
    yield from wrong_rows(
        cells,
        cells.fills("value") & cells.among("kind", {*EVENTS} - {*COUNTED}),
        lambda r: f"is a {kind[r]} with a value",
        f"write one of {', '.join(COUNTED)}, or leave the cell empty",
    )
    if cells.has("value"):
        value = cells.numbers("value")
        yield from wrong_rows(
            cells,
            ~np.isnan(value) & (value != np.floor(value)),
            lambda r: f"value is {value[r]:g}",
            "write a whole number of municipalities or partners",
        )


def _years(cells: Cells, name: str) -> Floats:
    """Give the years of a column of days; NaN where there is no day."""
    days = cells.dates(name)
    years: Floats = np.where(
        np.isnat(days), np.nan, days.astype("datetime64[Y]").astype(np.int64) + 1970.0
    )
    return years


def _currencies(cells: Cells) -> Iterator[Problem]:
    known = read_currencies()
    offered = [code for code, is_in_use in known.items() if is_in_use]
    said, words = cells.texts("currency"), cells.words("currency")
    is_code = [len(word) == 3 and word.isascii() and word.isupper() for word in words]
    wrong = [is_three and word not in known for is_three, word in zip(is_code, words, strict=True)]
    yield from wrong_rows(
        cells,
        by_row(cells.table.columns["currency"], wrong, np.bool_),
        lambda r: f"currency is {quoted(said[r])}, which is none of ISO 4217",
        lambda r: nearest(offered, said[r]),
    )


def _rights(cells: Cells) -> Iterator[Problem]:
    rights, has_day = cells.texts("rights"), cells.fills("rights_on")
    on, published = cells.dates("rights_on"), cells.days("published")
    yield from wrong_rows(
        cells,
        (rights == ASSESSED) & ~has_day,
        f"is {ASSESSED} without a rights_on",
        "write the day of the assessment, or leave rights empty",
    )
    yield from wrong_rows(
        cells,
        (rights == NOT_ASSESSED) & has_day,
        f"is {NOT_ASSESSED} and has a rights_on",
        f"write {ASSESSED}, or leave the day empty",
    )
    yield from wrong_rows(
        cells,
        (rights == "") & has_day,
        "has a rights_on and no rights",
        f"write {ASSESSED}, or leave the day empty",
    )
    yield from wrong_rows(
        cells,
        on > published,
        lambda r: f"rights_on is {on[r]}, after it was published on {published[r]}",
        "correct one of the two",
    )


def _shares(cells: Cells) -> Iterator[Problem]:
    given = np.array([cells.fills(name) for name in SHARES])
    some, whole = np.asarray(given.any(axis=0)), np.asarray(given.all(axis=0))
    yield from wrong_rows(
        cells,
        some & ~whole,
        lambda r: f"has no {SHARES[int(np.argmin(given[:, r]))]} beside the other shares",
        "give all four, or none",
    )
    if all(cells.has(name) for name in SHARES):
        total: Floats = np.sum([cells.numbers(name) for name in SHARES[:3]], axis=0)
        yield from wrong_rows(
            cells,
            whole & (np.abs(total - 1.0) > 1e-6),
            lambda r: f"has shares that add up to {total[r]:g}",
            "let the preventive, repressive and enabling share add up to 1",
        )


def _couplings(cells: Cells) -> Iterator[Problem]:
    is_coupled = cells.fills("coupling")
    coupling = cells.texts("coupling")
    for name, remedy in (
        ("coupling_reason", "write why it may scale with the level, or may not"),
        ("coupling_by", "write the role of whoever set it"),
    ):
        yield from wrong_rows(
            cells,
            is_coupled & ~cells.fills(name),
            lambda r, n=name: f"is {coupling[r]} without a {n}",  # type: ignore[misc]
            remedy,
        )


def _answers(cells: Cells) -> Iterator[Problem]:
    answers, declared = cells.fills("answers"), cells.flags("answers_none")
    yield from wrong_rows(
        cells,
        ~answers & ~declared,
        "answers no finding",
        "name the finding, or declare with answers_none = true that there is none",
    )
    yield from wrong_rows(
        cells,
        answers & declared,
        "answers a finding and declares that it answers none",
        "take one of the two away",
    )


def _endings(cells: Cells) -> Iterator[Problem]:
    """Find ends before every start of their arrangement, which no view would ever show."""
    of, kind, on = cells.texts("arrangement"), cells.texts("kind"), cells.days("on")
    first: dict[str, np.datetime64] = {}
    for row in np.flatnonzero((kind == STARTED) & ~np.isnat(on)):
        first[of[row]] = min(on[row], first.get(of[row], on[row]))
    yield from wrong_rows(
        cells,
        [
            k == ENDED and bool(day < first.get(id_, day))
            for id_, k, day in zip(of, kind, on, strict=True)
        ],
        lambda r: f"ended on {on[r]}, before {quoted(of[r])} started on {first[of[r]]}",
        "correct one of the two days, or add the start that came before",
    )
