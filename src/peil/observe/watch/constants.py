"""The constants of the watch: read from `watch.toml`, which gives the reason of each."""

from typing import Any

from peil.terms.packaged import packaged

CONSTANTS: dict[str, dict[str, Any]] = packaged("observe.watch", "watch.toml")
