"""Judgements, findings and practices are read as they stand, every vintage of them."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.unit.feeds.builders import a_dossier, put_rows, rows_of, written

from peil.decide.judgement import questions_known
from peil.decide.judgement_account import account_for
from peil.feeds.dossier.read import Dossier, read_dossier
from peil.terms.admiralty import Grade

POLICY = ("recommendations", "statuses", "arrangements", "arrangement_counts", "funding", "events")
"""Tables that answer findings, and cannot stand without them."""


@pytest.fixture
def norland(tmp_path: Path) -> Dossier:
    return read_dossier(written(a_dossier(), tmp_path))


def test_a_judgement_is_read_with_its_interval_and_its_resolution(norland: Dossier) -> None:
    first = norland.judgements[0]
    assert (first.question, first.round, first.service, first.threshold) == (
        "january",
        1,
        "Army",
        2,
    )
    assert (first.low, first.best, first.high, first.interval_confidence) == (0.8, 0.9, 0.95, 0.8)
    assert (first.resolution, first.resolved) == (2, date(2018, 7, 31))
    assert first.grade == Grade(reliability="B", credibility="2")
    police = next(j for j in norland.judgements if j.service == "Police")
    assert (police.low, police.high, police.interval_confidence) == (None, None, None)
    assert police.grade == Grade()


def test_a_table_of_judgements_becomes_a_pool(norland: Dossier) -> None:
    """Odds of 1/4 and 1 have the geometric mean 1/2, a probability of a third."""
    (question,) = questions_known(norland.judgements, norland.scale.numbers, date(2018, 3, 1))
    first, *others = account_for(question).rounds
    assert first.pool is not None
    assert first.pool.best == pytest.approx((0.9, 1 / 3, 0.1))
    assert first.pool.with_interval == 1
    assert (others, question.unfinished[2]) == ([], ("Army",))
    assert question.resolution is None


def test_every_vintage_of_a_finding_is_kept(norland: Dossier) -> None:
    staff = [f for f in norland.findings if f.id == "north_staff"]
    assert [(f.published, f.statement) for f in staff] == [
        (date(2017, 6, 16), "Too few people."),
        (date(2017, 10, 26), "Far too few."),
    ]
    assert [f.verified for f in norland.findings if f.id == "south_law"] == [False]


def test_the_links_of_a_practice_are_read(norland: Dossier) -> None:
    desk, law = norland.practices
    assert desk.findings == ("north_files", "south_files")
    assert desk.themes == ("information_flow", "capacity")
    assert (desk.transfer, desk.counter_evidence) == ("A room.", "Meetings grew.")
    assert (law.findings, law.transfer, law.verified) == ((), "", False)


@pytest.mark.parametrize("table", ["judgements", "findings", "practices"])
def test_the_order_of_rows_does_not_matter(table: str, norland: Dossier, tmp_path: Path) -> None:
    files = a_dossier()
    head, *rows = rows_of(files, table)
    put_rows(files, table, [head, *rows[::-1]])
    other = read_dossier(written(files, tmp_path / "other"))
    assert getattr(other, table) == getattr(norland, table)


def test_a_dossier_without_these_tables_has_none_of_them(tmp_path: Path) -> None:
    files = a_dossier()
    names = ("judgements", "findings", "practices", *POLICY)
    data = json.loads(files["datapackage.json"])
    data["resources"] = [r for r in data["resources"] if r["name"] not in names]
    files["datapackage.json"] = json.dumps(data)
    for name in names:
        del files[f"{name}.csv"]
    read = read_dossier(written(files, tmp_path))
    assert (read.judgements, read.findings, read.practices) == ((), (), ())


def test_how_exactly_the_day_of_a_finding_is_known_is_read(tmp_path: Path) -> None:
    files = a_dossier()
    rows = rows_of(files, "findings")
    at, day = rows[0].index("published_precision"), rows[0].index("published")
    for row in rows[1:]:
        month = np.datetime64(row[day], "M") + 1
        row[day], row[at] = str(month.astype("datetime64[D]") - 1), "month"
    put_rows(files, "findings", rows)
    assert {f.published_precision for f in read_dossier(written(files, tmp_path)).findings} == {
        "month"
    }
    put_rows(files, "findings", [row[:at] + row[at + 1 :] for row in rows])
    assert {f.published_precision for f in read_dossier(written(files, tmp_path)).findings} == {
        "day"
    }
