"""Rules of sense for the tables: what the cells say must be possible, and agree."""

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from peil.feeds.dossier.cells import Cells, by_row, wrong_rows
from peil.feeds.dossier.layout import FAMILIES, layout_of
from peil.feeds.dossier.problems import DESCRIPTOR, in_rows, nearest, one_of, quoted, row_number
from peil.observe.events import FOILED
from peil.observe.indicator import FLOWS, KINDS
from peil.terms.calendar import as_day
from peil.terms.errors import Problem
from peil.terms.scale import Scale

Known = Mapping[str, Mapping[str, str]]
"""What the table of indicators says of each, by id and column."""

DATED = ("attacks_dated", "plots_dated")
"""How the names of indicators begin that lists of dated events make."""

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


def repeated_keys(cells: Cells, table: str) -> Iterator[Problem]:
    """Find the rows that have the same key as a row above them."""
    key = layout_of(table).key
    if not key or not all(cells.has(name) for name in key) or not cells.table.rows:
        return
    codes = [cells.codes(name) for name in key]
    order = np.lexsort(codes)
    same = np.logical_and.reduce([code[order][1:] == code[order][:-1] for code in codes])
    rows, earlier = order[1:][same], dict(zip(order[1:][same], order[:-1][same], strict=True))
    yield from in_rows(
        cells.table.file,
        np.sort(rows),
        lambda r: f"repeats the {', '.join(key)} of row {row_number(earlier[r])}",
        "delete one of the two, or correct what makes them differ",
    )


def indicator_rules(cells: Cells, families: tuple[str, ...]) -> Iterator[Problem]:
    """Check families, reserved names, and which indicators may weigh.

    Args:
        cells: the table of indicators.
        families: names of families that the dossier's own ladder adds.
    """
    allowed = (*FAMILIES, *sorted({*families} - {*FAMILIES}))
    family, kind, effort = cells.texts("family"), cells.texts("measure_kind"), cells.texts("effort")
    yield from wrong_rows(
        cells,
        [word not in allowed and word != "" for word in family],
        lambda r: f"family is {quoted(family[r])}",
        lambda r: one_of(allowed, family[r]),
    )
    ids = cells.texts("id")
    reserved = [str(id_).startswith(tuple(f"{kind}_" for kind in DATED)) for id_ in ids]
    yield from wrong_rows(
        cells,
        reserved,
        lambda r: f"id {quoted(ids[r])} is kept for the list of attacks",
        "choose another id",
    )
    yield from _denominators(cells, ids)
    no_flow = np.array([word in KINDS and word not in FLOWS for word in kind], dtype=np.bool_)
    against = np.where(no_flow, kind, np.where(effort == "level_caused", effort, ""))
    yield from wrong_rows(
        cells,
        cells.flags("weighs") & (against != ""),
        lambda r: f"weighs is true for a {against[r]} indicator",
        "write false: stocks, shares and what the level itself causes are no evidence for it",
    )


