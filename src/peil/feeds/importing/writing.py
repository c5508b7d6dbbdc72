"""Write imported counts into a dossier: checked beside it first, then all of it or nothing."""

import csv
import io
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peil.feeds.dossier.check import check_dossier
from peil.feeds.dossier.descriptor import Resource
from peil.feeds.dossier.layout import layout_of, schema_of
from peil.feeds.dossier.load import Loaded
from peil.feeds.dossier.new import as_json, describe
from peil.feeds.dossier.texts import DECISIONS, ENDING, SCALES
from peil.feeds.dossier.undo import link_or_copy, place_of, replacing
from peil.feeds.importing.source import Measure, Source
from peil.feeds.importing.vintages import DAY, MONTH, Recorded, Vintage
from peil.feeds.tables.problems import DESCRIPTOR, quoted, row_number
from peil.feeds.tables.table import Dialect
from peil.report.folder_lock import PATIENCE, abandoned, draft_folder, folder_lock
from peil.terms.calendar import as_date, first_day, last_day, month_of
from peil.terms.errors import BadDossier, BadInput, BadOutput, Problem

Row = Mapping[str, str]
KIND, DRAFT = "flow_count", ".import-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What is new about one series."""

    country: str
    measure: Measure
    vintages: Sequence[Vintage]


@dataclass(slots=True, kw_only=True)
class DossierChange:
    """New contents of files of a dossier, by their path in it, with what stands there now."""

    loaded: Loaded
    folder: Path
    new: dict[str, bytes] = field(default_factory=dict)
    old: dict[str, bytes | None] = field(default_factory=dict)

    def current(self, resource: Resource) -> bytes:
        """Give a table's file with the changes made so far."""
        if resource.file not in self.new:
            self.old[resource.file] = place_of(self.folder, resource.file).read_bytes()
        return self.new.get(resource.file) or self.old[resource.file] or b""

    def add(self, table: str, rows: Iterable[Row], *more: str) -> None:
        """Add rows at the end of a table; `more` names columns that were added to it."""
        resource = self.loaded.package.resources[table]
        names = [*self.loaded.tables[table].table.columns, *more]
        self.new[resource.file] = with_rows(self.current(resource), resource.dialect, names, rows)

    def descriptor(self) -> dict[str, Any]:
        """Give the descriptor, to be changed and put back."""
        path = self.folder / DESCRIPTOR
        self.old.setdefault(DESCRIPTOR, path.read_bytes())
        data: dict[str, Any] = json.loads(self.new.get(DESCRIPTOR) or path.read_bytes())
        return data


def recorded(loaded: Loaded, source: Source, ids: Sequence[str]) -> dict[tuple[str, str], Recorded]:
    """Collect what a dossier holds of the monthly series of a source, by country and indicator."""
    cells = loaded.tables["observations"]
    words = cells.words("indicator")
    wanted = [i for i, word in enumerate(words) if word in ids]
    found: dict[tuple[str, str], dict[int, list[Any]]] = {}
    start, end = cells.days("period_start"), cells.days("period_end")
    published, value = cells.days("published"), cells.numbers("value")
    codes = cells.codes("indicator")
    for i in wanted:
        for row in (codes == i).nonzero()[0].tolist():
            month = int(month_of(start[row]))
            is_whole = start[row] == first_day(month) and end[row] == last_day(month)
            if is_whole and cells.text("publisher", row) == source.publisher:
                series = found.setdefault((cells.text("country", row), words[i]), {})
                day = as_date(published[row])
                series.setdefault(month, []).append((day, float(value[row])))
    return dict(found)


def write_additions(
    loaded: Loaded,
    source: Source,
    additions: Sequence[Addition],
    file: str,
    on_wait: Callable[[], None],
) -> None:
    """Add indicators, observations and breaks to a dossier, all or nothing.

    Args:
        additions: what is new; without any, what a stopped import left is cleared away.
        file: name of the event file, as it is cited.
        on_wait: called where another import is writing, which has to be done first.

    Raises:
        BadDossier: the dossier would not be sound; its problems are told.
        BadInput: an indicator of the dossier forbids it.
        BadOutput: the dossier cannot be written, was changed meanwhile, or another import does
            not end.
    """
    folder = loaded.files.home
    if not additions:
        clean(folder)
        return
    change = DossierChange(loaded=loaded, folder=folder)
    measures = {a.measure.id: a.measure for a in additions}
    try:
        repeats = _add_indicators(change, measures)
        _add_observations(change, source, additions, repeats, file)
        _add_breaks(change, source, tuple(measures))
        wait: dict[str, Any] = {"refusal": _taken(folder), "patience": PATIENCE, "on_wait": on_wait}
        with draft_folder(folder, DRAFT, **wait) as draft:
            _lay_out(change, draft)
            problems = check_dossier(draft)
            if problems:
                raise _refusal(problems, loaded, file)
            with folder_lock(folder, **wait):
                _commit(change, draft)
    except OSError as error:
        raise BadOutput(
            f"the dossier {quoted(str(folder))} cannot be written "
            f"({error.strerror}); nothing of it was changed, make room or ask for the right"
        ) from None


