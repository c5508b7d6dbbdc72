"""Rows that became known after a day, in every table, change no byte of a report of that day."""

import inspect

import pytest
from tests.hostile.as_known import (
    APART,
    AS_OF,
    COMMANDS,
    COMMANDS_APART,
    FORMS,
    LOWERING,
    SITE,
    STATUS,
    UNVERIFIED,
    told_apart,
)
from tests.hostile.later import (
    ABOUT,
    DAY,
    OTHERWISE,
    PARTS,
    TIMELESS,
    dated_tables,
    known_by,
)
from typer import Typer

from peil.cli.forms import FORMATS, _forms
from peil.cli.main import app
from peil.feeds.dossier.layout import TABLES, layout_of
from peil.workflow.reports import REPORTS

SEED = 17
JSON = FORMS["json"]
SAMPLE = [
    SITE,
    *(
        (*words, *JSON)
        for words in (
            STATUS,
            LOWERING,
            *COMMANDS["judgement"][:1],
            *COMMANDS["replay"],
            *COMMANDS["then-and-now"],
            ("practices", "DOSSIER", *AS_OF, *UNVERIFIED),
            ("track", "DOSSIER", "--to", "DAY", *UNVERIFIED),
        )
    ),
]
"""A site holds most reports as pages, papers and data; the others are asked for as data."""


def test_rows_that_became_known_later_change_no_byte_of_a_day() -> None:
    assert told_apart(DAY, SEED, SAMPLE) == []


def test_every_report_and_every_form_is_compared_or_set_apart_with_a_reason() -> None:
    assert {*COMMANDS, *APART} == {*REPORTS}
    assert not {*COMMANDS} & {*APART}
    options = {word.removeprefix("--") for form in FORMS.values() for word in form if "--" in word}
    taken = {*inspect.signature(_forms).parameters} - {"output", "full", "language"}
    assert taken | {"format", "all"} == options
    assert {form[1] for form in FORMS.values() if "--format" in form} == {*FORMATS} - {"text"}


def test_every_command_that_reads_a_dossier_is_asked_or_set_apart() -> None:
    asked = {words[: words.index("DOSSIER")] for several in COMMANDS.values() for words in several}
    found = {words if words[0] not in COMMANDS_APART else words[:1] for words in _commands(app)}
    assert asked | {SITE[:1]} | {(word,) for word in COMMANDS_APART} == found


def _commands(group: Typer) -> list[tuple[str, ...]]:
    """List the commands of a group by their words."""
    own = [(each.name or each.callback.__name__.strip("_"),) for each in group.registered_commands]
    inner = [
        (str(each.name), *words)
        for each in group.registered_groups
        for words in _commands(each.typer_instance)
    ]
    return [*own, *inner]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_says_when_its_rows_became_known(table: str) -> None:
    fields = layout_of(table).fields
    days = {name for name, field in fields.items() if field.type in ("date", "year")}
    told = days - ABOUT
    if table in TIMELESS:
        assert told == set()
    else:
        assert known_by(table) in fields
        later = {name for name, value in PARTS.get(table, {}).items() if value == "LATER"}
        assert told <= {known_by(table), *later}


def test_what_is_said_of_tables_is_of_tables_that_there_are() -> None:
    assert {*TIMELESS, *OTHERWISE, *PARTS} <= {*TABLES}
    assert {*OTHERWISE, *PARTS} <= {*dated_tables()}
