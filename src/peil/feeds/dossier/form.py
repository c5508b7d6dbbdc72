"""Form: what other tools that read Data Packages would object to."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from peil.feeds.dossier.descriptor import Package
from peil.feeds.dossier.files import Files
from peil.feeds.dossier.layout import TABLES, layout_of
from peil.feeds.tables.problems import DESCRIPTOR, MOST_ALIKE, about, quoted
from peil.feeds.tables.table import Table
from peil.terms.errors import Problem

ROWS = 20_000
"""Rows of a table that are tried; all of a million would take a minute."""

READ_HERE = (
    "name",
    "type",
    "title",
    "description",
    "path",
    "dialect",
    "schema",
    "format",
    "encoding",
)
"""Properties of a resource that matter for reading it; none leads to a network."""

DIALECT = {"delimiter": ",", "quoteChar": '"', "skipInitialSpace": False}
"""How a table is written by the standard unless its dialect says otherwise; left unsaid, the
validator guesses it from the first rows, and takes a sound file with long words for another."""


def form_problems(files: Files, package: Package, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Validate the descriptor and the first rows of every table by the published standard.

    Args:
        package: what the descriptor says, without problems, so that every path leads into the folder.
        tables: those that were read, by file; below their rows are blanks alone.
    """
    try:
        descriptor = _safe(package.data)
        yield from _unlike_patterns(descriptor, tables)
        with files.on_disk() as folder:
            for problem in _validate(descriptor, folder):
                table = tables.get(problem.file)
                if problem.row is None or table is None or problem.row <= table.rows + 1:
                    yield problem
    except Exception as error:  # noqa: BLE001 - whatever the validator stumbles over is said
        yield about(
            DESCRIPTOR,
            f"cannot be followed by other readers of Data Packages ({_line(error)})",
            "compare its schemas with those of a new dossier",
        )


def _validate(descriptor: dict[str, Any], folder: Path) -> Iterator[Problem]:
    from frictionless import FrictionlessException
    from frictionless import Package as Standard

    paths = {entry["name"]: entry["path"] for entry in descriptor["resources"]}
    try:
        standard = Standard.from_descriptor(descriptor, basepath=str(folder))
    except FrictionlessException as error:
        for one in error.reasons or [error.error]:
            yield _said(DESCRIPTOR, one)
        return
    report = standard.validate(limit_rows=ROWS, limit_errors=MOST_ALIKE)
    yield from (_said(DESCRIPTOR, one) for one in report.errors)
    for task in report.tasks:
        yield from (_said(paths.get(task.name, DESCRIPTOR), one) for one in task.errors)


def _safe(data: Mapping[str, Any]) -> dict[str, Any]:
    """Copy what matters for reading, so that no address in a descriptor is ever visited."""
    kept = {key: data[key] for key in ("name", "title", "description", "version") if key in data}
    resources = []
    for entry in deepcopy(data["resources"]):
        read = {key: entry[key] for key in READ_HERE if key in entry}
        resources.append({**read, "dialect": {**DIALECT, **read.get("dialect", {})}})
    return {**kept, "resources": resources}


def _unlike_patterns(
    descriptor: Mapping[str, Any], tables: Mapping[str, Table]
) -> Iterator[Problem]:
    """Take the patterns out, for one may keep the validator forever, and try those that are not ours.

    They are tried by an engine that takes time in proportion to the text, whatever the pattern.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    ours = {field.pattern for name in TABLES for field in layout_of(name).fields.values()}
    for entry in descriptor["resources"]:
        table = tables.get(entry["path"])
        for field in entry.get("schema", {}).get("fields", ()):
            pattern = field.get("constraints", {}).pop("pattern", "")
            column = table.columns.get(field["name"]) if table else None
            if pattern in ours or column is None:
                continue
            words = pa.array(column.words, pa.string())
            fits = pc.match_substring_regex(words, f"^(?:{pattern})$").to_pylist()
            for word in (w for w, fit in zip(column.words, fits, strict=True) if w and not fit):
                row = column.codes.tolist().index(column.words.index(word)) + 2
                what = f"{field['name']} is {quoted(word)}, which is not like {quoted(pattern)}"
                remedy = f"correct it, or the pattern in {DESCRIPTOR}"
                yield about(entry["path"], what, remedy, row)
                break


def _said(file: str, error: Any) -> Problem:
    return about(
        file,
        f"departs from the Data Package standard ({_line(error.message)})",
        f"correct it, or the schema in {DESCRIPTOR}",
        getattr(error, "row_number", None),
    )


def _line(message: object) -> str:
    words = " ".join(str(message).split())
    return words if len(words) <= 200 else f"{words[:197]}..."
