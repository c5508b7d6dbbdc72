"""Reassess a policy: for each question the country's change, its peers', and what may be said."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from peil.observe.breaks import Break, breaks_known
from peil.observe.indicator import EFFORT_DEPENDENT, Indicator
from peil.review.evaluation.verdict import CANNOT_TELL
from peil.review.reassessment.change import Against, RateChange, against_of, change_of
from peil.review.reassessment.periods import (
    AFTER,
    WHILE,
    CountryPeriods,
    Evidence,
    course_of,
    shared,
)
from peil.review.reassessment.plan import Plan, SeriesQuestion
from peil.terms.errors import BadInput

LATER = (AFTER, WHILE)
"""Spells that are compared with the one before; the answer of a question is that of the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellComparison:
    """One later spell against the one before.

    Args:
        own: the country's change.
        peers: each peer's own change over all that is known of it.
        against: the country beside each peer, over the periods that both have.
        together: beside all peers that can be compared; None where there are not two.
    """

    own: RateChange
    peers: tuple[RateChange, ...]
    against: tuple[Against, ...]
    together: Against | None

    @property
    def widest(self) -> Against | None:
        """The country beside all its peers, or beside the only one that can be compared."""
        told = [found for found in self.against if found.verdict is not None]
        return self.together or (told[0] if len(told) == 1 else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesAnswer:
    """What the record says on one question.

    Args:
        effort: exogenous, effort_dependent or level_caused.
        own, peers: what is known of each country.
        after, during: the spell after the window, and the window, against the spell before.
    """

    question: SeriesQuestion
    indicator: Indicator
    own: CountryPeriods
    peers: tuple[CountryPeriods, ...]
    after: SpellComparison
    during: SpellComparison

    @property
    def follows_effort(self) -> bool:
        """Whether more work of the services gives more of what is counted."""
        return self.indicator.effort == EFFORT_DEPENDENT

    @property
    def comparisons(self) -> tuple[SpellComparison, SpellComparison]:
        """Both, the later spell first."""
        return self.after, self.during


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassessment:
    """A policy reassessed, as the record was known on a day."""

    country: str
    as_of: dt.date
    plan: Plan
    answers: tuple[SeriesAnswer, ...]

    @property
    def can_tell_of_aim(self) -> bool:
        """Whether any count that does not follow effort changed otherwise than with the peers.

        Even then it would be a difference in course, and no proof of an effect.
        """
        return any(
            found is not None and found.verdict is not None and found.verdict.answer != CANNOT_TELL
            for answer in self.answers
            if not answer.follows_effort
            for found in (comparison.widest for comparison in answer.comparisons)
        )


def reassess(plan: Plan, evidence: Evidence, country: str) -> Reassessment:
    """Answer the questions of a plan from what was known on the as-of day.

    Raises:
        BadInput: a question is about an indicator that the dossier does not have, or about one
            that counts nothing over a period, or names the country as its own peer.
    """
    return Reassessment(
        country=country,
        as_of=evidence.as_of,
        plan=plan,
        answers=tuple(_answer(plan, evidence, country, q) for q in plan.questions),
    )


def last_published(plan: Plan, evidence: Evidence, country: str) -> dt.date | None:
    """Give the day on which the last figure that a plan asks about became known."""
    days: list[dt.date] = []
    for question in plan.questions:
        for place in (country, *question.peers):
            series = evidence.series.get((place, question.indicator))
            if series is not None:
                days += [day.item() for day in series.published]
        days += [w.complete_to for w in evidence.windows if w.indicator == question.indicator]
    return max(days, default=None)


def _answer(plan: Plan, evidence: Evidence, country: str, question: SeriesQuestion) -> SeriesAnswer:
    indicator = _indicator_of(question, evidence, country)
    own = course_of(evidence, plan, question, country)
    peers = tuple(course_of(evidence, plan, question, peer) for peer in question.peers)
    after, during = (_comparison(plan, evidence, question, (own, *peers), spell) for spell in LATER)
    return SeriesAnswer(
        question=question,
        indicator=indicator,
        own=own,
        peers=peers,
        after=after,
        during=during,
    )


def _indicator_of(question: SeriesQuestion, evidence: Evidence, country: str) -> Indicator:
    """Give a question's indicator, or say what is wrong with the question."""
    indicator = evidence.indicator(question.indicator)
    if indicator is None:
        raise BadInput(
            f"the question {question.id!r} is about {question.indicator!r}, which the dossier "
            "does not have; use an id of indicators.csv, or a list of attacks_complete.csv"
        )
    if indicator.kind in ("stock", "share"):
        raise BadInput(
            f"the question {question.id!r} is about {question.indicator!r}, a {indicator.kind}, "
            "which has no count over a period; ask about a flow or a total to date"
        )
    if country in question.peers:
        raise BadInput(
            f"the question {question.id!r} has {country} as a peer of itself; leave it out"
        )
    return indicator


def _comparison(
    plan: Plan,
    evidence: Evidence,
    question: SeriesQuestion,
    courses: Sequence[CountryPeriods],
    spell: str,
) -> SpellComparison:
    own, *peers = courses

    def breaks(countries: Sequence[CountryPeriods]) -> tuple[Break, ...]:
        names = [course.country for course in countries]
        return breaks_known(
            evidence.breaks, indicator=question.indicator, countries=names, day=evidence.as_of
        )

    def beside(others: Sequence[CountryPeriods]) -> Against:
        cut, *rest = shared(evidence, plan, (own, *others))
        return against_of(plan, cut, rest, breaks((own, *others)), spell)

    against = tuple(beside([peer]) for peer in peers)
    told = [peer for peer, found in zip(peers, against, strict=True) if found.verdict is not None]
    return SpellComparison(
        own=change_of(plan, own, breaks([own]), spell),
        peers=tuple(change_of(plan, peer, breaks([peer]), spell) for peer in peers),
        against=against,
        together=beside(told) if len(told) > 1 else None,
    )
