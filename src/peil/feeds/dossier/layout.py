"""The tables of a dossier: their columns and what may stand in them, as Table Schemas."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from peil.feeds.tables.fields import Field

REQUIRED_TABLES = ("indicators", "observations")
TABLES = (
    *REQUIRED_TABLES,
    "attacks",
    "attacks_complete",
    "plots",
    "signs",
    "population",
    "official_levels",
    "official_levels_confirmed",
    "breaks",
    "judgements",
    "findings",
    "practices",
    "recommendations",
    "statuses",
    "arrangements",
    "funding",
    "events",
    "arrangement_counts",
    "returns_rules",
    "returns_counts",
    "local_arrangements",
    "names",
    "texts",
)
FAMILIES = (
    "fighters_out",
    "fighters_back",
    "fighters_stock",
    "attacks",
    "plots",
    "judicial_opened",
    "judicial_outcome",
    "propaganda",
    "context",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One table: its title, its columns, and the columns that no two rows share."""

    name: str
    title: str
    fields: Mapping[str, Field]
    key: tuple[str, ...]


def schema_of(table: str) -> dict[str, Any]:
    """Read the Table Schema of a table, as it is copied into a dossier's descriptor."""
    text = files(__package__).joinpath("schemas", f"{table}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@lru_cache(maxsize=len(TABLES))
def layout_of(table: str) -> Layout:
    """Give the layout of a table by its name."""
    schema = schema_of(table)
    fields = [_field(data) for data in schema["fields"]]
    return Layout(
        name=table,
        title=schema["title"],
        fields={field.name: field for field in fields},
        key=tuple(schema.get("primaryKey", ())),
    )


def _field(data: Mapping[str, Any]) -> Field:
    limits = data.get("constraints", {})
    return Field(
        name=data["name"],
        type=data["type"],
        description=data["description"],
        example=data["example"],
        may_be_absent=data.get("mayBeAbsent", False),
        required=limits.get("required", False) or data.get("filledIfPresent", False),
        enum=tuple(limits.get("enum", ())),
        pattern=limits.get("pattern", ""),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
    )
