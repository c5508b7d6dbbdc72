"""Change: how a rate differs between two spells, what the counts could have shown, and the answer."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from scipy.stats import norm
from scipy.stats import t as student

from peil.observe.breaks import Break
from peil.review.evaluation.exact import Spells, exact_interval, find_power
from peil.review.evaluation.verdict import CANNOT_TELL, GATE, Verdict, judge_ratio
from peil.review.reassessment.against import Pair, power_against, ratio_of_ratios
from peil.review.reassessment.periods import BEFORE, CountryPeriods, Period, is_rough
from peil.review.reassessment.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many times more the periods of one spell differ than Poisson counts would.

    Args:
        estimate: Pearson's statistic over its degrees of freedom; about 1 by chance alone.
        freedom: degrees of freedom, the fewer the less is known of the spread.
    """

    estimate: float
    freedom: int

    @property
    def times(self) -> float:
        """The estimate, at least 1."""
        return max(1.0, self.estimate)

    def divisor(self, level: float) -> float:
        """Give the factor to divide counts by, so that an exact interval reaches its stated coverage.

        The estimate is enlarged as Student's interval is against the normal one, for it is made
        from few years; it is at least 1.
        """
        tail = (1 + level) / 2
        enlarged = float(student.ppf(tail, self.freedom) / norm.ppf(tail)) ** 2
        return max(1.0, self.estimate * enlarged)


def dispersion(groups: Iterable[Sequence[Period]]) -> Spread | None:
    """Estimate how many times more the periods of one group differ than Poisson counts would.

    Args:
        groups: periods that are taken to have one rate.

    Returns:
        None where no group has two periods and any event.

    Source:
        McCullagh and Nelder (1989), Generalized Linear Models, section 4.5.
    """
    statistic, freedom = 0.0, 0
    for periods in groups:
        total, exposure = sum(p.count for p in periods), sum(p.exposure for p in periods)
        if len(periods) < 2 or not total > 0:
            continue
        means = [p.exposure * total / exposure for p in periods]
        statistic += sum(
            (p.count - m) ** 2 / m * p.telling for p, m in zip(periods, means, strict=True)
        )
        freedom += len(periods) - 1
    return Spread(estimate=statistic / freedom, freedom=freedom) if freedom else None


FALLS = (0.25, 0.5, 0.75)
"""Falls whose power is printed, as shares of the events."""
YEAR, MOST_NEEDED = 12.0, 2_000

NONE_KNOWN, TOO_SHORT, BROKEN = "none_known", "too_short", "broken"
"""Why two spells are not compared, besides the reasons why figures are not used."""
SPREAD_UNKNOWN = "spread_unknown"
"""Reason of an answer: no spell has two periods, so that nobody knows how much years differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedSpell:
    """What was counted in one spell.

    Args:
        name: before, while or after.
        start, end: first and last day of its first and last period.
        periods: how many.
        months, count, exposure: their sums.
        telling: how much the counts tell: 1 if exact, a half if rough, else between by exposure.
        is_rough: whether any is approximate.
        is_worked_out: whether any rests on a figure that the makers of the dossier worked out.
    """

    name: str
    start: dt.date
    end: dt.date
    periods: int
    months: float
    count: float
    exposure: float
    telling: float
    is_rough: bool
    is_worked_out: bool = False

    @property
    def effective(self) -> tuple[float, float]:
        """Count and exposure as far as they tell: both alike, so that the rate stays what it is."""
        return self.count * self.telling, self.exposure * self.telling

    @property
    def rate(self) -> float:
        """Events per million inhabitants and year."""
        return self.count / self.exposure


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why two spells cannot be compared: the reason, and the spell that it is about."""

    reason: str
    spell: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateChange:
    """A later spell against the one before, of one country.

    Args:
        spell: while or after.
        before, later: what was counted; None where nothing is.
        dispersion: how many times more the years of one spell differ than by chance alone; None
            where no spell has two periods.
        counting: exact interval of the ratio from counting noise alone, as if years did not
            differ and every figure were exact; None where nothing is compared.
        power: to see a fall of 25, 50 and 75 %; None where nothing is compared.
        years_needed: length of both spells with which what is asked would be seen in half of all
            cases, at the rate before; None where it is not known.
        verdict: the ratio, its interval and the answer; None where nothing is compared.
        refusal: why not.
    """

    spell: str
    before: CountedSpell | None
    later: CountedSpell | None
    dispersion: Spread | None = None
    counting: tuple[float, float] | None = None
    power: tuple[float, ...] | None = None
    years_needed: float | None = None
    verdict: Verdict | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """A country's change beside that of peers, over periods that all of them have.

    Args:
        peers: one, or all that can be compared.
        own, other: the country's spells, and those of the peers together.
        ratio: that of the peers, later to before.
        dispersion: as in `RateChange`, of all countries together.
        verdict: the country's ratio divided by that of the peers; None where not compared.
        refusal: why not.
    """

    peers: tuple[str, ...]
    own: tuple[CountedSpell, CountedSpell] | None = None
    other: tuple[CountedSpell, CountedSpell] | None = None
    ratio: float = float("nan")
    dispersion: Spread | None = None
    verdict: Verdict | None = None
    refusal: Refusal | None = None


def add_up(name: str, periods: Sequence[Period]) -> CountedSpell | None:
    """Add the periods of one spell up; None without any."""
    if not periods:
        return None
    exposure = sum(p.exposure for p in periods)
    return CountedSpell(
        name=name,
        start=min(p.start for p in periods),
        end=max(p.end for p in periods),
        periods=len({(p.start, p.end) for p in periods}),
        months=sum({(p.start, p.end): p.months for p in periods}.values()),
        count=sum(p.count for p in periods),
        exposure=exposure,
        telling=sum(p.exposure * p.telling for p in periods) / exposure,
        is_rough=is_rough(periods),
        is_worked_out=any(p.is_worked_out for p in periods),
    )


