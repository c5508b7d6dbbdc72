"""The constants of the watch: read from `watch.toml`, which gives the reason of each."""

import tomllib
from importlib.resources import files
from typing import Any

CONSTANTS: dict[str, dict[str, Any]] = tomllib.loads(
    files("peil.observe.watch").joinpath("watch.toml").read_text(encoding="utf-8")
)
