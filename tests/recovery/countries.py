"""Replay countries by both methods and say what moved each answer: `python -m tests.recovery.countries`.

With names of countries it replays those. Points of the second method are turned back, one by one,
then two by two, to what the first does; what restores the first's answer is what moved it. Where no
two do, all are turned back, and those are left out that can be spared.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations, groupby
from math import inf
from typing import Any
from unittest.mock import patch

import numpy as np
from tests.countries import TRIED, dossier_of

from peil.assess.fit import Fit, fit_of
from peil.assess.ladder import PER_HEAD, Ladder, ladder_of
from peil.assess.methods import replay_all
from peil.assess.reviews import Variation
from peil.assess.rule import FIRST, SECOND, Proposal, rule_of
from peil.assess.streams import Streams
from peil.feeds.dossier.read import Dossier, read_dossier
from peil.observe.lists import MASS_CASUALTY
from peil.observe.record import Record
from peil.terms.calendar import Floats, Ints, is_month_end, month_ends, month_of
from peil.workflow.assessing import declared_in, record_of, settings_of

LAST = date(2026, 3, 31)
"""The end of the month in which the latest figure of the record was published."""
EVENINGS = {
    "Belgium": (date(2016, 3, 21), date(2016, 3, 22)),
    "France": (date(2015, 11, 12), date(2015, 11, 13), date(2015, 11, 14)),
}
"""An evening of many killed, and the evening before."""
NAMED = 3
"""So many of the points, or pairs of them, that restore an answer are named."""
Change = Callable[[Dossier], Dossier]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point in which the methods differ, and how to turn it back to the first.

    Args:
        change: changes what the second method is given.
        patches: parts of the second method to replace, by name.
    """

    name: str
    change: Change = lambda dossier: dossier
    patches: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a method says at a month end."""

    day: date
    proposal: Proposal
    fit: Fit

    @property
    def level(self) -> int | None:
        """The number of the level proposed; None where none is."""
        return None if self.proposal.level is None else self.proposal.level + 1

    @property
    def held(self) -> int | None:
        """The number of the level at which the rule stands, proposed or not."""
        return None if self.proposal.held is None else self.proposal.held + 1

    @property
    def said(self) -> str:
        """The answer in words, with the level underneath where none is proposed."""
        if self.level is not None:
            return str(self.level)
        reason = self.proposal.reason.replace("_", " ")
        under = f", {self.held} underneath" if self.held else ""
        return f"{self.proposal.status} ({reason}{under})"

    @property
    def is_higher(self) -> bool:
        """Whether the level proposed is said with the words "or higher"."""
        return self.level is not None and self.proposal.or_higher

    @property
    def fits(self) -> str:
        """The best level and the run that holds .80."""
        fit = self.fit
        run = f"{fit.low + 1} to {fit.high + 1}" if len(fit.run) > 1 else f"{fit.low + 1}"
        return f"{fit.best + 1} ({run})"


def with_rule(**constants: Any) -> Change:
    """Give the rule other constants."""
    return lambda dossier: replace(dossier, rule=replace(dossier.rule, **constants))


def with_ladder(change: Callable[[Ladder], Ladder]) -> Change:
    """Change the ladder."""
    return lambda dossier: replace(dossier, ladder=change(dossier.ladder))


def per_head(ladder: Ladder) -> Ladder:
    """Count for ten million people, by the values of the first ladder."""
    mass = replace(ladder.families[MASS_CASUALTY], measure=PER_HEAD)
    return replace(ladder, families={**ladder_of(FIRST).families, MASS_CASUALTY: mass})


def blind_to_severity(ladder: Ladder) -> Ladder:
    """Count attacks alike, however many were killed."""
    kept = {name: rule for name, rule in ladder.families.items() if name != MASS_CASUALTY}
    return replace(ladder, families=kept)


def without_imminence(dossier: Dossier) -> Dossier:
    """Let the highest level be a level as any."""
    levels = tuple(replace(level, imminent=False) for level in dossier.scale.levels)
    return replace(dossier, scale=replace(dossier.scale, levels=levels))


def always_relevant(dossier: Dossier) -> Dossier:
    """Let every indicator matter for ever."""
    known = {
        name: replace(each, relevant_from=None, relevant_until=None)
        for name, each in dossier.indicators.items()
    }
    return replace(dossier, indicators=known)


def at_last_month(streams: Streams, months: Ints, db: Floats | None = None) -> Floats:
    """Let each figure enter whole in the last month of its period."""
    given = streams.db if db is None else db
    entering = np.zeros((len(streams.of), len(months), given.shape[1]))
    last = month_of(streams.figures.end) - months[0]
    np.add.at(entering, (streams.stream, last), given)
    return entering


POINTS = (
    Point(name="imminence", change=without_imminence),
    Point(name="where each level is left", change=with_rule(p_dn=(0.20,))),
    Point(
        name="mean of six month ends",
        change=with_rule(reviews=rule_of(FIRST).reviews),
        patches=(("peil.assess.standing._mean", max),),
    ),
    Point(name="bearing families", change=with_rule(bears=inf)),
    Point(
        name="reviews on days with news",
        patches=(
            (
                "peil.assess.second_method.days_with_news",
                lambda _record, scale, as_of, _declared: month_ends(scale.replay_from, as_of),
            ),
        ),
    ),
    Point(
        name="told for a year",
        patches=(("peil.assess.standing.Standing._raised_lately", lambda *_: False),),
    ),
    Point(name="current for 18 months", change=with_rule(current_months=12.0)),
    Point(name="counts in the country", change=with_ladder(per_head)),
    Point(name="attacks with many killed", change=with_ladder(blind_to_severity)),
    Point(
        name="choice among figures",
        patches=(
            (
                "peil.observe.record.Record.streams",
                lambda record, name, day: (Record.figures(record, name, day),),
            ),
        ),
    ),
    Point(name="further figures whole", change=with_rule(further_figures=1.0)),
    Point(name="no further figures", change=with_rule(further_figures=0.0)),
    Point(
        name="spread over months",
        patches=(("peil.assess.streams.Streams.by_month", at_last_month),),
    ),
    Point(name="the cap of a figure", change=with_rule(clip_db=6.0)),
    Point(name="no step of two", change=with_rule(two_steps=0.1)),
    Point(name="where ageing settles", change=with_rule(settles_at_least_2=0.29)),
    Point(name="relevance", change=always_relevant),
)
TOGETHER = tuple(point for point in POINTS if point.name != "no further figures")
"""All that can be turned back at once: further figures count whole in the first method."""


def answers(dossier: Dossier, points: Iterable[Point] = (), last: date = LAST) -> list[Answer]:
    """Replay a dossier with some points turned back, up to a day, and give every review."""
    with ExitStack() as stack:
        for point in points:
            dossier = point.change(dossier)
            for name, other in point.patches:
                stack.enter_context(patch(name, other))
        base = Variation(name="base", settings=settings_of(dossier))
        record = record_of(dossier, with_unverified=False)
        run = replay_all(record, dossier.scale, [base], last, declared_in(dossier))["base"]
    return [
        Answer(day=review.day, proposal=proposal, fit=fit_of(review.posterior))
        for review, proposal in zip(run.reviews, run.proposals, strict=True)
    ]


def at_month_ends(every: Iterable[Answer]) -> list[Answer]:
    """Keep the answers of month ends."""
    return [answer for answer in every if is_month_end(answer.day)]


@dataclass(slots=True)
class Country:
    """The answers of both methods at the month ends, and of the second with points turned back."""

    name: str
    dossiers: tuple[Dossier, Dossier] = field(init=False)
    first: list[Answer] = field(init=False)
    second: list[Answer] = field(init=False)
    _back: dict[tuple[str, ...], list[Answer]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Replay both methods."""
        read = read_dossier(dossier_of(self.name))
        first, second = (
            replace(read, rule=rule_of(method), ladder=ladder_of(method))
            for method in (FIRST, SECOND)
        )
        self.dossiers = first, second
        self.first, self.second = at_month_ends(answers(first)), at_month_ends(answers(second))

    def back(self, points: Sequence[Point]) -> list[Answer]:
        """Give the answers of the second method with some points turned back."""
        key = tuple(point.name for point in points)
        if key not in self._back:
            self._back[key] = at_month_ends(answers(self.dossiers[1], points))
        return self._back[key]

    def spells(self) -> Iterator[range]:
        """Give the runs of month ends at which both methods keep to their answers."""
        both = [(a.said, b.said) for a, b in zip(self.first, self.second, strict=True)]
        for _, run in groupby(range(len(both)), key=both.__getitem__):
            rows = list(run)
            yield range(rows[0], rows[-1] + 1)

    def moved_by(self, spell: range) -> str:
        """Name what alone, or else together, restores the first answer at most month ends."""
        if self.first[spell[0]].level == self.second[spell[0]].level:
            return "they agree"
        is_untold = self.second[spell[0]].level is None
        if is_untold and self._restores(self.second, spell, underneath=True):
            return "the status"
        for number in (1, 2):
            for underneath in (False, True) if is_untold else (False,):
                found = self._found(number, spell, underneath=underneath)
                if found:
                    return f"{'the status, and ' if underneath else ''}{found}"
        return self._fewest(spell)

    def _found(self, number: int, spell: range, *, underneath: bool) -> str:
        """Name the points that restore the answer, so many at a time; the first few where many do."""
        found = [
            " with ".join(point.name for point in points)
            for points in combinations(POINTS, number)
            if self._restores(self.back(points), spell, underneath=underneath)
        ]
        more = [f"{len(found) - NAMED} more"] if len(found) > NAMED else []
        return "; or ".join(found[:NAMED] + more)

    def _fewest(self, spell: range) -> str:
        """Name points that together restore the answer, and of which none can be spared."""
        kept = TOGETHER
        for spared in (None, *reversed(TOGETHER)):
            fewer = tuple(point for point in kept if point is not spared)
            if self._restores(self.back(fewer), spell, underneath=False):
                kept = fewer
            elif spared is None:
                return "not these points alone"
        return f"together: {', '.join(point.name for point in kept)}"

    def _restores(self, other: Sequence[Answer], spell: range, *, underneath: bool) -> bool:
        same = [
            (other[i].held if underneath else other[i].level) == self.first[i].level for i in spell
        ]
        return 2 * sum(same) > len(same)


