"""Rules of sense for the tables: what the cells say must be possible, and agree."""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product

import numpy as np

from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.layout import FAMILIES
from peil.feeds.tables.problems import DESCRIPTOR, about, nearest, one_of, quoted, row_number
from peil.feeds.tables.table import neighbours
from peil.observe.events import FOILED
from peil.observe.indicator import FLOWS, KINDS
from peil.terms.errors import Problem

Known = Mapping[str, Mapping[str, str]]
"""What the table of indicators says of each, by id and column."""

DATED = ("attacks_dated", "plots_dated")
"""How the names of indicators begin that lists of dated events make."""

NO_EVIDENCE: Mapping[str, frozenset[str]] = {
    "one attack kills none or a hundred, so that deaths tell little of how many there are": frozenset(
        {"dead", "death", "deaths", "fatalities", "killed"}
    ),
    "what is prevented tells as much of the work as of the threat": frozenset(
        {"averted", "prevented"}
    ),
}
"""Why some flows may not weigh, with the words of an id or a unit that tell them."""

FEW = 6
"""Words that a remedy names one by one."""

REPEATED = ("family", "measure_kind", "unit", "effort")
"""Columns of the indicators that the observations may repeat."""


def known_indicators(cells: Cells) -> Known:
    """Collect what the observations are compared with."""
    columns = [cells.texts(name) for name in REPEATED]
    return {
        id_: dict(zip(REPEATED, values, strict=True))
        for id_, *values in zip(cells.texts("id"), *columns, strict=True)
    }


def repeated_keys(cells: Cells) -> Iterator[Problem]:
    """Find the rows that have the same key as a row above them; without a key, every same cell."""
    own = tuple(filter(cells.has, cells.layout.key))
    key, said = own or tuple(cells.table.columns), f"the {', '.join(own)} of" if own else "all of"
    one, again = neighbours(*map(cells.codes, key))
    earlier = dict(zip(again, one, strict=True))
    yield from cells.wrong(
        earlier,
        lambda r: f"repeats {said} row {row_number(earlier[r])}",
        "delete one of the two, or correct what makes them differ",
    )


def rough_days(cells: Cells, *names: str, is_first: bool = False) -> Iterator[Problem]:
    """Find days that are finer than their source, which gives the month or the year alone.

    Args:
        is_first: whether the first day of a month or year stands for it, and not the last.
    """
    for name, (precision, unit) in product(names, (("month", "M"), ("year", "Y"))):
        day = cells.days(name)
        whole = day.astype(f"datetime64[{unit}]")
        last = (whole + 1).astype("datetime64[D]") - 1
        is_finer = day > whole.astype("datetime64[D]") if is_first else day < last
        yield from cells.wrong(
            cells.among(f"{name}_precision", (precision,)) & is_finer,
            f"{name} is {{{name}}}, of which only the {precision} is known; "
            f"write the {'first' if is_first else 'last'} day of the {precision}",
        )


def indicator_rules(cells: Cells, families: tuple[str, ...]) -> Iterator[Problem]:
    """Check families, reserved names, and which indicators may weigh.

    Args:
        families: names of families that the dossier's own ladder adds.
    """
    allowed = (*FAMILIES, *sorted({*families} - {*FAMILIES}))
    yield from cells.wrong(
        ~cells.among("family", ("", *allowed)),
        "family is {family!r}",
        lambda r: one_of(allowed, cells.text("family", r)),
    )
    starts = tuple(f"{kind}_" for kind in DATED)
    yield from cells.wrong(
        [id_.startswith(starts) for id_ in cells.texts("id")],
        "id {id!r} is kept for the list of attacks; choose another id",
    )
    yield from _no_evidence(cells)
    yield from _denominators(cells)
    yield from _relevance(cells)
    no_flow = cells.among("measure_kind", {*KINDS} - {*FLOWS})
    is_caused = cells.among("effort", ("level_caused",)) & ~no_flow
    for name, against in (("measure_kind", no_flow), ("effort", is_caused)):
        yield from cells.wrong(
            cells.flags("weighs") & against,
            f"weighs is true for a {{{name}}} indicator; "
            "write false: stocks, shares and what the level itself causes are no evidence for it",
        )


