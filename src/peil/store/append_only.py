"""Tables that are only added to: triggers refuse to change or delete a row, whoever asks."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION only_added_to() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '%% is only added to', TG_TABLE_NAME; END $$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION only_added_to();
CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION only_added_to();
"""


def append_only(table: str) -> migrations.RunPython:
    """Give the step of a migration that lets rows of a table only be added."""

    def protect(_: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(POSTGRESQL.format(table=table))
        else:
            for verb in ("UPDATE", "DELETE"):
                editor.execute(SQLITE.format(table=table, verb=verb))

    return migrations.RunPython(protect, migrations.RunPython.noop)
