"""Tables that are packaged with the core."""

import tomllib
from importlib.resources import files
from typing import Any


def packaged(folder: str, name: str) -> dict[str, Any]:
    """Read the tables of a TOML file beside the modules of a folder, such as `terms`."""
    return tomllib.loads(files(f"peil.{folder}").joinpath(name).read_text(encoding="utf-8"))
