"""The texts of a dossier: what lacks a translation, and putting in what translators hand back.

    python -m tests.texts list dossiers/belgium work.csv
    python -m tests.texts merge dossiers/belgium nl nl.csv

A line of the first has the English once, wherever it stands; who translates hands back the same
lines with `text`, `kind` and `source`, and each is put wherever its English stands.
"""

import csv
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from peil.feeds.dossier.load import Loaded, load
from peil.feeds.dossier.translations import SHOWN, TEXTS, Key, Shown

COLUMNS = ("table", "id", "column", "digest", "language", "text", "kind", "source")
WORK = (*COLUMNS[:4], "lacking", "english")
LANGUAGES = ("fr", "nl", "de")
LATER = ("definition", "function", "looked_in", "reason", "caveat", "counter_evidence")
"""What is translated after statements and names, in this order."""
Row = Mapping[str, str]


def shown_in(folder: Path) -> Loaded:
    """Read a dossier, with a table of texts even if it has no row."""
    file = folder / f"{TEXTS}.csv"
    if not file.exists():
        _write(file, COLUMNS, ())
    return load(folder)


def work_in(loaded: Loaded) -> list[Row]:
    """List each English text that lacks a language: names and statements first, caveats last."""
    rows: dict[str, Row] = {}
    for key, shown in sorted(loaded.texts.shown.items(), key=_rank):
        lacking = [each for each in LANGUAGES if each not in loaded.texts.held.get(key, {})]
        if lacking:
            line = {"id": shown.id, "lacking": " ".join(lacking), "english": shown.english}
            rows.setdefault(key.digest, key._asdict() | line)
    return list(rows.values())


def _rank(each: tuple[Key, Shown]) -> tuple[int, int]:
    table, column, _ = each[0]
    last = max((i for i, word in enumerate(LATER, start=1) if word in column), default=0)
    return last, [*SHOWN].index(table)


def merged(loaded: Loaded, language: str, handed: Iterable[Row]) -> list[Row]:
    """Give the whole table with what was handed back; what is no longer shown is left out.

    A translation of a text in one table goes before that of the same words in another.
    """
    whole = {
        (row["table"], row["column"], row["digest"], row["language"]): row for row in _held(loaded)
    }
    anywhere, here = {}, {}
    for row in handed:
        anywhere.setdefault(row["digest"], row)
        here[Key(row["table"], row["column"], row["digest"])] = row
    for key, shown in loaded.texts.shown.items():
        if row := here.get(key) or anywhere.get(key.digest):
            told = {name: row[name] for name in ("text", "kind", "source")}
            where = key._asdict() | {"id": shown.id, "language": language}
            whole[*key, language] = where | told
    keys = sorted(whole, key=lambda key: (*_rank((Key(*key[:3]), Shown("", "")))[1:], *key))
    return [whole[key] for key in keys if Key(*key[:3]) in loaded.texts.shown]


def _held(loaded: Loaded) -> list[Row]:
    file = loaded.files.home / f"{TEXTS}.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _write(file: Path, columns: Iterable[str], rows: Iterable[Row]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(what: str, folder: str, *more: str) -> None:
    """List the work, or merge what was handed back."""
    loaded = shown_in(Path(folder))
    if what == "list":
        _write(Path(more[0]), WORK, work_in(loaded))
    else:
        language, file = more
        with Path(file).open(encoding="utf-8", newline="") as opened:
            rows = merged(loaded, language, list(csv.DictReader(opened)))
        _write(Path(folder) / f"{TEXTS}.csv", COLUMNS, rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
