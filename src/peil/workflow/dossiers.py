"""Check a dossier, and make a new one."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from peil.feeds.dossier.check import examine
from peil.feeds.dossier.descriptor import read_package
from peil.feeds.dossier.files import open_files
from peil.feeds.dossier.new import new_dossier
from peil.feeds.tables.names import countries
from peil.terms.errors import BadInput, Problem


def check_report(folder: Path, output: str, today: date | None = None) -> tuple[str, bool]:
    """Give every problem and question of a dossier, as lines or as JSON, and whether it is sound."""
    problems, questions = examine(folder, today)
    if output == "json":
        rows = [
            {**asdict(problem), "is_question": problem in questions}
            for problem in (*problems, *questions)
        ]
        return json.dumps(rows, ensure_ascii=False, indent=2), not problems
    sound = f"{folder} is sound; try `peil assess {folder} --as-of DAY`"
    asked = [f"{_number(questions, 'question')} about it, to be answered by people:"]
    lines = [
        *map(str, problems),
        f"{_number(problems, 'problem')} in {folder}" if problems else sound,
        *([*asked, *map(str, questions)] if questions else ()),
    ]
    return "\n".join(lines), not problems


def _number(of: Sequence[Problem], what: str) -> str:
    return f"{len(of)} {what}{'s' if len(of) > 1 else ''}"


def is_made_up(given: Path) -> bool:
    """Whether what a command has read is a dossier that says that its subject is made up."""
    try:
        return read_package(open_files(given)).is_fictional
    except BadInput:
        return False  # it is a table


def make_dossier(country: str, folder: Path) -> str:
    """Write an empty dossier, and say what to do next."""
    new_dossier(country, folder)
    made_up = (
        ""
        if country.strip() in countries()
        else (
            f"\n{country} is no country of ISO 3166, so the dossier says that it is made up; of a region "
            'take out "fictional" in datapackage.json and add its inhabitants to population.csv'
        )
    )
    return (
        f"{folder} is an empty dossier of {country}; "
        f"fill its tables by their examples, then run `peil check {folder}`{made_up}"
    )
