"""Check a dossier, and make a new one."""

import json
from dataclasses import asdict
from pathlib import Path

from peil.feeds.dossier.check import check_dossier
from peil.feeds.dossier.new import new_dossier


def check_report(folder: Path, output: str) -> tuple[str, bool]:
    """Give every problem of a dossier, as lines or as JSON, and whether there are none."""
    problems = check_dossier(folder)
    if output == "json":
        rows = [asdict(problem) for problem in problems]
        return json.dumps(rows, ensure_ascii=False, indent=2), not problems
    lines = [str(problem) for problem in problems]
    found = f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in {folder}"
    return "\n".join(
        [
            *lines,
            found if problems else f"{folder} is sound; try `peil assess {folder} --as-of DAY`",
        ]
    ), not problems


def make_dossier(country: str, folder: Path) -> str:
    """Write an empty dossier, and say what to do next."""
    new_dossier(country, folder)
    return (
        f"{folder} is an empty dossier of {country}; "
        f"fill its tables by their examples, then run `peil check {folder}`"
    )
