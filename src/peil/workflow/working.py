"""Working: what a server does each minute beside answering; done twice, it does nothing more."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peil.report.folder_lock import folder_lock
from peil.report.words import words_in
from peil.terms.errors import BadInput, BadOutput
from peil.workflow import clock
from peil.workflow.audit_file import Head, sign, write_file
from peil.workflow.mailing import address, deliver

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from peil.workflow.acting import Server

HOUR = dt.timedelta(hours=1)
DIGEST_FROM = 6
"""The hour from which those are told who want one mail a day."""


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Say whether no other process works on what a folder stands for, and keep others out if so."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        try:
            held.enter_context(folder_lock(folder))
        except BadOutput:
            yield False
        else:
            yield True


def work(now: dt.datetime, key: Path | None, server: "Server") -> list[str]:
    """Mark what is overdue, publish what is due, sign the chain, and send the mails that wait.

    Args:
        key: file of the key that signs, which the process that answers cannot read.
        server: its rights and levels.

    Returns:
        What was done, for the terminal.
    """
    from django.conf import settings

    from peil.store.shared import people
    from peil.workflow.acting import transactional
    from peil.workflow.desk.deciding import ask_again, ask_for_reviews
    from peil.workflow.desk.embargo import ask_new_director, strike_gone
    from peil.workflow.desk.publishing import publish_all
    from peil.workflow.desk.telling import hold_back
    from peil.workflow.duties import mark_overdue, pass_on

    law, words = server.law, words_in("en")
    with transactional():
        asked, held = ask_for_reviews(now, law), hold_back(now, law)
        done = [words("desk_command.reviews", n=asked)] if asked else []
        done += [words("desk_command.held_back", n=held)] if held else []
        done += [f"{late} overdue" for late in [mark_overdue(now, law)] if late]
        done += [f"{left} passed on" for left in [pass_on(server, now)] if left]
        ask_again(now, law)
        ask_new_director(now, law)
        strike_gone(now, law)
    if key is not None and checkpoint(now, key):
        done.append("chain signed")
    day = now.astimezone(clock.ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    for at_once in (True, False) if now.hour >= DIGEST_FROM else (True,):
        waiting = people.waiting(at_once, now, day)
        done += [_mail(person, mails, now) for person, mails in waiting.items()]
    # Last, as mail and signatures wait for no paper; outside, as who answers writes meanwhile.
    try:
        told = publish_all(settings.PUBLIC, law.scale, now, is_exercise=settings.EXERCISE)
        done += [words("desk_command.public", n=len(told))] if told else []
    except OSError as error:
        done.append(f"public files cannot be written: {error}")
    return done


def checkpoint(now: dt.datetime, key: Path) -> bool:
    """Sign the size and head of the chain, unless that was done within the hour.

    A moment still to come does not count: the clock was ahead then.
    """
    from peil.store.shared import audit

    last = audit.last_checkpoint()
    if last is not None and dt.timedelta(0) <= now - last.at < HOUR:
        return False
    size, digest = audit.head()
    head = Head(size=size, digest=digest, at=now.astimezone(dt.UTC).isoformat(timespec="seconds"))
    audit.checkpoint(sign(head.written(), signing_key(key)), size=size, digest=digest, at=now)
    return True


def export_audit(path: Path) -> int:
    """Write the chain up to its newest signed head, and give the number of its events.

    Raises:
        BadInput: it was never signed.
    """
    from peil.store.shared import audit

    last = audit.last_checkpoint()
    if last is None:
        raise BadInput("the audit was never signed; run `peil work` with its key first")
    moment = last.at.astimezone(dt.UTC).isoformat(timespec="seconds")
    head = Head(size=last.size, digest=last.digest, at=moment)
    write_file(path, audit.chain(), head, last.signature)
    return last.size


def signing_key(path: Path) -> "Ed25519PrivateKey":
    """Read the key that signs, made where there is none, with the public one beside it."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not path.exists():
        made = Ed25519PrivateKey.generate()
        private = made.private_bytes(
            form.Encoding.PEM, form.PrivateFormat.OpenSSH, form.NoEncryption()
        )
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as opened:
            opened.write(private)
        public = made.public_key().public_bytes(form.Encoding.OpenSSH, form.PublicFormat.OpenSSH)
        path.with_suffix(".pub").write_bytes(public + b"\n")
    try:
        key = form.load_ssh_private_key(path.read_bytes(), None)
    except (OSError, ValueError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput(
            f"{path} is no key that signs an audit; name a file that `peil work` may make"
        )
    return key


def _mail(person: Any, messages: list[Any], now: dt.datetime) -> str:
    """Send one mail for all that waits for a person: how much and where, never what."""
    from peil.store.shared import people

    words = words_in(person.language)
    subject = words("desk_mail.subject", n=len(messages))
    failed = deliver(person, subject, words("desk_mail.text", address=address()))
    people.mark_sent(messages, now, failed)
    return "mail failed" if failed else "mail sent"
