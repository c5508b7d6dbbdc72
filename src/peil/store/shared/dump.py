"""Every row of a server as lines of JSON, whatever engine holds it, and back again."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, transaction

PASSING = frozenset({"contenttypes.contenttype", "auth.permission", "sessions.session"})
"""What Django makes again by itself, or what ends with the server."""


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Let all that is read within be as it is now, whatever others write meanwhile."""
    engine: Any = connection
    usual = getattr(engine, "transaction_mode", None)
    engine.transaction_mode = "DEFERRED"  # as SQLite lets nobody else write otherwise
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    finally:
        engine.transaction_mode = usual


def rows() -> Iterator[str]:
    """Give every row as one line, with the rows of others that it leads to."""
    for model in apps.get_models():
        if model._meta.label_lower not in PASSING and model._meta.managed:
            found = model._base_manager.order_by("pk").iterator(chunk_size=2000)
            for row in found:
                yield serializers.serialize("jsonl", [row]).strip()


def load(lines: Iterable[str]) -> None:
    """Write rows into tables that are empty, to which more can be added: all of them or none."""
    with transaction.atomic(), connection.constraint_checks_disabled():
        for row in serializers.deserialize("jsonl", lines):
            row.save()
        connection.check_constraints()
        with connection.cursor() as cursor:
            for each in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
                cursor.execute(each)
