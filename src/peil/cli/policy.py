"""The commands `peil policy`: a lowering's consequences, a day's status, and two days compared."""

from pathlib import Path
from typing import Annotated

import typer

from peil.cli.forms import Forms, reporting
from peil.cli.options import (
    A_DAY,
    AsOf,
    AsOfRow,
    Dossier,
    LadderFile,
    Method,
    RuleFile,
    constants,
    day_of,
    progress,
)

policy = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="What policy did with what was found, and what must outlive the level.",
)


@policy.command()
@reporting
def lowering(
    dossier: Dossier,
    before: Annotated[int, typer.Option("--from", help="Level before.")],
    after: Annotated[int, typer.Option("--to", help="Level after.")],
    on: Annotated[
        str, typer.Option(metavar=A_DAY, help="Day of the lowering, such as 2018-01-22.")
    ],
    forms: Forms,
    answers: Annotated[
        Path | None,
        typer.Option(readable=False, help="Answers to the questions of this statement."),
    ] = None,
    questions: Annotated[
        Path | None, typer.Option(help="File to write the questions to, to be answered.")
    ] = None,
    rule: RuleFile = None,
    ladder: LadderFile = None,
    method: Method = None,
) -> None:
    """State what a lowering means for each arrangement, and ask what is to be decided."""
    from peil.act.lowering import LevelStep
    from peil.report.tell.policy import questions_csv
    from peil.workflow.policy import state_lowering

    forms.keep(dossier, answers, rule, ladder, written=[questions])
    step = LevelStep(before=before, after=after, on=day_of("--on", on))
    watched = progress("Replaying the reviews")
    found = state_lowering(
        dossier, step, answers or (), **constants(rule, ladder, method), watched=watched
    )
    asked = {} if questions is None else {questions: questions_csv(found.answered.statement)}
    forms.deliver("lowering", found, beside=asked)


@policy.command()
@reporting
def status(dossier: Dossier, as_of: AsOf, forms: Forms) -> None:
    """Say where recommendations and arrangements stand on a day, and what wears away."""
    from peil.workflow.policy import policy_on

    forms.keep(dossier)
    watched = progress("Replaying the reviews")
    forms.deliver("policy-status", policy_on(dossier, day_of("--as-of", as_of), watched=watched))


@policy.command()
@reporting
def diff(
    dossier: Dossier,
    earlier: Annotated[
        str, typer.Option("--from", metavar=A_DAY, help="Earlier day, such as 2018-01-22.")
    ],
    later: Annotated[str, typer.Option("--to", metavar=A_DAY, help="Later day.")],
    forms: Forms,
) -> None:
    """Compare what was there on one day with what is there on another."""
    from peil.workflow.policy import compare_days

    days = day_of("--from", earlier), day_of("--to", later)
    forms.keep(dossier)
    forms.deliver("then-and-now", compare_days(dossier, *days))


@policy.command()
@reporting
def returns(dossier: Dossier, forms: Forms, as_of: AsOfRow = None) -> None:
    """Say who may come back from a conflict zone, country beside country, and who was counted."""
    from peil.workflow.return_policy import returns_of

    forms.keep(dossier)
    day = None if as_of is None else day_of("--as-of", as_of)
    forms.deliver("return-policy", returns_of(dossier, day))


@policy.command()
@reporting
def local(dossier: Dossier, forms: Forms, as_of: AsOfRow = None) -> None:
    """Say who sits in local arrangements, what may be said and written, country beside country."""
    from peil.workflow.local_arrangements import local_of

    forms.keep(dossier)
    day = None if as_of is None else day_of("--as-of", as_of)
    forms.deliver("local-arrangements", local_of(dossier, day))