def _no_evidence(cells: Cells) -> Iterator[Problem]:
    units = [unit.lower() for unit in cells.texts("unit")]
    said = [
        # Attacks in which somebody was killed are attacks.
        {*re.findall("[a-z]+", f"{id_} {unit}")} if "attack" not in unit else frozenset[str]()
        for id_, unit in zip(cells.texts("id"), units, strict=True)
    ]
    for why, words in NO_EVIDENCE.items():
        yield from cells.wrong(
            cells.flags("weighs") & np.array([bool(words & each) for each in said], dtype=np.bool_),
            f"weighs is true for {{id!r}}, counted in {{unit!r}}; write false: {why}",
        )


def _denominators(cells: Cells) -> Iterator[Problem]:
    known = sorted({*cells.words("id")} - {""})
    yield from cells.wrong(
        (cells.texts("denominator") == cells.texts("id")) & cells.fills("denominator"),
        "denominator is {denominator!r}, the indicator itself; "
        "name the indicator that measures the work behind it, or leave the cell empty",
    )
    yield from cells.wrong(
        cells.fills("denominator") & ~cells.among("denominator", known),
        "denominator is {denominator!r}, which is no id of this table",
        lambda r: f"{nearest(known, cells.text('denominator', r))}, or leave the cell empty",
    )


def _relevance(cells: Cells) -> Iterator[Problem]:
    first, last = (f"relevant_{end}" for end in ("from", "until"))
    yield from cells.wrong(
        cells.days(last) < cells.days(first), f"{last} is {{{last}}}, before {first}, {{{first}}}"
    )
    for day, name in product((first, last), ("relevance_reason", "relevance_source")):
        yield from cells.wrong(
            cells.fills(day) & ~cells.fills(name),
            f"{day} is {{{day}}} without a {name}; "
            "say why it tells nothing beyond that day, and where that stands",
        )


def dated_lists(windows: Cells | None) -> dict[str, set[str]]:
    """Give the countries of each indicator that a complete list of dated events makes."""
    made: dict[str, set[str]] = {}
    if windows is not None:
        columns = (windows.texts(name) for name in ("ideology", "status", "country"))
        for ideology, status, country in zip(*columns, strict=True):
            kind = DATED[status == FOILED]
            made.setdefault(f"{kind}_{ideology}", set()).add(country)
    return made


def observed(observations: Cells, name: str) -> dict[str, set[str]]:
    """Give the words of a column, such as the countries, with which each indicator was observed."""
    words, indicators = observations.words(name), observations.words("indicator")
    codes = observations.codes("indicator").astype(np.int64) * len(words)
    found: dict[str, set[str]] = {}
    for pair in np.unique(codes + observations.codes(name)).tolist():
        indicator, word = divmod(pair, len(words))
        found.setdefault(indicators[indicator], set()).add(words[word])
    return found


def break_rules(
    cells: Cells, known: Known, places: Mapping[str, Collection[str]] | None
) -> Iterator[Problem]:
    """Check that breaks are those of series that the dossier has.

    Args:
        known: what may have breaks.
        places: the countries of each series; None if that is not known.
    """
    yield from _unknown_indicators(cells, known)
    if places is not None:
        yield from _breaks_of_nothing(cells, known, places)


