"""What a sound dossier is asked about: it may be meant so, and people know whether it is."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from statistics import median

import numpy as np

from peil.assess.ladder import LADDERS, RATIO, Ladder, ladder_of
from peil.feeds.dossier.build import LANGUAGES, NAME, records_of
from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.layout import FAMILIES
from peil.feeds.dossier.new import scale_text
from peil.feeds.dossier.texts import ENDING
from peil.feeds.tables.names import look_of
from peil.feeds.tables.problems import about, quoted, row_number
from peil.feeds.tables.table import neighbours
from peil.observe.events import Event, Window, is_of
from peil.terms.calendar import Days, Floats, as_day, days_named
from peil.terms.errors import Problem
from peil.terms.scale import Scale, parse_scale

BESIDE = ("population", "observations", "attacks_complete", "official_levels")
"""Tables that say more of a country than its events."""
HAPPENED = frozenset(
    {"published", "announced", "killed_published", "later_published", "closed_published", "complete_to", "blocked_since",
     "opened", "closed", "staff_on", "day", "resolved"}
)  # fmt: skip
"""Columns of days of what has happened."""
FAR, LONG_BEFORE = 10, 92
"""How many times more people a toll has than any other, and days from an announcement to its level."""
TEXTS_READ = (
    "datapackage.json", "decision.toml", "decisions", "scale.toml", "scales", "ladder.toml",
    "rule.toml", "policy.toml", "reassessment.toml",
)  # fmt: skip
"""Files and folders that are read without being listed."""
ALMOST = 0.85
"""How alike two names of files are of which one is meant for the other."""
YEAR = 365.25
TOLD: Mapping[str, tuple[float, float]] = {
    "on": (30, 5),
    "date": (30, 5),
    "year": (5, 10),
    "period_end": (9.5, 5),
    "staff_on": (9.5, 1),
    "ends": (9.5, 20),
    **dict.fromkeys(("since", "valid_from"), (50, 5)),
    "deadline": (9.5, 20),
    "mandate_until": (9.5, 30),
    "sunset": (9.5, 30),
}
"""Years from what is told of to its telling, and from its telling on, that are asked about.