def _refusal(problems: Sequence[Problem], loaded: Loaded, file: str) -> BadInput:
    """Name the event file where a row that came from it is at fault: the dossier lacks that row."""
    observations = loaded.package.resources["observations"].file
    last = row_number(loaded.tables["observations"].table.rows - 1)
    for problem in problems:
        if problem.file == observations and (problem.row or 0) > last:
            return BadInput(f"{file}: {problem.what}; {problem.remedy}")
    return BadDossier(tuple(problems))


def _taken(folder: Path) -> str:
    return (
        f"another import has been writing into the dossier {quoted(str(folder))} for "
        f"{PATIENCE} seconds; wait until it ends, or end it, and import again"
    )


def _add_indicators(change: DossierChange, measures: Mapping[str, Measure]) -> dict[str, Row]:
    """Add the indicators that are missing; give what observations repeat of each."""
    cells = change.loaded.tables["indicators"]
    known = {str(id_): row for row, id_ in enumerate(cells.texts("id"))}
    repeats: dict[str, Row] = {}
    missing: list[Measure] = []
    for measure in measures.values():
        if measure.id not in known:
            missing.append(measure)
            repeats[measure.id] = _indicator(measure)
            continue
        row = known[measure.id]
        repeats[measure.id] = {
            name: cells.text(name, row) for name in ("family", "measure_kind", "unit", "effort")
        }
        _refuse_other(measure, repeats[measure.id], weighs=bool(cells.flags("weighs")[row]))
    rows = map(_indicator, missing)
    if not cells.has("denominator") and any(m.denominator for m in missing):
        _add_denominator(change)
        change.add("indicators", rows, "denominator")
    elif missing:
        change.add("indicators", rows)
    return repeats


def _refuse_other(measure: Measure, row: Row, *, weighs: bool) -> None:
    if row["measure_kind"] != KIND:
        raise BadInput(
            f"the indicator {measure.id} of the dossier is a {row['measure_kind']}, not a {KIND}; "
            "give it another id there"
        )
    if measure.never_weighs and weighs:
        raise BadInput(
            f"the indicator {measure.id} weighs in the dossier, but {measure.weighs_reason}; "
            "write false in its column `weighs`"
        )


def _indicator(measure: Measure) -> Row:
    return {
        "id": measure.id,
        "name_en": measure.name,
        "unit": measure.unit,
        "measure_kind": KIND,
        "family": measure.family,
        "effort": measure.effort,
        "definition": measure.definition,
        "caveat": measure.caveat,
        "weighs": "false",
        "weighs_reason": measure.weighs_reason,
        "denominator": measure.denominator,
    }


def _add_denominator(change: DossierChange) -> None:
    """Add the column to the indicators, and name it in the schema that the descriptor gives of them."""
    resource, data = change.loaded.package.resources["indicators"], change.descriptor()
    old = change.current(resource)
    change.new[resource.file] = with_column(old, resource.dialect, "denominator")
    for entry in data["resources"]:
        fields = entry.get("schema", {}).get("fields")
        if entry["name"] != "indicators" or not fields:
            continue
        if all(column.get("name") != "denominator" for column in fields):
            ours = schema_of("indicators")["fields"]
            fields += [column for column in ours if column["name"] == "denominator"]
            change.new[DESCRIPTOR] = as_json(data).encode()


def _add_observations(
    change: DossierChange,
    source: Source,
    additions: Sequence[Addition],
    repeats: Mapping[str, Row],
    file: str,
) -> None:
    rows = (
        {**repeats[a.measure.id], **_observation(a, vintage, source, file)}
        for a in additions
        for vintage in a.vintages
    )
    change.add("observations", rows)


