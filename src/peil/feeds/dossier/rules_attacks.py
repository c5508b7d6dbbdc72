"""Rules of sense for attacks, plots and signs, and for the windows in which a list is complete."""

from collections.abc import Iterator, Sequence

import numpy as np

from peil.feeds.dossier.build import records_of
from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.rules import rough_days
from peil.feeds.tables.problems import about, quoted, row_number
from peil.observe.events import ANY, FOILED, IDEOLOGIES, MASS_CASUALTY, Window
from peil.terms.calendar import Flags
from peil.terms.errors import Problem
from peil.terms.scale import Scale

LATER = ("later_ideology", "later_killed", "later_published")


def attack_rules(cells: Cells) -> Iterator[Problem]:
    """Check that events became public after they happened, and how rough dates are written."""
    happened = cells.days("date")
    yield from cells.wrong(
        cells.days("published") < happened,
        "was published on {published}, before it happened on {date}",
    )
    yield from rough_days(cells, "date", is_first=True)
    yield from _toll_rules(cells)
    yield from _later_rules(cells)


def _toll_rules(cells: Cells) -> Iterator[Problem]:
    toll = cells.days("killed_published")
    yield from cells.wrong(
        toll < cells.days("published"),
        "killed_published is {killed_published}, before the event was published on {published}",
    )
    yield from cells.wrong(
        cells.fills("killed_published") & ~(cells.numbers("killed") >= MASS_CASUALTY),
        "killed_published is {killed_published} where killed is {killed!r}; "
        f"leave it empty where fewer than {MASS_CASUALTY} were killed, or correct the toll",
    )


def _later_rules(cells: Cells) -> Iterator[Problem]:
    told = {name: cells.texts(name) for name in LATER}
    yield from cells.wrong(
        cells.days("later_published") <= cells.days("published"),
        "later_published is {later_published}, which is not after the event was published on {published}",
    )
    yield from cells.wrong(
        (cells.fills("later_ideology") | cells.fills("later_killed"))
        != cells.fills("later_published"),
        lambda r: (
            f"later_published is {told['later_published'][r]!r} where later_ideology is "
            f"{told['later_ideology'][r]!r} and later_killed is {told['later_killed'][r]!r}"
        ),
        "fill the day with what became known on it, or leave all three empty",
    )
    counts = cells.numbers("killed"), cells.numbers("later_killed")
    first, later = (each >= MASS_CASUALTY for each in counts)
    yield from cells.wrong(
        cells.fills("later_killed") & (first != later),
        "later_killed is {later_killed} where killed is {killed!r}, on the other side of "
        f"{MASS_CASUALTY}; "
        "write the later number as killed, and the day of the tenth death as killed_published",
    )
    both = zip(cells.texts("ideology"), cells.texts("later_ideology"), strict=True)
    yield from cells.wrong(
        [one == other for one, other in both],
        "later_ideology is {later_ideology!r}, as ideology is; "
        "leave it and later_published empty where nothing changed",
    )


def window_rules(cells: Cells) -> Iterator[Problem]:
    """Check that windows end after they start, count one kind of event, and do not overlap."""
    yield from cells.wrong(
        cells.days("complete_to") < cells.days("complete_from"),
        "the list is complete to {complete_to}, before it starts on {complete_from}",
    )
    mixed = [word for word in cells.words("status") if FOILED in word and word != FOILED]
    yield from cells.wrong(
        cells.among("status", mixed),
        "status is {status!r}, which mixes foiled plots with attacks; "
        "give foiled plots a row of their own",
    )
    yield from _overlaps(cells, cells.among("status", (FOILED,)))


def list_rules(windows: Cells, attacks: Cells) -> Iterator[Problem]:
    """Refuse the lists of a country that pass over every event that is known of it.

    A month without an event would then be zero, though events are there.
    """
    columns = (attacks.texts(name) for name in ("country", "status", "ideology"))
    events = [*zip(*columns, strict=True)]
    lists = records_of(windows, Window, statuses="status")
    passed = [_passed_over(each, lists, events) for each in lists]
    yield from windows.wrong(
        [bool(ideologies) for ideologies in passed],
        lambda r: (
            f"the list of {quoted(lists[r].country)} is of the ideology "
            f"{quoted(lists[r].ideology)}, where {attacks.table.file} has "
            f"{' and '.join(map(quoted, passed[r]))} alone"
        ),
        f"write the ideology of its events, or {ANY} for a list of them all",
    )


def _passed_over(
    own: Window, lists: Sequence[Window], events: Sequence[tuple[str, str, str]]
) -> list[str]:
    """Give the ideologies of the events beside a list, where none of its country counts any."""
    beside = [w for w in lists if (w.country, w.counts_plots) == (own.country, own.counts_plots)]
    known = {
        ideology
        for country, status, ideology in events
        if country == own.country and status in own.statuses and ideology in {*IDEOLOGIES} - {ANY}
    }
    counted = {w.ideology for w in beside}
    return [] if counted & {ANY, *known} else sorted(known)


def _overlaps(cells: Cells, plots: Flags) -> Iterator[Problem]:
    first, last = cells.days("complete_from"), cells.days("complete_to")
    groups = cells.alike("country", "ideology") * 2 + plots
    until: dict[int, tuple[np.datetime64, int]] = {}
    for row in np.lexsort((first, groups)).tolist():
        if np.isnat(first[row]) or np.isnat(last[row]):
            continue
        group = groups[row]
        if group in until and first[row] <= until[group][0]:
            yield about(
                cells.table.file,
                f"starts on {first[row]}, inside the list of row "
                f"{row_number(until[group][1])} that lasts to {until[group][0]}",
                "make one row of the two, or part their days",
                row_number(row),
            )
        if group not in until or last[row] > until[group][0]:
            until[group] = (last[row], row)


def plot_rules(cells: Cells) -> Iterator[Problem]:
    """Check that plots close, and become public, after they open."""
    for name in ("closed", "published", "closed_published"):
        yield from cells.wrong(
            cells.days(name) < cells.days("opened"),
            f"{name} is {{{name}}}, before it was opened on {{opened}}",
        )


def sign_rules(cells: Cells, scale: Scale | None) -> Iterator[Problem]:
    """Check that signs became public after their day, and that a level of the scale asks for them."""
    yield from cells.wrong(
        cells.days("published") < cells.days("day"),
        "was published on {published}, before it was declared on {day}",
    )
    if scale is not None and not scale.is_imminent:
        yield from cells.wrong(
            np.arange(cells.table.rows) == 0,
            "declares signs of an imminent attack, which no level of scale.toml asks for; "
            "write imminent = true under the highest level if the law says so, or delete the rows",
        )