def _denominators(cells: Cells, ids: Any) -> Iterator[Problem]:
    given, known = cells.texts("denominator"), sorted({*ids} - {""})
    yield from wrong_rows(
        cells,
        (given == ids) & (given != ""),
        lambda r: f"denominator is {quoted(given[r])}, the indicator itself",
        "name the indicator that measures the work behind it, or leave the cell empty",
    )
    yield from wrong_rows(
        cells,
        [word not in known and word != "" for word in given],
        lambda r: f"denominator is {quoted(given[r])}, which is no id of this table",
        lambda r: f"{nearest(known, given[r])}, or leave the cell empty",
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


def observed_series(observations: Cells) -> dict[str, set[str]]:
    """Give the countries of which each indicator was observed."""
    countries, indicators = observations.words("country"), observations.words("indicator")
    codes = observations.codes("indicator").astype(np.int64) * len(countries)
    places: dict[str, set[str]] = {}
    for pair in np.unique(codes + observations.codes("country")).tolist():
        indicator, country = divmod(pair, len(countries))
        places.setdefault(indicators[indicator], set()).add(countries[country])
    return places


def break_rules(
    cells: Cells, known: Known, places: Mapping[str, Collection[str]] | None
) -> Iterator[Problem]:
    """Check that breaks are those of series that the dossier has.

    Args:
        cells: the table of breaks.
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
    unseen = np.array([word not in allowed and word != "" for word in place], dtype=np.bool_)
    yield from wrong_rows(
        cells,
        unseen,
        lambda r: f"country is {quoted(place[r])}, of which nothing was observed",
        lambda r: f"{nearest(allowed, place[r])}, or leave the cell empty for all countries",
    )
    without = np.array([word in known and word not in places for word in of], dtype=np.bool_)
    yield from wrong_rows(
        cells,
        without & ~unseen,
        lambda r: f"indicator is {quoted(of[r])}, of which nothing was observed",
        "correct it, or add its figures, or the row that says where its list is complete",
    )
    apart = np.array(
        [
            word in places and where not in ("", *places[word])
            for word, where in zip(of, place, strict=True)
        ],
        dtype=np.bool_,
    )
    yield from wrong_rows(
        cells,
        apart & ~unseen,
        lambda r: f"is about {quoted(of[r])} in {quoted(place[r])}, of which nothing was observed",
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
    start, end, published = (
        cells.days(name) for name in ("period_start", "period_end", "published")
    )
    yield from wrong_rows(
        cells,
        end < start,
        lambda r: f"the period ends on {end[r]}, before it starts on {start[r]}",
        "correct one of the two",
    )
    yield from wrong_rows(
        cells,
        (published < end) & ~cells.flags("partial") & (end >= start),
        lambda r: f"was published on {published[r]}, before its period ended on {end[r]}",
        "correct the day, or write true in a column `partial`",
    )
    yield from wrong_rows(
        cells,
        (published < start) & cells.flags("partial"),
        lambda r: f"was published on {published[r]}, before its period began on {start[r]}",
        "correct the day",
    )
    if known is not None:
        yield from _unknown_indicators(cells, known)
        yield from _kinds(cells, known)
        for name in REPEATED:
            if cells.has(name):
                yield from _disagreements(cells, known, name)


def _unknown_indicators(cells: Cells, known: Known) -> Iterator[Problem]:
    unknown = [word not in known and word != "" for word in cells.words("indicator")]
    names = sorted(known)
    near = {word: one_of(names, word) for word in cells.words("indicator") if word not in known}

    def remedy(row: int) -> str:
        guess = near[cells.text("indicator", row)].split(", or")[0]
        return f"{guess if guess.count(',') == 0 else 'correct it'}, or add it to the indicators"

    yield from wrong_rows(
        cells,
        by_row(cells.table.columns["indicator"], unknown, np.bool_),
        lambda r: f"indicator {quoted(cells.text('indicator', r))} is in no row of the indicators",
        remedy,
    )


def _kinds(cells: Cells, known: Known) -> Iterator[Problem]:
    kinds = [known.get(word, {}).get("measure_kind", "") for word in cells.words("indicator")]
    start, end, value = cells.days("period_start"), cells.days("period_end"), cells.numbers("value")
    codes = cells.codes("indicator")
    is_stock = np.array([kind == "stock" for kind in kinds], dtype=np.bool_)[codes]
    yield from wrong_rows(
        cells,
        is_stock & (start < end),
        lambda r: f"is a stock with a period from {start[r]} to {end[r]}",
        "write the same day twice, or another kind of measure for the indicator",
    )
    is_share = np.array([kind == "share" for kind in kinds], dtype=np.bool_)[codes]
    yield from wrong_rows(
        cells,
        is_share & (value > 100),
        lambda r: f"value is {quoted(cells.text('value', r))}, a share above 100 per cent",
        "correct the value, or the kind of measure of the indicator",
    )


def _disagreements(cells: Cells, known: Known, name: str) -> Iterator[Problem]:
    ids, words = cells.words("indicator"), cells.words(name)
    pair = cells.codes("indicator").astype(np.int64) * len(words) + cells.codes(name)
    distinct, at = np.unique(pair, return_inverse=True)
    stated = [known.get(ids[p // len(words)], {}).get(name) for p in distinct.tolist()]
    given = [words[p % len(words)] for p in distinct.tolist()]
    wrong = [a is not None and b != a for a, b in zip(stated, given, strict=True)]
    yield from wrong_rows(
        cells,
        np.array(wrong, dtype=np.bool_)[at] & cells.filled[name],
        lambda r: (
            f"{name} is {quoted(given[at[r]])} where the indicator has {quoted(stated[at[r]])}"
        ),
        "write the same in both tables",
    )


def attack_rules(cells: Cells) -> Iterator[Problem]:
    """Check that events became public after they happened, and how rough dates are written."""
    happened, published = cells.days("date"), cells.days("published")
    yield from wrong_rows(
        cells,
        published < happened,
        lambda r: f"was published on {published[r]}, before it happened on {happened[r]}",
        "correct one of the two",
    )
    for precision, unit in (("month", "M"), ("year", "Y")):
        first = happened.astype(f"datetime64[{unit}]").astype("datetime64[D]")
        wrong = cells.equal("date_precision", precision, without=False) & (happened != first)
        yield from wrong_rows(
            cells,
            wrong & ~np.isnat(happened),
            lambda r, p=precision: f"date is {happened[r]}, of which only the {p} is known",  # type: ignore[misc]
            f"write the first day of the {precision}",
        )


def window_rules(cells: Cells) -> Iterator[Problem]:
    """Check that windows end after they start, count one kind of event, and do not overlap."""
    first, last = cells.days("complete_from"), cells.days("complete_to")
    yield from wrong_rows(
        cells,
        last < first,
        lambda r: f"the list is complete to {last[r]}, before it starts on {first[r]}",
        "correct one of the two",
    )
    status = cells.texts("status")
    plots = np.array([word == "foiled" for word in status], dtype=np.bool_)
    mixed = np.array(["foiled" in str(word) for word in status], dtype=np.bool_) & ~plots
    yield from wrong_rows(
        cells,
        mixed,
        lambda r: f"status is {quoted(status[r])}, which mixes foiled plots with attacks",
        "give foiled plots a row of their own",
    )
    yield from _overlaps(cells, plots)


def _overlaps(cells: Cells, plots: Any) -> Iterator[Problem]:
    first, last = cells.days("complete_from"), cells.days("complete_to")
    order = np.lexsort((first, plots, cells.codes("ideology"), cells.codes("country")))
    until: dict[tuple[Any, ...], tuple[Any, int]] = {}
    for row in order.tolist():
        if np.isnat(first[row]) or np.isnat(last[row]):
            continue
        group = (cells.codes("country")[row], cells.codes("ideology")[row], plots[row])
        if group in until and first[row] <= until[group][0]:
            yield Problem(
                file=cells.table.file,
                row=row_number(row),
                what=f"starts on {first[row]}, inside the list of row "
                f"{row_number(until[group][1])} that lasts to {until[group][0]}",
                remedy="make one row of the two, or part their days",
            )
        if group not in until or last[row] > until[group][0]:
            until[group] = (last[row], row)


def official_rules(cells: Cells, subject: str, scale: Scale | None) -> Iterator[Problem]:
    """Check that levels lie on their scale, and the subject's on the dossier's own."""
    level = cells.numbers("level")
    low, high = cells.numbers("scale_min"), cells.numbers("scale_max")
    yield from wrong_rows(
        cells,
        (level < low) | (level > high),
        lambda r: f"level is {level[r]:.0f} on a scale from {low[r]:.0f} to {high[r]:.0f}",
        "correct the level or the scale",
    )
    if scale is None:
        return
    own = cells.equal("country", subject, without=False) & ~np.isnan(level)
    own &= cells.days("valid_from") >= as_day(scale.valid_from)
    steps = ", ".join(map(str, scale.numbers))
    yield from wrong_rows(
        cells,
        own & ~np.isin(level, scale.numbers),
        lambda r: f"level is {level[r]:.0f}, which is no level of scale.toml",
        f"write one of {steps}, or correct the scale",
    )


def plot_rules(cells: Cells) -> Iterator[Problem]:
    """Check that plots close, and become public, after they open."""
    opened = cells.days("opened")
    for name in ("closed", "published", "closed_published"):
        if cells.has(name):
            later = cells.days(name)
            yield from wrong_rows(
                cells,
                later < opened,
                lambda r, n=name, d=later: f"{n} is {d[r]}, before it was opened on {opened[r]}",  # type: ignore[misc]
                "correct one of the two",
            )


def subject_rules(subject: str, observations: Cells, windows: Cells | None) -> Iterator[Problem]:
    """Check that something was observed of the subject country."""
    countries = set(observations.words("country"))
    complete = set(windows.words("country")) if windows is not None else set()
    if not subject or subject in countries | complete:
        return
    near = difflib.get_close_matches(subject, countries, n=1)
    yield Problem(
        file=observations.table.file,
        row=None,
        what=f"holds no observation of {quoted(subject)} yet",
        remedy=f"add some, or correct the subject in {DESCRIPTOR} to {near[0]!r}"
        if near
        else "add one row for each published figure",
    )
