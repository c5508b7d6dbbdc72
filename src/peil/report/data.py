"""The document as JSON: the same bytes for the same document, always."""

import json
from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any


def document_json(document: Mapping[str, Any]) -> str:
    """Write a document as JSON, in the order in which it was made."""
    return json.dumps(plain(document), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """Turn a value into what JSON knows, unrounded; a number that is none becomes null."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | bool | int | None):
        return value
    number = float(value)
    return number + 0.0 if isfinite(number) else None
