"""Form: what other tools that read Data Packages would object to."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from peil.feeds.dossier.descriptor import Package
from peil.feeds.dossier.files import Files
from peil.feeds.tables.problems import DESCRIPTOR, MOST_ALIKE
from peil.terms.errors import BadDossier, Problem

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


def form_problems(files: Files, package: Package, rows: Mapping[str, int]) -> Iterator[Problem]:
    """Validate the descriptor and the first rows of every table by the published standard.

    Args:
        files, package: the dossier.
        rows: how many rows each table has, by its file; below them are blanks alone.
    """
    try:
        with files.on_disk() as folder:
            for problem in _validate(files, folder, package):
                if problem.row is None or problem.row <= rows.get(problem.file, problem.row) + 1:
                    yield problem
    except Exception as error:  # noqa: BLE001 - whatever the validator stumbles over is said
        yield Problem(
            file=DESCRIPTOR,
            row=None,
            what=f"cannot be followed by other readers of Data Packages ({_line(error)})",
            remedy="compare its schemas with those of a new dossier",
        )


def _validate(files: Files, folder: Path, package: Package) -> Iterator[Problem]:
    from frictionless import FrictionlessException
    from frictionless import Package as Standard

    descriptor = _safe(files, package.data)
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


def _safe(files: Files, data: Mapping[str, Any]) -> dict[str, Any]:
    """Copy what matters for reading, so that no address in a descriptor is ever visited."""
    kept = {key: data[key] for key in ("name", "title", "description", "version") if key in data}
    resources = []
    for entry in data["resources"]:
        if not isinstance(entry.get("schema", {}), dict) or not isinstance(entry.get("path"), str):
            continue
        try:
            files.locate(entry["path"])
        except BadDossier:
            continue
        read = {key: entry[key] for key in READ_HERE if key in entry}
        dialect = read.get("dialect", {})
        told = {**DIALECT, **dialect} if isinstance(dialect, dict) else dialect
        resources.append({**read, "dialect": told})
    return {**kept, "resources": resources}


def _said(file: str, error: Any) -> Problem:
    return Problem(
        file=file,
        row=getattr(error, "row_number", None),
        what=f"departs from the Data Package standard ({_line(error.message)})",
        remedy=f"correct it, or the schema in {DESCRIPTOR}",
    )


def _line(message: object) -> str:
    words = " ".join(str(message).split())
    return words if len(words) <= 200 else f"{words[:197]}..."
