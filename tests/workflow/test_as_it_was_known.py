"""Nothing published after the day, and no order of rows, changes a byte of the answer."""

import csv
import random
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from peil import assess_dossier
from peil.assess.rule import FIRST, rule_of
from peil.report.render.data import document_json
from peil.report.tell.assessment import document

TABLES = {"observations.csv": "published", "attacks.csv": "published"}


def answer(folder: Path, day: date, **changes: Any) -> str:
    return document_json(document(assess_dossier(folder, day, **changes)))


def rows_of(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or []), list(reader)


def write_rows(path: Path, names: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def answers(belgium):
    days = [date(2015, 11, 30), date(2016, 9, 1), date(2018, 1, 22), date(2020, 5, 5)]
    return {day: answer(belgium, day) for day in days}


@pytest.mark.parametrize("seed", range(8))
def test_later_figures_and_the_order_of_rows_change_nothing(seed, belgium, answers, tmp_path):
    day, chance = sorted(answers)[seed % len(answers)], random.Random(seed)
    folder = tmp_path / "dossier"
    shutil.copytree(belgium, folder)
    for name, published in TABLES.items():
        names, rows = rows_of(folder / name)
        later = [row for row in rows if row[published] > day.isoformat()]
        for row in chance.sample(later, len(later) // 2):
            if name == "observations.csv":
                row["value"] = str(chance.randrange(100))
            else:
                rows.remove(row)
        rows += added_later(rows, day, chance) if name == "observations.csv" else []
        chance.shuffle(rows)
        write_rows(folder / name, names, rows)
    left, (names, rows) = (folder / "attacks.csv").read_text(), rows_of(folder / "texts.csv")
    known = [row for row in rows if row["table"] != "attacks" or row["id"] in left]
    write_rows(folder / "texts.csv", names, known)
    assert answer(folder, day) == answers[day]


def added_later(rows, day: date, chance: random.Random) -> list[dict[str, str]]:
    """New vintages of figures already known, published after the day."""
    known = [r for r in rows if r["country"] in ("Belgium", "World") and r["value"].isdigit()]
    known = [r for r in known if r["published"] <= day.isoformat() and r["measure_kind"] != "share"]
    fresh = {}
    for row in chance.sample(known, min(40, len(known))):
        later = day + timedelta(days=chance.randrange(1, 900))
        changed = {**row, "published": later.isoformat(), "value": str(chance.randrange(2000))}
        changed["published_precision"] = "day"
        fresh[row["indicator"], row["period_start"], row["period_end"], later] = changed
    taken = {(r["indicator"], r["period_start"], r["period_end"], r["published"]) for r in rows}
    return [r for key, r in fresh.items() if (*key[:3], key[3].isoformat()) not in taken]


def test_the_population_of_later_years_changes_nothing(belgium, answers, tmp_path):
    folder = tmp_path / "dossier"
    shutil.copytree(belgium, folder)
    names, rows = rows_of(folder / "population.csv")
    for row in rows:
        if int(row["year"]) >= 2017:
            row["population"] = str(int(row["population"]) * 2)
    write_rows(folder / "population.csv", names, rows)
    assert answer(folder, date(2018, 1, 22)) == answers[date(2018, 1, 22)]
    per_head, day = rule_of(FIRST), date(2020, 5, 5)
    assert answer(folder, day, rule=per_head) != answer(belgium, day, rule=per_head)


def test_a_known_figure_does_change_the_answer(belgium, answers, tmp_path):
    folder = tmp_path / "dossier"
    shutil.copytree(belgium, folder)
    names, rows = rows_of(folder / "observations.csv")
    for row in rows:
        if row["indicator"] == "investigations_opened_federal_prosecutor":
            row["value"] = str(int(row["value"]) + 1)
    write_rows(folder / "observations.csv", names, rows)
    assert answer(folder, date(2018, 1, 22)) != answers[date(2018, 1, 22)]