def _breaks_of_nothing(
    cells: Cells, known: Known, places: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    of, place = cells.texts("indicator"), cells.texts("country")
    allowed = sorted({country for own in places.values() for country in own} - {""})
    is_place = cells.among("country", ("", *allowed))
    yield from cells.wrong(
        ~is_place,
        "country is {country!r}, of which nothing was observed",
        lambda r: f"{nearest(allowed, place[r])}, or leave the cell empty for all countries",
    )
    yield from cells.wrong(
        is_place & cells.among("indicator", {*known} - {*places}),
        "indicator is {indicator!r}, of which nothing was observed; "
        "correct it, or add its figures, or the row that says where its list is complete",
    )
    both = zip(of, place, strict=True)
    apart = [word in places and where not in ("", *places[word]) for word, where in both]
    yield from cells.wrong(
        is_place & np.array(apart, dtype=np.bool_),
        "is about {indicator!r} in {country!r}, of which nothing was observed",
        lambda r: (
            f"{_offered(sorted(places[of[r]]), place[r])}, "
            "or leave the cell empty for all countries"
        ),
    )


def _offered(words: Sequence[str], given: str) -> str:
    """Name the words where they are few, or else the nearest."""
    return one_of(words, given) if len(words) <= FEW else nearest(words, given)


def observation_rules(cells: Cells, known: Known | None) -> Iterator[Problem]:
    """Check periods and publication; with the indicators, that each row agrees with its own."""
    start, end = cells.days("period_start"), cells.days("period_end")
    published, is_partial = cells.days("published"), cells.flags("partial")
    yield from cells.wrong(
        end < start, "the period ends on {period_end}, before it starts on {period_start}"
    )
    yield from cells.wrong(
        (published < end) & ~is_partial & (end >= start),
        "was published on {published}, before its period ended on {period_end}; "
        "correct the day, or write true in a column `partial`",
    )
    yield from cells.wrong(
        (published < start) & is_partial,
        "was published on {published}, before its period began on {period_start}; correct the day",
    )
    if known is not None:
        yield from _unknown_indicators(cells, known)
        yield from _kinds(cells, known)
        for name in REPEATED:
            if cells.has(name):
                yield from _disagreements(cells, known, name)


def _unknown_indicators(cells: Cells, known: Known) -> Iterator[Problem]:
    names = sorted(known)
    near = {word: one_of(names, word) for word in cells.words("indicator") if word not in known}

    def remedy(row: int) -> str:
        guess = near[cells.text("indicator", row)].split(", or")[0]
        return f"{guess if guess.count(',') == 0 else 'correct it'}, or add it to the indicators"

    yield from cells.wrong(
        cells.fills("indicator") & ~cells.among("indicator", known),
        "indicator {indicator!r} is in no row of the indicators",
        remedy,
    )


def _kinds(cells: Cells, known: Known) -> Iterator[Problem]:
    of = {
        kind: {id_ for id_, each in known.items() if each["measure_kind"] == kind}
        for kind in ("stock", "share")
    }
    yield from cells.wrong(
        cells.among("indicator", of["stock"])
        & (cells.days("period_start") < cells.days("period_end")),
        "is a stock with a period from {period_start} to {period_end}; "
        "write the same day twice, or another kind of measure for the indicator",
    )
    yield from cells.wrong(
        cells.among("indicator", of["share"]) & (cells.numbers("value") > 100),
        "value is {value!r}, a share above 100 per cent; "
        "correct the value, or the kind of measure of the indicator",
    )


def _disagreements(cells: Cells, known: Known, name: str) -> Iterator[Problem]:
    ids, words = cells.words("indicator"), cells.words(name)
    pair = cells.codes("indicator").astype(np.int64) * len(words) + cells.codes(name)
    distinct, at = np.unique(pair, return_inverse=True)
    stated = [known.get(ids[p // len(words)], {}).get(name) for p in distinct.tolist()]
    given = [words[p % len(words)] for p in distinct.tolist()]
    wrong = [a is not None and b != a for a, b in zip(stated, given, strict=True)]
    yield from cells.wrong(
        np.array(wrong, dtype=np.bool_)[at] & cells.fills(name),
        lambda r: (
            f"{name} is {quoted(given[at[r]])} where the indicator has {quoted(stated[at[r]])}"
        ),
        "write the same in both tables",
    )


def subject_rules(subject: str, observations: Cells, windows: Cells | None) -> Iterator[Problem]:
    """Check that something was observed of the subject country."""
    countries = set(observations.words("country"))
    complete = set(windows.words("country")) if windows is not None else set()
    if not subject or subject in countries | complete:
        return
    near = difflib.get_close_matches(subject, countries, n=1)
    yield about(
        observations.table.file,
        f"holds no observation of {quoted(subject)} yet",
        f"add some, or correct the subject in {DESCRIPTOR} to {near[0]!r}"
        if near
        else "add one row for each published figure",
    )