A slip of a decade is one of ten years; what is funded lasts for few, and deadlines and laws look ahead.
"""
A_YEAR = re.compile(r"(?:19|20)\d\d")
USUAL_GAP = 365
"""Days between two events of a list that has a single one."""


def attack_questions(attacks: Cells) -> Iterator[Problem]:
    """Ask whether two rows of one day and place are one event."""
    rows = records_of(attacks, Event, precision="date_precision")
    first: dict[tuple[str, date, str], int] = {}
    keys = [(e.country, e.date, look_of(e.place)) for e in rows]
    again = [
        first.setdefault(key, r) != r and rows[r].precision == "day" for r, key in enumerate(keys)
    ]
    yield from attacks.wrong(
        again,
        lambda r: f"is of the day and the place of row {row_number(first[keys[r]])}",
        "make one row of the two if they are one event",
    )


def toll_questions(attacks: Cells) -> Iterator[Problem]:
    """Ask whether two rows of one day and toll are one event, and about a toll far above all others."""
    killed, injured = (np.nan_to_num(attacks.numbers(name)) for name in ("killed", "injured"))
    country, day = attacks.codes("country"), attacks.days("date")
    is_told = attacks.among("date_precision", ("day",)) & (killed + injured > 0)
    one, other = neighbours(~is_told, country, day, killed, injured)
    places = attacks.texts("place")
    first = {
        b: a
        for a, b in zip(one, other, strict=True)
        if is_told[b] and look_of(places[a]) != look_of(places[b])  # else they are asked about
    }
    yield from attacks.wrong(
        first,
        lambda r: f"is of the day of row {row_number(first[r])} with as many killed and injured",
        "make one row of the two if they are one event",
    )
    others = np.sort(killed)[-2] if len(killed) > 1 else np.inf
    yield from attacks.wrong(
        (killed >= FAR * others) & (killed >= FAR**2),
        f"killed is {{killed}}, {FAR} times more than in any other row; "
        "correct it, unless it is meant so",
    )


def day_questions(tables: Mapping[str, Cells], today: date | None) -> Iterator[Problem]:
    """Ask about days of what has happened that are yet to come, and so count for nothing."""
    if today is None:
        return
    for cells, name in ((c, name) for c in tables.values() for name in HAPPENED & {*c.typed}):
        yield from cells.wrong(
            cells.days(name) > as_day(today),
            f"{name} is {{{name}}}, which is yet to come; correct the day",
        )


def told_questions(cells: Cells) -> Iterator[Problem]:
    """Ask about days and years far before, or after, the day on which they were told."""
    for name in TOLD.keys() & cells.typed.keys() if "published" in cells.typed else ():
        before, after = TOLD[name]
        late = _years(cells, "published") - _years(cells, name)
        yield from cells.wrong(
            (late > before) | (late < -after),
            f"{name} is {{{name}}}, and it was published on {{published}}; "
            "correct the year, unless it is meant so",
        )


def _years(cells: Cells, name: str) -> Floats:
    """Give a column of days or years in years since 1970; NaN where it is empty."""
    given = cells.typed[name]
    if given.dtype.kind != "M":
        return given - 1970
    years: Floats = np.where(np.isnat(given), np.nan, given.astype(np.float64) / YEAR)
    return years


def announcement_questions(levels: Cells) -> Iterator[Problem]:
    """Ask about levels that were announced months before they held."""
    ahead = levels.days("valid_from") - levels.days("announced")
    yield from levels.wrong(
        ahead > np.timedelta64(LONG_BEFORE, "D"),
        "announced is {announced}, long before {valid_from}, from which on it holds; "
        "correct one of the two, unless it is meant so",
    )


def growth_questions(population: Cells) -> Iterator[Problem]:
    """Ask about inhabitants that double or halve from one year to the next."""
    country, year = population.codes("country"), population.numbers("year")
    people = population.numbers("population")
    before, after = neighbours(country, by=[year])
    doublings = np.abs(np.log2(people[after] / people[before]))
    wrong = np.zeros(len(year), dtype=np.bool_)
    wrong[after[doublings >= year[after] - year[before]]] = True
    yield from population.wrong(
        wrong,
        "population is {population}, half or twice that of the year before or more; "
        "write all years in one unit",
    )


def stray_questions(names: Iterable[str], read: Iterable[str]) -> Iterator[Problem]:
    """Ask about files that are nearly called as one that Peil would read, and are not read.

    Args:
        names: of what lies in the dossier.
        read: names of the files that its descriptor lists.
    """
    known = {*TEXTS_READ, *read}
    for name in set(names) - known:
        bare = name.lower().removesuffix(".txt")
        near = get_close_matches(bare, [*TEXTS_READ, *read], n=1, cutoff=ALMOST)
        if near:
            yield about(name, "is not read", f"call it {near[0]}, if it is meant so")


def ending_questions(names: Iterable[str]) -> Iterator[Problem]:
    """Ask about files in folders of decisions and scales whose ending is nearly the one that is read."""
    for name in names:
        bare = name.lower().removesuffix(".txt")
        if bare.endswith(ENDING) and not name.endswith(ENDING):
            yield about(name, "is not read", f"let it end in {ENDING}, if it is meant so")


def lone_questions(tables: Mapping[str, Cells]) -> Iterator[Problem]:
    """Ask about countries of events of which no other table says anything: they count for nothing."""
    beside = (tables[name] for name in BESIDE if name in tables)
    known = {country for cells in beside for country in cells.words("country")}
    attacks = tables["attacks"]
    yield from attacks.wrong(
        ~attacks.among("country", known),
        "country is {country!r}, of which there are no inhabitants, figures, lists or levels; "
        "correct the name, or leave it: the event is shown, and counts nowhere",
    )


def list_questions(windows: Cells, attacks: Cells | None) -> Iterator[Problem]:
    """Ask about lists that count nothing, and about those that go on after their last row."""
    events = records_of(attacks, Event, precision="date_precision")
    lists = records_of(windows, Window, statuses="status")
    counted = [_published(each, events) for each in lists]
    yield from windows.wrong(
        [not days for days in counted],
        "the list of {country} ({ideology}, {status}) counts no confirmed row of the attacks; "
        "leave it if nothing happened in all that time; add what did, or delete the row",
    )
    yield from windows.wrong(
        [
            not quiet and bool(days) and (window.complete_to - days[-1]).days > _usual_gap(days)
            for quiet, window, days in zip(windows.flags("quiet_end"), lists, counted, strict=True)
        ],
        lambda r: (
            f"the list is declared complete to {lists[r].complete_to}, but its last row was "
            f"published on {counted[r][-1]}, where {_usual_gap(counted[r]):.0f} days are usual "
            "between two"
        ),
        "write the last day for which somebody looked: a list that ended is missing, not quiet; or "
        "quiet_end = true, if somebody looked to the end",
    )


def _published(window: Window, events: Sequence[Event]) -> list[date]:
    """Give the days on which the events of a list became public, of whatever time."""
    return sorted(
        e.published
        for e in events
        if e.verified
        and e.country == window.country
        and e.status in window.statuses
        and is_of(window.ideology, e)
    )


def _usual_gap(days: Sequence[date]) -> float:
    return median([(b - a).days for a, b in pairwise(days)] or [USUAL_GAP])


def name_questions(tables: Mapping[str, Cells]) -> Iterator[Problem]:
    """Count the names that a table lacks in a language in which it has others."""
    for cells in tables.values():
        for name in (f"{NAME}{language}" for language in LANGUAGES):
            named = cells.fills(name)
            without = int((~named).sum())
            if named.any() and without:
                yield about(
                    cells.table.file,
                    f"has no {name} in {without} of {cells.table.rows} rows",
                    "write the names that are missing; until then the English ones stand in",
                )


def source_questions(tables: Mapping[str, Cells]) -> Iterator[Problem]:
    """Count the rows that were public before every day that their source names.

    A row whose day a rule set, or whose source is said to be later, says so itself.
    """
    for cells in tables.values():
        if not (cells.has("published") and cells.has("source")):
            continue
        says_so = cells.fills("source_date") | cells.among("published_precision", ("assumed",))
        later = np.flatnonzero((_first_days(cells) > cells.days("published")) & ~says_so)
        if len(later):
            rows, row = f"{len(later)} of {cells.table.rows} rows", row_number(later[0])
            yield about(
                cells.table.file,
                f"says in {rows} that it was public before any day that the source names, first in row {row}",
                "name the source of that day; or write the day of the source, or `assumed`",
            )


def _first_days(cells: Cells) -> Days:
    """Give the first day that each row's source names; NaT where it names none."""
    words = cells.words("source")
    named = np.full(len(words), np.datetime64("NaT", "D"))
    # Looked for in all sources at once: most of a large table name no year at all.
    ends = np.cumsum([len(word) + 1 for word in words], dtype=np.int64)
    years = [found.start() for found in A_YEAR.finditer("\n".join(words))]
    for at in np.unique(np.searchsorted(ends, years, side="right")).tolist():
        if days := [day for day, _ in days_named(words[at])]:
            named[at] = as_day(min(days))
    return named[cells.codes("source")]