def against_the_fit(of: Sequence[Answer], *, proposed: bool) -> str:
    """The longest run of month ends at one level while one other level fits best."""

    def key(answer: Answer) -> tuple[int | None, int]:
        return (answer.level if proposed else answer.held), answer.fit.best + 1

    runs = [(pair, list(run)) for pair, run in groupby(of, key=key)]
    against = [(pair, run) for pair, run in runs if pair[0] not in (None, pair[1])]
    if not against:
        return "none"
    (level, best), run = max(against, key=lambda each: len(each[1]))
    return f"{len(run)}: {level}, {best} best, {run[0].day:%m.%Y} to {run[-1].day:%m.%Y}"


def table(country: Country) -> Iterator[str]:
    """Write a line for each spell."""
    yield "| from | to | version 1 | version 2 | best fit (80 in 100) | what moved it |"
    yield "|---|---|---|---|---|---|"
    for spell in country.spells():
        run = [country.second[i] for i in spell]
        a, b, last = country.first[spell[0]], run[0], run[-1]
        fits = b.fits if b.fits == last.fits else f"{b.fits}, then {last.fits}"
        higher = sum(answer.is_higher for answer in run)
        often = f" or higher ({higher} of {len(run)})" if higher else ""
        yield (
            f"| {b.day:%m.%Y} | {last.day:%m.%Y} | {a.said} | {b.said}{often} | {fits} "
            f"| {country.moved_by(spell)} |"
        )


