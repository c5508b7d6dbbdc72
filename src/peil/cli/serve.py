"""The commands of servers: one that answers, one that works beside it, its backup and its audit."""

from pathlib import Path
from typing import Annotated

import typer

from peil.cli.options import Dossier, say
from peil.report.words import words_in
from peil.terms.errors import BadInput, PeilError

Home = Annotated[
    Path, typer.Option(help="Folder of the server's own files: database, keys, what it tells.")
]
HOME = Path("desk")
MOST_WORKERS = 64
audit = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="The audit of a server, for its overseers."
)
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
    home: Home = HOME,
    address: Annotated[str, typer.Option(help="Where it answers.")] = "127.0.0.1:8000",
    workers: Annotated[int, typer.Option(help=f"Processes that answer, 1 to {MOST_WORKERS}.")] = 2,
    invite: Annotated[
        Path | None,
        typer.Option(help="Table of the first people: print the link of each, and stop."),
    ] = None,
    *,
    demonstration: Annotated[
        bool,
        typer.Option(
            "--demonstration", help="Invent people of every role; no second factor is asked."
        ),
    ] = False,
    clock: Annotated[
        str, typer.Option(help="Moment at which a demonstration begins, such as 2018-01-15T09:00.")
    ] = "",
    exercise: Annotated[
        bool, typer.Option("--exercise", help="Say on every page and file that it is an exercise.")
    ] = False,
) -> None:
    """Start the desk of a fusion centre: requests, assessments, decisions and what is told."""
    from peil.workflow.serving import Settings, invite_first, serve_desk

    if not 1 <= workers <= MOST_WORKERS:
        raise BadInput(f"--workers has the value {workers}; give 1 to {MOST_WORKERS}")
    settings = Settings(
        home=home,
        dossier=dossier,
        is_demonstration=demonstration,
        is_exercise=exercise,
        begins=clock,
    )
    if invite is not None:
        for email, link in invite_first(settings, invite):
            say(f"{email} {link}")
        return
    raise typer.Exit(serve_desk(settings, address=address, workers=workers))


def work(
    dossier: Dossier,
    home: Home = HOME,
    key: Annotated[
        Path | None, typer.Option(help="Key that signs the audit; made where there is none.")
    ] = None,
) -> None:
    """Do what a server does each minute: overdue duties, mail, the signed audit."""
    from peil.workflow import clock
    from peil.workflow.serving import Settings, set_up
    from peil.workflow.working import alone
    from peil.workflow.working import work as do_work

    set_up(Settings(home=home, dossier=dossier))
    from peil.workflow.desk.proposing import freeze
    from peil.workflow.desk.server import desk as desk_of  # its rows need what was set up

    with alone(home / "work") as is_alone:
        for line in do_work(clock.now(), key, desk_of(dossier)) if is_alone else ():
            say(line)
    # Takes minutes: whoever comes meanwhile does the rest.
    with alone(home / "work" / "figures") as is_alone:
        if is_alone and (frozen := freeze(dossier, home / "proposals", clock.now())):
            say(f"proposal {frozen}")


def backup(
    file: Annotated[Path, typer.Argument(help="File to write.")],
    dossier: Dossier,
    key: Annotated[Path, typer.Option(help="Key of the backup; made where there is none.")],
    home: Home = HOME,
) -> None:
    """Write every row of a server into one encrypted file."""
    from peil.workflow.backing_up import back_up
    from peil.workflow.serving import Settings, set_up

    set_up(Settings(home=home, dossier=dossier))
    say(f"{file} holds the server up to event {back_up(file, key)}; keep {key} elsewhere")


def restore(
    file: Annotated[Path, typer.Argument(help="File that `peil backup` wrote.")],
    dossier: Dossier,
    key: Annotated[Path, typer.Option(help="Key of the backup.")],
    home: Home = HOME,
    head: Annotated[
        Path | None, typer.Option(help="head.txt of the newest exported audit.")
    ] = None,
) -> None:
    """Write a backup into an empty home, verify its audit, and name what it lacks."""
    from peil.workflow.backing_up import restore as do_restore
    from peil.workflow.serving import Settings, set_up

    set_up(Settings(home=home, dossier=dossier))
    found = do_restore(file, key, head)
    if found:
        raise PeilError(f"restored into {home}, which lacks or breaks: {', '.join(found)}")
    say(f"restored into {home}; its audit is whole")


@audit.command()
def export(
    file: Annotated[Path, typer.Argument(help="File to write.")],
    dossier: Dossier,
    home: Home = HOME,
) -> None:
    """Write the audit up to its newest signed head."""
    from peil.workflow.serving import Settings, set_up
    from peil.workflow.working import export_audit

    set_up(Settings(home=home, dossier=dossier))
    say(words_in("en")("desk_command.exported", file=str(file), n=export_audit(file)))


@audit.command()
def verify(
    file: Annotated[Path, typer.Argument(help="Exported audit.")],
    key: Annotated[Path, typer.Option(help="Public key of the server.")],
    head: Annotated[
        Path | None, typer.Option(help="head.txt of an older export, which this must go on from.")
    ] = None,
) -> None:
    """Verify an exported audit offline: its signature, and each link of its chain."""
    from peil.workflow.audit_file import head_of, verify_file

    older = head_of(head.read_bytes()) if head else None
    verdict = verify_file(file, key.read_text(encoding="utf-8", errors="replace"), older)
    if verdict.faults:
        raise PeilError(f"{file} does not hold: {', '.join(verdict.faults)}")
    told = {"file": str(file), "n": verdict.head.size, "at": verdict.head.at}
    say(words_in("en")("desk_command.verified", **told))
