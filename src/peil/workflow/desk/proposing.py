"""Proposing: what the public figures say, computed beside the server and frozen as pages."""

import datetime as dt
from pathlib import Path

from peil.feeds.dossier.read import read_dossier
from peil.workflow.site import export_site


def freeze(dossier: Path, home: Path, now: dt.datetime) -> str:
    """Make the pages, papers and data of a dossier as known today, once for each state of it.

    Returns:
        The name of their folder; empty where they were made before.
    """
    day, digest = now.date(), read_dossier(dossier).digest
    name = f"{day}-{digest[:12]}"
    if (home / name).is_dir():
        return ""
    home.mkdir(parents=True, exist_ok=True)
    export_site(dossier, home / name, as_of=day)
    return name