def summary(country: Country) -> Iterator[str]:
    """Write how often a level is proposed, and how long one stands against the fit."""
    for words, of in (("1", country.first), ("2", country.second)):
        told = [answer for answer in of if answer.level]
        outside = sum(not a.fit.low < (a.level or 0) <= a.fit.high + 1 for a in told)
        why = Counter(answer.proposal.reason.replace("_", " ") for answer in of if not answer.level)
        reasons = ", ".join(f"{reason} {n}" for reason, n in why.most_common()) or "none"
        yield (
            f"| {country.name} | {words} | {len(of)} | {100 * len(told) / len(of):.0f} "
            f"| {reasons} | {against_the_fit(of, proposed=True)} "
            f"| {against_the_fit(of, proposed=False)} | {outside} |"
        )


def evenings(country: Country) -> Iterator[str]:
    """Write what both methods say on some evenings."""
    for day in EVENINGS.get(country.name, ()):
        for words, dossier in zip("12", country.dossiers, strict=True):
            answer = answers(dossier, last=day)[-1]
            each = ", ".join(f"{100 * p:.0f}" for p in answer.fit.each)
            said = f"{answer.said}{' or higher' if answer.is_higher else ''}"
            yield f"| {country.name} | {day} | {words} | {said} | {answer.fits} | {each} |"


def main(names: Sequence[str]) -> None:
    """Write the tables of some countries."""
    lines: list[str] = []
    totals = [
        "| country | version | month ends | proposed, in 100 | why not | longest against the fit, "
        "proposed | longest, underneath | proposed outside the 80 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    days = [
        "| country | day | version | answer | best fit | each level, in 100 |",
        "|---|---|---|---|---|---|",
    ]
    for name in names:
        country = Country(name)
        lines += [f"### {name}", "", *table(country), ""]
        totals += summary(country)
        days += evenings(country)
    sys.stdout.write("\n".join([*lines, *totals, "", *days, ""]))


if __name__ == "__main__":
    main(sys.argv[1:] or TRIED)