def refuse(
    plan: Plan, course: CountryPeriods, breaks: Sequence[Break], spell: str
) -> tuple[CountedSpell | None, CountedSpell | None, Refusal | None]:
    """Add both spells up, and say why they cannot be compared, if so."""
    before, later = add_up(BEFORE, course.spell(BEFORE)), add_up(spell, course.spell(spell))
    for name, found in ((BEFORE, before), (spell, later)):
        if found is None:
            return before, later, Refusal(reason=_why_none(plan, course, name), spell=name)
        if found.months < plan.least_months - 0.01:
            return before, later, Refusal(reason=TOO_SHORT, spell=name)
    if before is not None and later is not None:
        for known in breaks:
            if before.start < known.date <= later.end:
                told = Refusal(reason=BROKEN, spell=spell, detail=known.description)
                return before, later, told
    return before, later, None


def _why_none(plan: Plan, course: CountryPeriods, spell: str) -> str:
    """Give the commonest reason why what is known of a spell is not used."""
    reasons = [unused.reason for unused in course.unused if unused.is_about(plan, spell)]
    return max(sorted(set(reasons)), key=reasons.count) if reasons else NONE_KNOWN


def change_of(
    plan: Plan, course: CountryPeriods, breaks: Sequence[Break], spell: str
) -> RateChange:
    """Compare a later spell of one country with the one before."""
    before, later, refusal = refuse(plan, course, breaks, spell)
    if before is None or later is None or refusal is not None:
        return RateChange(spell=spell, before=before, later=later, refusal=refusal)
    spread = dispersion([course.spell(BEFORE), course.spell(spell)])
    divisor = spread.divisor(plan.level) if spread else 1.0
    pair = _pair(before, later, divisor)
    first, spells = pair.before, Spells(before=pair.exposure_before, after=pair.exposure_later)
    alpha = (1 - plan.level) / 2
    low, high = exact_interval(first, pair.later, spells, plan.level)
    power = tuple(find_power(first, 1 - fall, spells, alpha=alpha) for fall in FALLS)
    return RateChange(
        spell=spell,
        before=before,
        later=later,
        dispersion=spread,
        counting=_counting(before, later, plan.level),
        power=power,
        years_needed=years_needed(first, before.months / YEAR, plan.asked, alpha),
        verdict=_judge(
            plan,
            (pair.ratio, low, high),
            find_power(first, plan.asked, spells, alpha=alpha),
            spread,
        ),
    )


def years_needed(events: float, years: float, asked: float, alpha: float) -> float | None:
    """Say how long both spells must be for what is asked to be seen in half of all cases.

    Args:
        events: expected in so many years before.
        years: see `events`.
        asked: ratio asked about.
        alpha: size of the one-sided test.
    """
    if not events > 0:
        return None
    needed = _events_needed(asked, alpha)
    return None if needed is None else needed * years / events


@lru_cache(maxsize=64)
def _events_needed(asked: float, alpha: float) -> int | None:
    """Find how many events must be expected before, with spells of one length."""
    numbers = range(1, MOST_NEEDED)
    return next((n for n in numbers if find_power(n, asked, alpha=alpha) >= GATE), None)


def _judge(
    plan: Plan, ratio: tuple[float, float, float], power: float | None, spread: Spread | None
) -> Verdict:
    """Judge a ratio; where no spell has a second year, nobody can tell how much years differ."""
    verdict = judge_ratio(*ratio, asked=plan.asked, power=power, level=plan.level)
    if spread is None and verdict.answer != CANNOT_TELL:
        return replace(verdict, answer=CANNOT_TELL, reason=SPREAD_UNKNOWN)
    return verdict


def _counting(before: CountedSpell, later: CountedSpell, level: float) -> tuple[float, float]:
    spells = Spells(before=before.exposure, after=later.exposure)
    return exact_interval(before.count, later.count, spells, level)


def _pair(before: CountedSpell, later: CountedSpell, divisor: float) -> Pair:
    (first, exposure_before), (last, exposure_later) = before.effective, later.effective
    return Pair(
        before=first / divisor,
        later=last / divisor,
        exposure_before=exposure_before,
        exposure_later=exposure_later,
    )


def against_of(
    plan: Plan,
    own: CountryPeriods,
    peers: Sequence[CountryPeriods],
    breaks: Sequence[Break],
    spell: str,
) -> Against:
    """Set a country's change beside that of peers.

    Args:
        plan: the rules.
        own, peers: courses over periods that all of them have.
        breaks: of any of them.
        spell: while or after.
    """
    names = tuple(peer.country for peer in peers)
    first, last, refusal = refuse(plan, own, breaks, spell)
    theirs = [[p for peer in peers for p in peer.spell(name)] for name in (BEFORE, spell)]
    before, later = add_up(BEFORE, theirs[0]), add_up(spell, theirs[1])
    if refusal is not None or not (first and last and before and later):
        return Against(peers=names, refusal=refusal or Refusal(reason=NONE_KNOWN, spell=spell))
    spread = dispersion(c.spell(name) for c in (own, *peers) for name in (BEFORE, spell))
    divisor = spread.divisor(plan.level) if spread else 1.0
    pair, other = _pair(first, last, divisor), _pair(before, later, divisor)
    return Against(
        peers=names,
        own=(first, last),
        other=(before, later),
        ratio=other.ratio,
        dispersion=spread,
        verdict=_judge(
            plan,
            ratio_of_ratios(pair, other, plan.level),
            power_against(pair, other, plan.asked, (1 - plan.level) / 2),
            spread,
        ),
    )
