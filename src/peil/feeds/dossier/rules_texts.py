"""Rules of sense for translations: each is of a text that readers see, and one called official has a source."""

from collections import Counter
from collections.abc import Iterator

from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.translations import SHOWN, Key, Translations
from peil.feeds.tables.problems import about, one_of
from peil.terms.errors import Problem

KEY = ("table", "column", "digest")


def text_rules(cells: Cells, texts: Translations) -> Iterator[Problem]:
    """Refuse a translation of what is not shown or not there, and an official one without its source.

    One of a table that the dossier does not have is no fault: it waits for the table.
    """
    tables, columns, ids = (cells.texts(name) for name in ("table", "column", "id"))
    of = [SHOWN.get(table, ()) for table in tables]
    yield from cells.wrong(
        [not shown for shown in of],
        "translates a text of {table!r}, which has none that are shown",
        lambda row: one_of([*SHOWN], tables[row]),
    )
    yield from cells.wrong(
        [bool(of[i]) and columns[i] not in of[i] for i in range(len(of))],
        "translates the column {column!r} of {table}, which is not shown",
        lambda row: one_of(of[row], columns[row]),
    )
    yield from cells.wrong(
        [ids[i] not in texts.ids.get(tables[i], (ids[i],)) for i in range(len(of))],
        "translates a text of {id!r}, which {table} does not have; "
        "correct the id, or delete the row",
    )
    yield from cells.wrong(
        cells.among("kind", ("official",)) & ~cells.fills("source"),
        "has the official text {text!r} without a source; "
        "write where it was read, or call it `ours`",
    )


def text_questions(cells: Cells, texts: Translations) -> Iterator[Problem]:
    """Count the texts that lack a translation, and the translations whose English has changed."""
    keys = map(Key, *map(cells.texts, KEY))
    if stale := sum(key not in texts.shown for key in keys):
        what = f"is older than the English in {stale} of {cells.table.rows} rows"
        remedy = "translate what it says now; until then it is shown in English"
        yield about(cells.table.file, what, remedy)
    languages = Counter(code for held in texts.held.values() for code in held)
    lacking = {
        code: sum(code not in texts.held.get(key, ()) for key in texts.shown) for code in languages
    }
    if few := {code: number for code, number in lacking.items() if number}:
        each = ", ".join(f"{number} in {code}" for code, number in sorted(few.items()))
        what = f"lacks texts: {each} of {len(texts.shown)}"
        remedy = "translate them; until then they are shown in English"
        yield about(cells.table.file, what, remedy)
