"""Serving: what a server needs before it answers, and the process that answers."""

import os
import secrets
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from peil.report.folder_lock import folder_lock
from peil.terms.errors import BadInput
from peil.workflow import clock

LOOPBACK = ("127.0.0.1:", "localhost:", "[::1]:")
LAST_PORT = 65_535
SETTINGS = "peil.web.settings"
APPLICATION = "django.core.wsgi:get_wsgi_application()"
"""Named by a text: no command imports a server."""
KEY, AUDIT_KEY, CLOCK = "secret.key", "audit.key", "clock.txt"
PATIENCE = 300
"""Seconds in which another command that makes the tables must be done."""
MAKING_TABLES = 7_345_118
"""The number of the lock under which PostgreSQL lets one command at a time make the tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where a server keeps its files, whose law it follows, and whether it is only tried.

    `begins` is the moment at which the clock of a demonstration begins; empty for the real one.
    """

    home: Path
    dossier: Path
    is_demonstration: bool = False
    is_exercise: bool = False
    begins: str = ""


def serve_desk(settings: Settings, *, address: str, workers: int) -> int:
    """Bring the desk's tables up to date, and answer until stopped.

    Raises:
        BadInput: the extra of the servers is not installed, a demonstration would be open to
            others, the process that answers could sign the audit, the dossier has no law, or
            there is no such port.
    """
    port = address.rpartition(":")[2]
    if port.isdecimal() and int(port) > LAST_PORT:
        raise BadInput(f"{address} has a port above {LAST_PORT}; give another")
    if find_spec("django") is None or find_spec("gunicorn") is None:
        raise BadInput("the servers are not installed; install the package with its extra `server`")
    if settings.begins and not settings.is_demonstration:
        raise BadInput("only a demonstration has a clock of its own; add --demonstration")
    if settings.is_demonstration and not address.startswith(LOOPBACK):
        raise BadInput(
            f"a demonstration asks no second factor, and {address} can be reached by others; "
            "give an address of this machine, such as 127.0.0.1:8000"
        )
    audit = settings.home / AUDIT_KEY
    if not settings.is_demonstration and os.access(audit, os.R_OK):
        raise BadInput(
            f"{audit} can be read by the process that answers, which must not sign the audit; "
            "keep it where only the user of `peil work` can read it"
        )
    set_up(settings)
    from peil.workflow.desk.server import desk

    desk(settings.dossier)  # what has no law is refused, and not followed
    follow_law(settings.dossier)
    command = [sys.executable, "-m", "gunicorn", APPLICATION, "--bind", address]
    command += ["--workers", str(workers), "--preload", "--log-level", "warning"]
    return subprocess.run(command, check=False).returncode  # noqa: S603  # its words are ours


def invite_first(settings: Settings, file: Path) -> list[tuple[str, str]]:
    """Let the first people of a desk in by a table, and give each address with its link."""
    set_up(settings)
    from peil.workflow.accounts import first_people
    from peil.workflow.desk.server import desk

    rights = desk(settings.dossier).law.rights
    follow_law(settings.dossier)
    return first_people(file, rights, clock.now())


def set_up(settings: Settings) -> None:
    """Make the folder, its key and its tables, and people where the desk is only tried.

    Of two commands that begin at once the second waits, and finds what the first made.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with folder_lock(settings.home, patience=PATIENCE):
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PEIL_HOME": str(settings.home.resolve()),
            "PEIL_DOSSIER": str(settings.dossier.resolve()),
            "PEIL_SECRET_KEY": _key_in(settings.home),
            "PEIL_DEMONSTRATION": "1" if settings.is_demonstration else "",
            clock.AHEAD: _clock_in(settings.home, settings.begins),
        }
        _make_tables()
        _set_exercise(settings)
        if settings.is_demonstration:
            from peil.workflow.desk.demonstration import populate

            populate(clock.now())


def _make_tables() -> None:
    """Bring the tables up to date; on PostgreSQL, which other homes may share, in one transaction."""
    import django
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    from peil.store.shared import audit

    is_shared = connection.vendor == "postgresql"
    with transaction.atomic() if is_shared else nullcontext():
        if is_shared:  # a lock of its own: who writes waits for no command that changes no table
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MAKING_TABLES])
            made = MigrationExecutor(connection)
            if made.migration_plan(made.loader.graph.leaf_nodes()):
                audit.one_at_a_time()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)


def _set_exercise(settings: Settings) -> None:
    """Let every command of a home that was begun as an exercise say that it is one.

    Raises:
        BadInput: something real was done there before.
    """
    from django import conf

    from peil.store.shared import audit
    from peil.workflow.acting import transactional

    if settings.is_exercise:
        with transactional():
            is_begun = audit.begin_exercise(clock.now())
        if not is_begun:
            raise BadInput(
                f"{settings.home} holds what is no exercise; give the exercise a home of its own"
            )
    conf.settings.EXERCISE = audit.is_exercise()
    if conf.settings.EXERCISE:  # nothing of it goes where the public reads, whatever was set
        conf.settings.PUBLIC = settings.home / "public"
    os.environ["PEIL_EXERCISE"] = "1" if conf.settings.EXERCISE else ""


def follow_law(dossier: Path) -> None:
    """Add or name anew the offices that the law's table names; the audit tells of other tables."""
    from peil.feeds.law.read import read_offices
    from peil.store.shared import audit
    from peil.store.shared.people import add_office
    from peil.workflow.acting import transactional
    from peil.workflow.desk.server import LAW

    for code, name, group in read_offices(dossier / LAW):
        add_office(code, name, group)
    tables = sha256()
    for file in sorted((dossier / LAW).glob("*.csv")):
        tables.update(file.name.encode() + sha256(file.read_bytes()).digest())
    with transactional():
        audit.note_law(tables.hexdigest(), clock.now())


def _clock_in(home: Path, begins: str) -> str:
    """Give by how much the clock of a home is ahead: told once, and the same for all its commands."""
    file = home / CLOCK
    if begins and not file.exists():
        file.write_text(clock.ahead(begins), encoding="utf-8")
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _key_in(home: Path) -> str:
    """Give the server's own secret, made once and readable by it alone."""
    file = home / KEY
    if not file.exists():
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as opened:
            opened.write(secrets.token_urlsafe(48))
    return file.read_text(encoding="utf-8")
