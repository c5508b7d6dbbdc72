"""The commands `peil serve`: each starts one server, with its own database and people."""

from pathlib import Path
from typing import Annotated

import typer

from peil.cli.options import Dossier

serve = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Start a server; each holds one database and opens no other.",
)


@serve.callback()
def servers() -> None:
    """Keep `desk` a command of its own, as other servers will be."""


@serve.command()
def desk(
    dossier: Dossier,
    home: Annotated[
        Path, typer.Option(help="Folder of the server's own files: database, keys, what it tells.")
    ] = Path("desk"),
    address: Annotated[str, typer.Option(help="Where it answers.")] = "127.0.0.1:8000",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 2,
    *,
    demonstration: Annotated[
        bool,
        typer.Option(
            "--demonstration", help="Invent people of every role; no second factor is asked."
        ),
    ] = False,
    exercise: Annotated[
        bool, typer.Option("--exercise", help="Say on every page and file that it is an exercise.")
    ] = False,
) -> None:
    """Start the desk of a fusion centre: requests, assessments, decisions and what is told."""
    from peil.workflow.serving import Settings, serve_desk

    settings = Settings(
        home=home, dossier=dossier, is_demonstration=demonstration, is_exercise=exercise
    )
    raise typer.Exit(serve_desk(settings, address=address, workers=workers))