def _observation(addition: Addition, vintage: Vintage, source: Source, file: str) -> Row:
    return {
        "country": addition.country,
        "indicator": addition.measure.id,
        "period_start": str(first_day(vintage.month)),
        "period_end": str(last_day(vintage.month)),
        "period_precision": DAY,
        "value": str(vintage.value),
        "published": vintage.published.isoformat(),
        "published_precision": vintage.precision,
        "partial": "false",
        "approximate": "true" if vintage.is_bound else "false",
        "publisher": source.publisher,
        "source": f"{source.title}, {file}",
        "licence": source.licence,
        "confidence": "read",
        "note": _note(vintage),
    }


def _note(vintage: Vintage) -> str:
    if vintage.is_bound:
        return "at least this many were known by that day"
    return "as known at the end of that month" if vintage.precision == MONTH else ""


def _add_breaks(change: DossierChange, source: Source, ids: Sequence[str]) -> None:
    """Add the source's own breaks of the indicators that the dossier does not hold yet."""
    wanted = [row for row in source.breaks if row["indicator"] in ids]
    held = change.loaded.tables.get("breaks")
    if held is None:
        if wanted:
            _add_table_of_breaks(change, wanted)
        return
    known = {*zip(held.texts("indicator"), held.days("date").astype(str), strict=True)}
    rows = [row for row in wanted if (row["indicator"], row["date"]) not in known]
    if rows:
        change.add("breaks", rows)


def _add_table_of_breaks(change: DossierChange, rows: Sequence[Row]) -> None:
    data = change.descriptor()
    entry = describe("", tables=("breaks",), title="")["resources"][0]
    file = entry["path"]
    if place_of(change.folder, file).exists():
        raise BadInput(f"{file} lies in the dossier but is not named in {DESCRIPTOR}; name it")
    data["resources"].append(entry)
    names = list(layout_of("breaks").fields)
    change.old[file] = None
    header = f"{','.join(names)}\n".encode()
    change.new[file] = with_rows(header, Dialect(), names, rows)
    change.new[DESCRIPTOR] = as_json(data).encode()


def clean(folder: Path) -> None:
    """Delete what stopped imports left in a dossier; one that may not be written to stays as it is."""
    for left in abandoned(folder, DRAFT):
        shutil.rmtree(left, ignore_errors=True)


def _lay_out(change: DossierChange, draft: Path) -> None:
    """Lay out the dossier as it would be, beside the old files and without copying them."""
    named = [resource.file for resource in change.loaded.package.resources.values()]
    files = change.loaded.files
    texts = [name for place in ("", DECISIONS, SCALES) for name in files.inside(place, ENDING)]
    for file in {DESCRIPTOR, *texts, *named} - {*change.new}:
        if (change.folder / file).exists():
            link_or_copy(place_of(change.folder, file), draft / file)
    for file, data in change.new.items():
        _write(draft / file, data)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _commit(change: DossierChange, draft: Path) -> None:
    """Put the new files in place of the old ones; whatever goes wrong, the old ones come back."""
    for file, old in change.old.items():
        path = place_of(change.folder, file)
        if (path.read_bytes() if path.exists() else None) != old:
            raise BadOutput(f"{file} was changed while it was imported; import again")
    was_there = {file: place_of(change.folder, file).exists() for file in change.new}
    with replacing(change.folder, draft, was_there):
        for file, is_old in was_there.items():
            if is_old:
                shutil.copymode(place_of(change.folder, file), draft / file)
            (draft / file).replace(place_of(change.folder, file))


def with_rows(data: bytes, dialect: Dialect, names: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Add rows at the end of a table, written as the table is.

    Args:
        data: the table as it stands.
        dialect: how it is written.
        names: its columns, in order; a row says nothing of the others.
        rows: cells by column.
    """
    text, end = io.StringIO(), _line_end(data)
    writer = csv.writer(
        text, delimiter=dialect.delimiter, quotechar=dialect.quote, lineterminator=end
    )
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    old = data.rstrip(b"\r\n")
    return (old + end.encode() if text.getvalue() else data) + text.getvalue().encode()


def with_column(data: bytes, dialect: Dialect, name: str) -> bytes:
    """Add a column of empty cells at the end of a table."""
    end = _line_end(data)
    delimiter, quote = dialect.delimiter.encode(), dialect.quote.encode()
    made: list[bytes] = []
    row = b""
    for line in data.rstrip(b"\r\n").splitlines(keepends=True):
        row += line
        # A row goes on while a quote is open.
        if row.count(quote) % 2 == 0:
            made.append(row.rstrip(b"\r\n") + delimiter + (b"" if made else name.encode()))
            row = b""
    return end.encode().join(made) + end.encode()


def _line_end(data: bytes) -> str:
    return "\r\n" if b"\r\n" in data[: 2**16] else "\n"
