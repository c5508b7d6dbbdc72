"""Dossiers of other countries, made of the tables of the Belgian one and a scale of their own."""

from collections.abc import Mapping
from pathlib import Path

from peil.feeds.dossier.new import as_json, describe

BELGIUM = Path(__file__).parents[2] / "dossiers" / "belgium"
SCALES = Path(__file__).parent
TABLES = (
    "indicators",
    "observations",
    "attacks",
    "attacks_complete",
    "population",
    "breaks",
)
"""What the level rests on."""
OFFICIAL = ("official_levels", "official_levels_confirmed")
"""What it is compared with, where a country has a scale of threat."""
WORKING = ("France", "Germany", "Italy", "Austria")
"""Countries that are put on a working scale, which no authority adopted."""
TRIED = ("Belgium", "France", "Germany", "United Kingdom", "Denmark")
UNSEEN = ("Spain", "Australia")
"""Kept for the end: of the countries left, Spain has the most figures (55), and Australia alone has a
list of attacks that is declared complete; no version of the method was run on either before."""
LATER = ("Italy", "Austria")
"""Kept for the mean of six month ends: of the countries left these have the most figures (13 and 7),
though neither has a list of attacks; no version of the method was run on either before."""


def dossier_of(country: str) -> Mapping[str, bytes]:
    """Give the files of a country's dossier by name, to be read as a folder is.

    Raises:
        FileNotFoundError: no scale was written for the country.
    """
    home = BELGIUM if country == "Belgium" else SCALES / country.lower().replace(" ", "_")
    names = TABLES if country in WORKING else TABLES + OFFICIAL
    descriptor = describe(country, tables=names, title=f"Public indicators of {country}")
    return {
        "datapackage.json": as_json(descriptor).encode(),
        "scale.toml": (home / "scale.toml").read_bytes(),
        **{f"{name}.csv": (BELGIUM / f"{name}.csv").read_bytes() for name in names},
    }
