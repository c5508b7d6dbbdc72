"""Policy of a dossier: the statement of a lowering, a day's status, and two days compared."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from peil.act.answers import Answer, match_answers, parse_answers
from peil.act.balance import balance_through_time
from peil.act.changes import arrangement_changes, recommendation_changes
from peil.act.divestment import Basis, LevelStep
from peil.act.endings import endings_known
from peil.act.lowering import Statement, make_statement
from peil.act.policy import Known, known_on
from peil.act.recurrence import low_level
from peil.act.status import status_of
from peil.assess.ladder import Ladder
from peil.assess.reviews import Progress, Replay, Variation, ageing, replay_all
from peil.assess.rule import Rule
from peil.decide.decision import open_plots_on
from peil.feeds.answers.read import read_answers
from peil.feeds.dossier.read import AnyDossier, Dossier, opened
from peil.report.policy_brief import (
    DiffBrief,
    LoweringBrief,
    PolicyBrief,
    StatusBrief,
    policy_json,
    questions_csv,
)
from peil.report.policy_text import render_policy_text
from peil.report.words import words_in
from peil.report.write import write_all
from peil.terms.errors import BadInput
from peil.workflow.assessing import record_of, settings_of
from peil.workflow.output import PLAIN, Screen

Answers = Path | Mapping[str, Mapping[str, str]] | Sequence[Answer]


def state_lowering(
    folder: AnyDossier,
    step: LevelStep,
    answers: Answers = (),
    *,
    rule: Rule | None = None,
    ladder: Ladder | None = None,
    watched: Progress = iter,
) -> LoweringBrief:
    """State the consequences of a lowering from what was known on its day, and match answers.

    Args:
        folder: the dossier.
        step: the lowering.
        answers: to its questions, as values, by the ids of the questions, or in a file.
        rule, ladder: in the place of Peil's rule and of the dossier's ladder.
        watched: hands the days of the reviews on, so that a caller can show how far it is.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: the step lowers nothing, its day lies before the first review, or an answer
            is to another statement.
    """
    dossier = opened(folder, rule=rule, ladder=ladder)
    known = known_on(dossier.policy, step.on)
    statement = make_statement(
        known,
        step,
        basis_on(dossier, step.on, watched),
        dossier.official,
        dossier.settings,
        low=low_level(dossier.official, dossier.country, dossier.scale.numbers, step.on),
    )
    return LoweringBrief(
        country=dossier.country,
        answered=match_answers(statement, _given(answers)),
        endings=endings_known(known),
        settings=dossier.settings,
        names=_names(statement, known, dossier) | _asked(known),
    )


def _given(answers: Answers) -> Sequence[Answer]:
    if isinstance(answers, Path):
        return read_answers(answers)
    return parse_answers(answers) if isinstance(answers, Mapping) else answers


def _names(statement: Statement, known: Known, dossier: Dossier) -> dict[str, Mapping[str, str]]:
    """Name the findings and indicators that the facts of a statement are about, by language."""
    names = {id_: each.names for id_, each in dossier.indicators.items()}
    names |= {id_: {"en": each.statement} for id_, each in known.findings.items()}
    facts = (f for each in statement.consequences for f in (*each.test.facts, *each.contrary))
    return {id_: names[id_] for fact in facts for id_ in fact.about if id_ in names}


def _asked(known: Known) -> dict[str, Mapping[str, str]]:
    """Name the recommendations that an arrangement which ended carried out."""
    risked = (id_ for each in endings_known(known) for id_ in each.at_risk)
    known_ones = (known.recommendations[id_] for id_ in risked if id_ in known.recommendations)
    return {each.id: {"en": each.statement} for each in known_ones}


def tell_status(folder: AnyDossier, as_of: date, *, rests_on: Iterable[str] = ()) -> StatusBrief:
    """Say where the policy of a dossier stands on a day.

    `rests_on` are ids of the indicators that carry weight in the proposal of the day.
    """
    dossier = opened(folder)
    known = known_on(dossier.policy, as_of)
    return StatusBrief(
        country=dossier.country,
        status=status_of(
            known,
            dossier.settings,
            low=low_level(dossier.official, dossier.country, dossier.scale.numbers, as_of),
            rests_on=rests_on,
        ),
        settings=dossier.settings,
    )


def compare_days(folder: AnyDossier, earlier: date, later: date) -> DiffBrief:
    """Compare the policy of a dossier on two days, each as known on it.

    Raises:
        BadInput: the days are the wrong way round.
    """
    if later <= earlier:
        raise BadInput(f"{later} is not after {earlier}; give the earlier day by --from")
    dossier = opened(folder)
    was, now = (known_on(dossier.policy, day) for day in (earlier, later))
    names = {each.id: each.name for each in now.arrangements.values()}
    return DiffBrief(
        country=dossier.country,
        earlier=earlier,
        later=later,
        arrangements=arrangement_changes(was, now),
        recommendations=recommendation_changes(was, now),
        endings=endings_known(now),
        balances=balance_through_time(dossier.policy, (earlier, later), dossier.settings),
        names=names | {each.id: each.statement for each in now.recommendations.values()},
    )


def basis_on(dossier: Dossier, on: date, watched: Progress) -> Basis:
    """Replay the reviews up to the day: the state's probabilities, and what they rest on."""
    if on < dossier.scale.replay_from:
        raise BadInput(
            f"the day {on} lies before {dossier.scale.replay_from}, where the dossier's reviews "
            "begin; ask for a later day or change replay_from in scale.toml"
        )
    settings = settings_of(dossier)
    base = Variation(name="base", settings=settings)
    record = record_of(dossier, with_unverified=False)
    run: Replay = replay_all(
        record,
        dossier.scale,
        [base],
        on,
        lambda day: bool(open_plots_on(dossier.open_plots, day)),
        watched,
    )[base.name]
    return Basis(
        numbers=dossier.scale.numbers,
        posterior=run.posterior,
        matrix=ageing(settings.rule, settings.levels)[0],
        rests_on=frozenset(one.id for each in run.weighed for one in each.indicators),
    )


def write_questions(statement: Statement, file: Path) -> None:
    """Write the questions of a statement as a table that people fill in and hand back.

    Raises:
        BadOutput: the file cannot be written.
    """
    write_all({file: questions_csv(statement)})


def policy_text(brief: PolicyBrief, output: str, language: str, *, screen: Screen = PLAIN) -> str:
    """Give a view of policy as text for a terminal, or as JSON."""
    if output == "json":
        return policy_json(brief)
    return render_policy_text(brief, words_in(language), **screen)
