"""The commands `peil policy`: a lowering's consequences, a day's status, and two days compared."""

from pathlib import Path
from typing import Annotated

import typer

from peil.cli.options import (
    AsOf,
    Dossier,
    Format,
    LadderFile,
    Language,
    OutFile,
    RuleFile,
    constants,
    day_of,
    outside,
    progress,
    said_in,
    say,
    screen,
)

policy = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="What policy did with what was found, and what must outlive the level.",
)


@policy.command()
def lowering(
    dossier: Dossier,
    before: Annotated[int, typer.Option("--from", help="Level before.")],
    after: Annotated[int, typer.Option("--to", help="Level after.")],
    on: Annotated[str, typer.Option(help="Day of the lowering, such as 2018-01-22.")],
    answers: Annotated[
        Path | None,
        typer.Option(readable=False, help="Answers to the questions of this statement."),
    ] = None,
    questions: Annotated[
        Path | None, typer.Option(help="File to write the questions to, to be answered.")
    ] = None,
    rule: RuleFile = None,
    ladder: LadderFile = None,
    output: Format = "text",
    html: OutFile = None,
    pdf: OutFile = None,
    language: Language = "en",
) -> None:
    """State what a lowering means for each arrangement, and ask what is to be decided."""
    from peil.act.divestment import LevelStep
    from peil.workflow.policy import policy_text, state_lowering, write_questions

    said_in(output, language)
    outside(dossier, questions, html, pdf, also=[answers, rule, ladder])
    step = LevelStep(before=before, after=after, on=day_of("--on", on))
    watched = progress("Replaying the reviews")
    brief = state_lowering(dossier, step, answers or (), **constants(rule, ladder), watched=watched)
    text = policy_text(brief, output, language, screen=screen())
    if questions is not None:
        write_questions(brief.answered.statement, questions)
    if html is not None or pdf is not None:
        from peil.workflow.policy_pages import write_lowering

        write_lowering(brief, language, html=html, pdf=pdf)
    say(text)


@policy.command()
def status(
    dossier: Dossier,
    as_of: AsOf,
    output: Format = "text",
    html: OutFile = None,
    pdf: OutFile = None,
    language: Language = "en",
) -> None:
    """Say where recommendations and arrangements stand on a day, and what wears away."""
    from peil.workflow.policy import policy_text, tell_status

    said_in(output, language)
    outside(dossier, html, pdf)
    day = day_of("--as-of", as_of)
    text = policy_text(tell_status(dossier, day), output, language, screen=screen())
    if html is not None or pdf is not None:
        from peil.workflow.policy_pages import write_views
        from peil.workflow.policy_views import views_of

        views = views_of(dossier, day, watched=progress("Replaying the reviews"))
        write_views(views, language, html=html, pdf=pdf)
    say(text)


@policy.command()
def diff(
    dossier: Dossier,
    earlier: Annotated[str, typer.Option("--from", help="Earlier day, such as 2018-01-22.")],
    later: Annotated[str, typer.Option("--to", help="Later day.")],
    output: Format = "text",
    html: OutFile = None,
    pdf: OutFile = None,
    language: Language = "en",
) -> None:
    """Compare what was there on one day with what is there on another."""
    from peil.workflow.policy import compare_days, policy_text

    said_in(output, language)
    days = day_of("--from", earlier), day_of("--to", later)
    outside(dossier, html, pdf)
    brief = compare_days(dossier, *days)
    text = policy_text(brief, output, language, screen=screen())
    if html is not None or pdf is not None:
        from peil.workflow.policy_pages import write_diff

        write_diff(brief, language, html=html, pdf=pdf)
    say(text)
