"""Currencies: the codes of ISO 4217 in which a budget can be, those that were withdrawn included."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def read_currencies() -> Mapping[str, bool]:
    """Say of each currency, by its code, whether it is in use; money of earlier years is in others."""
    text = files("peil.terms").joinpath("currencies.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    in_use, withdrawn = (data[name].split() for name in ("in_use", "withdrawn"))
    return {**dict.fromkeys(withdrawn, False), **dict.fromkeys(in_use, True)}