def scale_questions(scale: Scale) -> Iterator[Problem]:
    """Ask about words of a new dossier that nobody replaced by those of the law."""
    new = parse_scale(tomllib.loads(scale_text('"new"')))
    left = [
        name for name in ("instrument", "article") if getattr(scale, name) == getattr(new, name)
    ]
    unsaid = {level.meaning["en"] for level in new.levels}
    left += [
        f"meaning of level {each.number}" for each in scale.levels if each.meaning["en"] in unsaid
    ]
    if left:
        yield about(
            "scale.toml",
            f"has the {', the '.join(left)} of a new dossier",
            "write what the law says",
        )


def population_questions(
    subject: str, tables: Mapping[str, Cells], ladder: Ladder
) -> Iterator[Problem]:
    """Ask for the inhabitants of the subject where its events are counted."""
    known = tables["population"].words("country") if "population" in tables else ()
    if subject in known or not _counts_events(subject, tables, ladder):
        return
    yield about(
        "population.csv",
        f"gives no inhabitants of {quoted(subject)}",
        "add them for what is reckoned per head: the comparison of countries, the changes of "
        "population that test a level, and every level of a ladder per head",
    )


def _counts_events(subject: str, tables: Mapping[str, Cells], ladder: Ladder) -> bool:
    """Whether anything of the subject weighs that is not compared with its own past."""
    if "attacks_complete" in tables and subject in tables["attacks_complete"].words("country"):
        return True
    indicators, observed = tables["indicators"], tables["observations"]
    families = {name for name, rule in ladder.families.items() if rule.measure != RATIO}
    weighing = indicators.among("family", families) & indicators.flags("weighs")
    own = observed.among("country", (subject,))
    return bool((own & observed.among("indicator", {*indicators.texts("id")[weighing]})).any())


def ladder_questions(
    own: Ladder | None, ladder: Ladder, scale: Scale, indicators: Cells, today: date | None
) -> Iterator[Problem]:
    """Ask about families without a rule, and about rules of the dossier's own that nothing meets.

    Args:
        own: the dossier's own ladder, if it has one.
        ladder: that by which its levels are proposed.
        today: by which it was signed; None where nobody says.
    """
    weighing = {*indicators.texts("family")[indicators.flags("weighs")]}
    yield from indicators.wrong(
        indicators.flags("weighs")
        & indicators.among(
            "family", {each for each in weighing if ladder.rule_for(each, dated=False) is None}
        ),
        "weighs is true for {id!r} of the family {family!r}, for which the ladder has no rule; "
        "write a rule for it, or false: without one it has a direction and no weight",
    )
    if own is None:
        return
    shipped = {name for method in LADDERS for name in ladder_of(method).families}
    unmet = {*own.families, *own.totals} - {*FAMILIES, *shipped, *indicators.words("family")}
    steps = len(scale.levels)
    odd = [name for name, rule in own.families.items() if len(rule.values) != steps]
    said = {
        f"is dated {own.date}, which is yet to come": today and own.date > str(today),
        f"has rules for {_listed(unmet)}, of which there is no indicator": unmet,
        f"has other values than one for each of the {steps} levels in {_listed(odd)}": odd,
    }
    for what in (what for what, found in said.items() if found):
        yield about("ladder.toml", what, "correct it unless it is meant so")


def _listed(names: Iterable[str]) -> str:
    return " and ".join(map(quoted, sorted(names)))


def rule_questions() -> Iterator[Problem]:
    """Say of a rule in the folder that no dossier has one of its own."""
    yield about(
        "rule.toml",
        "is used only where it is given, since all countries are proposed by one rule",
        "give it with `--rule` to try it",
    )
