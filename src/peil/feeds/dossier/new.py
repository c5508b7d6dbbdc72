"""A new dossier: empty tables, a scale to fill in, and an example of every row."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from peil.feeds.dossier.layout import REQUIRED_TABLES, TABLES, Layout, layout_of, schema_of
from peil.feeds.tables.names import countries
from peil.feeds.tables.problems import DESCRIPTOR, quoted
from peil.report.folder_lock import draft_folder
from peil.terms.errors import BadInput, BadOutput

STARTED_WITH = tuple(name for name in TABLES if name != "plots")
"""An empty table of plots would say that none is open; nobody has said so yet."""

EXAMPLES = "EXAMPLES.md"
SCALE = """# The levels that the country's law sets. Replace everything between quotes, and the days.
name = {name}
instrument = "none named yet"
article = "none named yet"
# The law is in force from this day on.
valid_from = 2000-01-01
# The first monthly review that can be replayed, on the last day of a month.
replay_from = 2000-01-31

# Names and meanings by language: { en = "low", fr = "faible", nl = "laag", de = "gering" }.
{levels}# Where the law means an attack that is about to happen: imminent = true
"""
CALLED = ("low", "medium", "serious", "very serious")
LEVEL = """[[levels]]
number = {n}
name = { en = "{called}" }
meaning = { en = "what the law says of level {n}" }
"""
INTRODUCTION = """# How to fill in this dossier

Each table below is a CSV file in this folder with one row of column names. An example of a
row stands beside each column; nothing in this file is read. Columns marked `may be left out`
need not be there; a column that is there must be filled unless it `may be empty`. Add a table
of open plots only if somebody answers for it: an empty one says that no plot is open.

Write days as in 2018-01-22, numbers without a sign between thousands, and save the files in
UTF-8. `peil check` says what is wrong, with the row and the remedy.

`scale.toml` holds the levels; fill it in from the law. What people decided may stand in
`decisions/DAY.toml`, a file for each day, and a ladder of the country's own in a `ladder.toml`. What policy agreed on stands in
a `policy.toml`, with the names of the bodies that its tables speak of under `[bodies]`.

A figure weighs only where it can be compared: files, arrests and propaganda with at least 24
months of their own past (12 for a monthly series), departures and returns as they are counted,
attacks with a row of `attacks_complete.csv`. The others are shown with a direction. Inhabitants
in `population.csv` test an answer; the level does not need them.
"""


def new_dossier(country: str, folder: Path) -> None:
    """Write an empty dossier of a country, whole or not at all.

    Raises:
        BadInput: the name of the country is empty or cannot be printed.
        BadOutput: the folder exists and is not empty, or cannot be written.
    """
    if not country.strip() or not country.isprintable():
        raise BadInput(f"the country is {quoted(country)}; give its name in plain letters")
    _refuse_used(folder)
    try:
        with draft_folder(folder.parent, folder.with_name(f".{folder.name}.new-").name) as draft:
            for file, text in _files(country.strip()).items():
                (draft / file).write_text(text, encoding="utf-8")
            if folder.is_dir():
                folder.rmdir()
            draft.rename(folder)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the name cannot be written"
        raise BadOutput(
            f"the dossier {quoted(str(folder))} cannot be written ({reason}); choose another folder"
        ) from None


def scale_text(name: str) -> str:
    """Write a scale to fill in, under a name between quotes."""
    levels = (
        LEVEL.replace("{n}", str(n)).replace("{called}", called)
        for n, called in enumerate(CALLED, start=1)
    )
    return SCALE.replace("{name}", name).replace("{levels}", "\n".join(levels))


def describe(subject: str, *, tables: Sequence[str], title: str, **more: Any) -> dict[str, Any]:
    """Describe a dossier as a Data Package, with the Table Schema of each table.

    Of what is no country of ISO 3166 it says that it is made up, until somebody says otherwise.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": _slug(subject),
        "title": title,
        **more,
        "peil": {"subject": subject, **({} if subject in countries() else {"fictional": True})},
        "resources": [_resource(name) for name in tables],
    }


def as_json(descriptor: Mapping[str, Any]) -> str:
    """Write a descriptor out, to be read by people as well."""
    return json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"


def _resource(table: str) -> dict[str, Any]:
    schema = schema_of(table)
    return {
        "name": table,
        "title": schema.pop("title"),
        "path": f"{table}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _slug(subject: str) -> str:
    plain = unicodedata.normalize("NFKD", subject).encode("ascii", "ignore").decode().lower()
    return "-".join(["dossier", *re.findall("[a-z0-9]+", plain)])


def _refuse_used(folder: Path) -> None:
    try:
        is_used = folder.is_symlink() or (folder.exists() and not folder.is_dir())
        is_used = is_used or (folder.is_dir() and any(folder.iterdir()))
    except (OSError, ValueError):
        is_used = True
    if is_used or not folder.name:
        raise BadOutput(
            f"{quoted(str(folder))} holds something already, or cannot be looked into; "
            "choose a new or an empty folder"
        )


def _files(country: str) -> dict[str, str]:
    title = f"Threat indicators of {country}"
    descriptor = describe(country, tables=STARTED_WITH, title=title)
    name = json.dumps(f"Threat level of {country}", ensure_ascii=False)
    examples = (example_of(layout_of(table)) for table in TABLES)
    return {
        DESCRIPTOR: as_json(descriptor),
        "scale.toml": scale_text(name),
        EXAMPLES: "\n".join([INTRODUCTION, *examples]),
        **{f"{table}.csv": f"{','.join(layout_of(table).fields)}\n" for table in STARTED_WITH},
    }


def example_of(layout: Layout) -> str:
    """Describe a table with an example of a row, in Markdown."""
    needed = "required" if layout.name in REQUIRED_TABLES else "optional"
    lines = [
        f"## {layout.name}.csv ({needed})",
        "",
        f"{layout.title}.",
        "",
        "| column | example | meaning | |",
        "|---|---|---|---|",
    ]
    for field in layout.fields.values():
        notes = [
            *(["may be left out"] if field.may_be_absent else []),
            *([] if field.required else ["may be empty"]),
        ]
        lines.append(
            f"| `{field.name}` | {field.example} | {field.description} | {', '.join(notes)} |"
        )
    lines += ["", "As lines of the file:", "", "```csv", *example_lines(layout), "```"]
    return "\n".join(lines) + "\n"


def example_lines(layout: Layout) -> list[str]:
    """Write the row of column names and an example of a row, as they stand in a file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(layout.fields)
    writer.writerow(field.example for field in layout.fields.values())
    return text.getvalue().splitlines()
