"""Policy of a dossier: a lowering stated, a day from every side, and two days compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from peil.act.answers import Answer, match_answers, parse_answers
from peil.act.arrangements import Arrangement
from peil.act.balance import balance_through_time
from peil.act.changes import arrangement_changes, recommendation_changes
from peil.act.lowering import Basis, LevelStep, Statement, make_statement
from peil.act.policy import Known, endings_known, known_on
from peil.act.recurrence import low_level
from peil.act.results import ComparedDays, PolicyOnDay, StatedLowering, status_of
from peil.act.settings import UNTOLD, PolicySettings
from peil.assess.ladder import Ladder
from peil.assess.reviews import Progress, ageing
from peil.assess.rule import Rule
from peil.decide.official import in_force_on, in_turn, timeline
from peil.feeds.answers.read import REMEDY, read_answers
from peil.feeds.dossier.read import AnyDossier, Dossier, opened
from peil.feeds.tables.opening import named
from peil.observe.lists import NAMES
from peil.report.tell.citations import known_lines
from peil.terms.errors import BadInput
from peil.terms.text import names_of
from peil.workflow.assessing import check_day, run_to, settings_of

MOST_DAYS = 30
"""Years of which the balance is drawn."""

Answers = Path | Mapping[str, Mapping[str, str]] | Sequence[Answer]


def state_lowering(
    folder: AnyDossier,
    step: LevelStep,
    answers: Answers = (),
    *,
    rule: Rule | None = None,
    ladder: Ladder | None = None,
    watched: Progress = iter,
) -> StatedLowering:
    """State the consequences of a lowering from what was known on its day, and match answers.

    Args:
        answers: to its questions, as values, by the ids of the questions, or in a file.
        rule, ladder: in the place of Peil's rule and of the dossier's ladder.
        watched: hands the days of the reviews on, so that a caller can show how far it is.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: the step lowers nothing, its day lies before the first review, or an answer
            is to another statement.

    Example:
        >>> step = peil.policy.LevelStep(before=3, after=2, on=date(2018, 1, 22))
        >>> peil.policy.lowering("dossiers/belgium", step)
    """
    dossier = opened(folder, rule=rule, ladder=ladder)
    known, basis = known_on(dossier.policy, step.on), basis_on(dossier, step.on, watched)
    statement = make_statement(
        known,
        step,
        basis,
        dossier.official,
        dossier.settings,
        low=low_level(dossier.official, dossier.country, dossier.scale, step.on),
    )
    _refuse_other_level(dossier, step)
    return StatedLowering(
        country=dossier.country,
        answered=match_answers(statement, _given(answers, statement)),
        official=in_force_on(
            dossier.official, dossier.confirmed, dossier.country, step.on, dossier.scale
        ),
        endings=endings_known(known),
        settings=_settings(dossier, step.on),
        names=_names(statement, known, dossier) | _asked(known),
        untold=basis.untold,
    )


def _settings(dossier: Dossier, day: date) -> PolicySettings:
    """Give the settings of a day; what cannot be told then names no later day."""
    settings = dossier.settings.known_on(day)
    told: dict[str, Any] = {k: known_lines(getattr(settings, k), day) for k in UNTOLD}
    return replace(settings, **told)


def _refuse_other_level(dossier: Dossier, step: LevelStep) -> None:
    """Refuse a lowering from another level than the official one of the day before."""
    before = step.on - timedelta(days=1)
    held = in_force_on(dossier.official, dossier.confirmed, dossier.country, before, dossier.scale)
    if held is not None and held.number not in (None, step.before):
        raise BadInput(
            f"the lowering is from {step.before}, and the official level of {before} was "
            f"{held.number}; state it from {held.number}"
        )


def _given(answers: Answers, statement: Statement) -> Sequence[Answer]:
    if isinstance(answers, Path):
        found = read_answers(answers)
        if statement.questions and not found:
            raise BadInput(f"{named(answers)} has column names and no row; {REMEDY}")
        return found
    return parse_answers(answers) if isinstance(answers, Mapping) else answers


def _indicators(dossier: Dossier) -> Mapping[str, Mapping[str, str]]:
    """Name the indicators of a dossier, and those that its lists of attacks make."""
    return {**NAMES, **{id_: each.names for id_, each in dossier.indicators.items()}}


def _names(statement: Statement, known: Known, dossier: Dossier) -> dict[str, Mapping[str, str]]:
    """Name what the facts of a statement are about and what its arrangements carry out, by language."""
    names = dict(_indicators(dossier))
    names |= {id_: names_of(each.statement) for id_, each in known.findings.items()}
    names |= {id_: names_of(each.statement) for id_, each in known.recommendations.items()}
    about = (id_ for each in statement.consequences for fact in each.facts for id_ in fact.about)
    carried = (id_ for each in statement.consequences for id_ in each.arrangement.carries_out)
    return {id_: names[id_] for id_ in (*about, *carried) if id_ in names}


def _asked(known: Known) -> dict[str, Mapping[str, str]]:
    """Name the recommendations that an arrangement which ended carried out."""
    risked = (id_ for each in endings_known(known) for id_ in each.at_risk)
    known_ones = (known.recommendations[id_] for id_ in risked if id_ in known.recommendations)
    return {each.id: names_of(each.statement) for each in known_ones}


def policy_on(folder: AnyDossier, day: date, *, watched: Progress = iter) -> PolicyOnDay:
    """Show the policy of a dossier from every side, as known on a day.

    Before the first review nothing is proposed, so that nothing rests on any indicator.

    Args:
        day: nothing published later is used.
        watched: hands the days of the reviews on, so that a caller can show how far it is.

    Raises:
        BadDossier: the dossier has problems.

    Example:
        >>> peil.policy.status("dossiers/belgium", date(2018, 1, 22))
    """
    dossier = opened(folder)
    known, step = known_on(dossier.policy, day), latest_lowering(dossier, day)
    rests_on = frozenset[str]()
    if day >= dossier.scale.replay_from:
        rests_on = basis_on(dossier, day, watched).rests_on
    return PolicyOnDay(
        country=dossier.country,
        known=known,
        status=status_of(
            known,
            dossier.settings,
            low=low_level(dossier.official, dossier.country, dossier.scale, day),
            rests_on=rests_on,
        ),
        settings=_settings(dossier, day),
        first_known=dict(_first_known(dossier)),
        indicators=_indicators(dossier),
        rests_on=rests_on,
        lowering=None if step is None else state_lowering(dossier, step, watched=watched),
        diff=None if step is None or step.on >= day else compare_days(dossier, step.on, day),
        balances=balance_through_time(dossier.policy, _days(dossier, day), dossier.settings),
    )


def policy_shown(dossier: Dossier, day: date) -> list[PolicyOnDay]:
    """Give what a site shows of policy on a day.

    Raises:
        BadInput: nothing of it was known by the day, or the day lies before the first review.
    """
    known = known_on(dossier.policy, day)
    if not (known.recommendations or known.arrangements):
        raise BadInput(
            f"neither recommendations nor arrangements were known on {day}; add arrangements.csv"
        )
    check_day(day, dossier)
    return [policy_on(dossier, day)]


def latest_lowering(dossier: Dossier, day: date) -> LevelStep | None:
    """Give the latest lowering of the country's own level that the reviews can be replayed for."""
    scale, found = dossier.scale, None
    known = timeline(dossier.official, dossier.country, day)
    for (_, old), (on, new) in pairwise(in_turn(known)):
        before, after = (each.number_on(scale) for each in (old, new))
        if before is None or after is None or on < scale.replay_from:
            continue
        if after < before:
            found = LevelStep(before=before, after=after, on=on)
    return found


