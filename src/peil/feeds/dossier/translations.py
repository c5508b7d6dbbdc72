"""Translations of a dossier's texts: which texts are shown, and what each is in other languages.

A translation is found by the table, the column and the digest of the English, so that it serves
every row with the same words, and does not outlive the words that it was made from.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import numpy as np

from peil.feeds.dossier.cells import Cells
from peil.terms.text import Translated

Made = TypeVar("Made")
TEXTS = "texts"
DIGITS = 12
FREE = ("bodies", "families", "totals")
"""Tables of TOML files whose keys are names of the dossier's own."""
SHOWN: Mapping[str, tuple[str, ...]] = {
    "datapackage": ("title",),
    "policy": (
        "bodies",
        "cannot_be_told",
        "cannot_be_told_of_money",
        "cannot_be_told_of_lowering",
        "cannot_be_told_of_returns",
        "cannot_be_told_of_municipalities",
        "cannot_be_told_of_plots",
    ),
    "decision": (
        "office",
        "reasons.text",
        "exceptions.place",
        "exceptions.text",
        "dissent.office",
        "dissent.text",
    ),
    "reassessment": (
        "window_reason",
        "spells_reason",
        "steps.what",
        "questions.reason",
        "questions.publisher",
        "questions.peers_reason",
        "questions.displacement",
        "left_out.what",
        "left_out.reason",
    ),
    "ladder": ("families.reason", "totals.reason"),
    "scale": ("name", "instrument", "article", "set_by"),
    "indicators": ("definition", "caveat", "weighs_reason", "relevance_reason"),
    "observations": ("publisher",),
    "attacks": ("place",),
    "official_levels": ("level_name", "scope"),
    "findings": ("inquiry", "statement"),
    "practices": ("name", "statement", "evidence_reason", "transfer", "counter_evidence"),
    "recommendations": ("statement", "deadline_of", "looked_in", "listed_in"),
    "statuses": ("evidence", "reason"),
    "arrangements": ("name", "function", "legal_basis", "coupling_reason"),
    "events": ("text", "reason", "replacement"),
    "arrangement_counts": ("what", "remark"),
    "returns_rules": ("text", "admits_reason", "instrument"),
    "returns_counts": ("what", "age_band", "counter", "remark"),
    "local_arrangements": (
        "name",
        "legal_basis",
        "members",
        "may_say",
        "may_write",
        "evaluation",
        "counted",
        "counter",
    ),
}
"""The texts that a reader sees, by table: all but codes, sources, notes and what has columns of its own."""


class Key(NamedTuple):
    """Where a text stands and of which English it is, by which its translations are found."""

    table: str
    column: str
    digest: str


class Shown(NamedTuple):
    """A text that is shown: the first row in which it stands, and its English."""

    id: str
    english: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Translations:
    """The translations of a dossier, and the texts that it shows.

    Args:
        held: by language, what the table of texts has.
        shown: every text that was read from the other tables and files.
        ids: of the rows of each table.
    """

    held: Mapping[Key, Mapping[str, str]]
    shown: dict[Key, Shown] = field(default_factory=dict)
    ids: dict[str, set[str]] = field(default_factory=dict)

    def told(self, table: str, column: str, id_: str, english: str) -> str:
        """Give a text with its translations, and keep that it is shown."""
        if not english or column not in SHOWN.get(table, ()):
            return english
        key = Key(table, column, digest_of(english))
        self.shown.setdefault(key, Shown(id_, english))
        self.ids.setdefault(table, set()).add(id_)
        return Translated(english, self.held[key]) if key in self.held else english

    def in_table(self, name: str, cells: Cells) -> Cells:
        """Give a table whose texts have their translations; a row goes by its first column."""
        columns, ids = dict(cells.table.columns), cells.texts(next(iter(cells.layout.fields)))
        self.ids.setdefault(name, set()).update(ids)
        for column in (each for each in SHOWN.get(name, ()) if each in columns):
            words = list(columns[column].words)
            for code, row in zip(*np.unique(columns[column].codes, return_index=True), strict=True):
                words[code] = self.told(name, column, ids[row], words[code])
            columns[column] = replace(columns[column], words=words)
        return replace(cells, table=replace(cells.table, columns=columns))

    def reading(self, name: str, parse: Callable[[Any], Made]) -> Callable[[Any], Made]:
        """Let what a TOML file says be made of texts with their translations."""
        return lambda data: parse(self._inside(data, name))

    def _inside(self, value: Any, name: str, *path: str) -> Any:
        if isinstance(value, Mapping):
            return {key: self._inside(each, name, *path, key) for key, each in value.items()}
        if isinstance(value, list):
            return [self._inside(e, name, *path, str(i)) for i, e in enumerate(value, start=1)]
        return self.told(name, *place_of(path), value) if isinstance(value, str) else value


def place_of(path: tuple[str, ...]) -> tuple[str, str]:
    """Give the column and the id of a text in a TOML file: its keys, and its places in lists.

    Example:
        >>> place_of(("reasons", "3", "text"))
        ('reasons.text', '3')
    """
    ids = [after.isdigit() or before in FREE for before, after in pairwise(("", *path))]
    column = [key for key, is_id in zip(path, ids, strict=True) if not is_id]
    return ".".join(column), ".".join(key for key, is_id in zip(path, ids, strict=True) if is_id)


def translations_of(texts: Cells | None) -> Translations:
    """Read the table of texts; without one nothing is translated."""
    held: dict[Key, dict[str, str]] = {}
    if texts is not None:
        columns = ("table", "column", "digest", "language", "text")
        for table, column, digest, language, text in zip(*map(texts.texts, columns), strict=True):
            held.setdefault(Key(table, column, digest), {})[language] = text
    return Translations(held=held)


def digest_of(text: str) -> str:
    """Give the first letters of a text's SHA-256, by which its translation is found."""
    return sha256(text.encode()).hexdigest()[:DIGITS]
