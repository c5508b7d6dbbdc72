"""A dossier with every table and text that a dossier can have."""

import json
from functools import cache
from pathlib import Path

from tests.unit.feeds.builders import TABLES, Files

from peil.feeds.dossier.new import as_json, describe

BELGIUM = Path(__file__).parents[2] / "dossiers" / "belgium"
ADDED = ("plots", "signs", "judgements")
"""Tables that no country publishes."""


@cache
def _whole() -> Files:
    files: Files = {
        path.name: path.read_text(encoding="utf-8")
        for path in BELGIUM.iterdir()
        if path.suffix in {".csv", ".toml"}
    }
    descriptor = json.loads((BELGIUM / "datapackage.json").read_bytes())
    descriptor["resources"] += describe("", tables=ADDED, title="")["resources"]
    added = {f"{table}.csv": "\n".join(TABLES[table]) + "\n" for table in ADDED}
    listed = ("place,Harbour", "place,Hill", "office,Centre", "office,Coordination unit")
    added["names.csv"] = "\n".join([str(files["names.csv"]).rstrip(), *listed]) + "\n"
    return {**files, **added, "datapackage.json": as_json(descriptor)}


def a_whole_dossier() -> Files:
    """Give the files, by name."""
    return dict(_whole())
