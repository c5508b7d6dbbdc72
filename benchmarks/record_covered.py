"""How much of a record of public figures and facts a dossier carries, and why the rest is left out.

`python -m benchmarks.record_covered RECORD_FOLDER [DOSSIER]` counts, for each file of the record, its rows, those
that stand in the dossier, and those left out with a reason, and names what has neither. It ends with code 1 where
there is any. A figure is looked for by its key and its value. A fact of policy has no such key: where each stands is
listed in `record_covered.csv`, by a digest of its day and its words, so that a fact that was reworded is asked about
anew; and what the list names must be in the dossier.
"""

import csv
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

Row = Mapping[str, str]
LIST = Path(__file__).with_suffix(".csv")
FACTS, ADDRESS = "policy_facts", "address"
LEFT = "left"
REASONS = {
    "memory": "not confirmed by a source",
    "inquiry_work": "how the inquiry worked, not what became of what it found",
    "body": "about the body that sets the level, which is no arrangement of the policy",
    "once": "a number that was told once and is of no indicator",
    "outcome_not_read": "a judgment of which the outcome was not read",
}
"""Why a fact of policy is in no table of the dossier."""

KEYS: Mapping[str, Sequence[str]] = {
    "arrangements": ("id", "published"),
    "events": ("arrangement", "kind", "on"),
    "arrangement_counts": ("arrangement", "what", "on"),
    "statuses": ("recommendation", "side", "on"),
    "recommendations": ("id", "published"),
    "funding": ("line", "stage", "year"),
    "observations": ("country", "indicator", "period_end"),
    "official_levels": ("country", "scope", "valid_from"),
    "official_levels_confirmed": ("country", "scope", "valid_from"),
}
"""Columns by which the list names a row of the dossier, by table."""

SAME: Mapping[str, tuple[str, Sequence[str]]] = {
    "indicators": (
        "observations",
        ("country", "indicator", "period_start", "period_end", "published", "value"),
    ),
    "indicator_dictionary": ("indicators", ("id",)),
    "attacks": ("attacks", ("country", "date", "place", "status", "published")),
    "attacks_complete": ("attacks_complete", ("country", "ideology", "complete_to")),
    "official_levels": ("official_levels", ("country", "scope", "valid_from", "level")),
    "official_levels_confirmed": (
        "official_levels_confirmed",
        ("country", "scope", "valid_from", "level"),
    ),
    "population": ("population", ("country", "year", "population")),
    "returns_rules": ("returns_rules", ("country", ADDRESS)),
    "returns_counts": ("returns_counts", ("country", "value", "published")),
    "local_arrangements": ("local_arrangements", ("country", ADDRESS)),
}
"""Files of the record, with the table that carries their rows and the columns that both share.

Rows that the dossier tells in other words are known by the first address of their source."""


class Covered(NamedTuple):
    """How the rows of one file of the record stand; `missing` says what is in no table and no reason."""

    file: str
    rows: int
    carried: int
    left: Mapping[str, int]
    missing: Sequence[str]


def digest_of(fact: Row) -> str:
    """Name a fact of the record by its day and its words."""
    return hashlib.sha256(f"{fact['date']}|{fact['what']}".encode()).hexdigest()[:16]


def listed() -> dict[str, list[str]]:
    """Read where the facts of policy stand, by digest: rows of the dossier, tables, or reasons."""
    return {row["digest"]: row["stands_in"].split("; ") for row in _read(LIST)}


def unknown_places(places: Iterable[str], dossier: Path) -> list[str]:
    """Give what the list names and the dossier does not have."""
    names = {
        table: {"/".join(row[name] for name in key) for row in _read(dossier / f"{table}.csv")}
        for table, key in KEYS.items()
    }
    return [place for place in places if not _is_there(place, names)]


def _is_there(place: str, names: Mapping[str, set[str]]) -> bool:
    table, _, key = place.partition(":")
    if table == LEFT:
        return key in REASONS
    return key in names[table] if key else table not in names or bool(names[table])


def covered(record: Path, dossier: Path) -> Iterator[Covered]:
    """Count the rows of each file of the record."""
    for file, (table, columns) in SAME.items():
        rows, path = _read(record / f"{file}.csv"), dossier / f"{table}.csv"
        known = {_key(row, columns) for row in _read(path)} if path.is_file() else set()
        missing = [" ".join(_key(row, columns)) for row in rows if _key(row, columns) not in known]
        yield Covered(file, len(rows), len(rows) - len(missing), {}, missing)
    yield _facts(_read(record / f"{FACTS}.csv"), dossier)


def _facts(facts: Sequence[Row], dossier: Path) -> Covered:
    places = listed()
    told = {digest_of(fact): places.get(digest_of(fact), []) for fact in facts}
    lost = {place for own in told.values() for place in unknown_places(own, dossier)}
    left: Counter[str] = Counter()
    carried, missing = 0, []
    for fact in facts:
        own = [place for place in told[digest_of(fact)] if place not in lost]
        reasons = [REASONS[place.removeprefix(f"{LEFT}:")] for place in own if _is_left(place)]
        left.update(reasons[:1])
        carried += bool(own) and not reasons
        if not own:
            missing.append(f"{fact['date']} {fact['what']}")
    return Covered(FACTS, len(facts), carried, left, missing)


def _is_left(place: str) -> bool:
    return place.startswith(f"{LEFT}:")


def _key(row: Row, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(_address(row) if name == ADDRESS else row[name] for name in columns)


def _address(row: Row) -> str:
    found = re.search(r"https?://[^\s;,]+", row["source"])
    return found[0] if found else row["source"][:30]


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main(record: Path, dossier: Path = Path("dossiers/belgium")) -> int:
    """Print the counts, and what is missing; the code is 1 where anything is."""
    found = list(covered(record, dossier))
    for each in found:
        print(f"{each.file}: {each.rows} rows, {each.carried} in the dossier")
        for reason, number in each.left.items():
            print(f"  left out: {number}, {reason}")
        for what in each.missing:
            print(f"  neither in the dossier nor left out: {what}")
    return int(any(each.missing for each in found))


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
