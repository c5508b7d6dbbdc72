"""Currencies: the codes of ISO 4217 in which a budget can be, those that were withdrawn included."""

from collections.abc import Mapping
from functools import cache

from peil.terms.packaged import packaged


@cache
def read_currencies() -> Mapping[str, bool]:
    """Say of each currency, by its code, whether it is in use; money of earlier years is in others."""
    data = packaged("terms", "currencies.toml")
    in_use, withdrawn = (data[name].split() for name in ("in_use", "withdrawn"))
    return {**dict.fromkeys(withdrawn, False), **dict.fromkeys(in_use, True)}