def _first_known(dossier: Dossier) -> Iterator[tuple[str, Arrangement]]:
    rows = sorted(dossier.policy.arrangements, key=lambda each: each.published, reverse=True)
    yield from ((each.id, each) for each in rows)


def _days(dossier: Dossier, day: date) -> Iterator[date]:
    """Give the ends of the years from the first arrangement on, and the day itself."""
    known = (each.published for each in dossier.policy.arrangements if each.published <= day)
    first = min(known, default=day)
    years = range(max(first.year, day.year - MOST_DAYS), day.year)
    yield from (date(year, 12, 31) for year in years)
    yield day


def compare_days(folder: AnyDossier, earlier: date, later: date) -> ComparedDays:
    """Compare the policy of a dossier on two days, each as known on it.

    Raises:
        BadInput: the days are the wrong way round.

    Example:
        >>> peil.policy.diff("dossiers/belgium", date(2018, 1, 22), date(2026, 1, 1))
    """
    if later <= earlier:
        raise BadInput(f"{later} is not after {earlier}; give the earlier day by --from")
    dossier = opened(folder)
    was, now = (known_on(dossier.policy, day) for day in (earlier, later))
    names = {each.id: each.name for each in now.arrangements.values()}
    return ComparedDays(
        country=dossier.country,
        earlier=earlier,
        later=later,
        arrangements=arrangement_changes(was, now, dossier.settings.legal_ranks),
        recommendations=recommendation_changes(was, now),
        endings=endings_known(now),
        balances=balance_through_time(dossier.policy, (earlier, later), dossier.settings),
        names=names | {each.id: each.statement for each in now.recommendations.values()},
    )


def basis_on(dossier: Dossier, on: date, watched: Progress) -> Basis:
    """Replay the reviews up to the day: the state's probabilities, and what they rest on."""
    run, settings = run_to(on, dossier, watched), settings_of(dossier)
    return Basis(
        numbers=dossier.scale.numbers,
        posterior=run.posterior,
        matrix=ageing(settings.rule, settings.levels)[0],
        rests_on=frozenset(one.id for each in run.weighed for one in each.indicators),
        untold=run.now.reason,
    )
