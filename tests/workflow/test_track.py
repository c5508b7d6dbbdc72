"""`peil track` on the dossier of Belgium: real levels and attacks, one sentence for bad input."""

import csv
import json
import re
import shutil
import sys
from datetime import date

import pytest
from tests.command import peil

from peil.assess.ladder import default_ladder
from peil.cli.main import main
from peil.feeds.dossier.read import read_dossier
from peil.report.render.data import document_json
from peil.report.tell.track import document as tell_data
from peil.terms.errors import BadInput
from peil.workflow.assessing import replay_dossier
from peil.workflow.tracking import track_dossier


@pytest.fixture(scope="module")
def document(belgium):
    return json.loads(document_json(tell_data(track_dossier(belgium))))


def own(document):
    return next(c for c in document["countries"] if c["country"] == "Belgium")


def found(voice, *, plots=False):
    return {f["date"]: f for f in voice["events"][plots]["found"]}


def test_the_attacks_of_march_2016_and_october_2023_by_the_level_of_the_day_before(
    document, belgium
):
    official, proposal, *_ = own(document)["records"]
    by_day = found(official)
    assert (by_day["2016-03-22"]["level_day_before"], by_day["2016-03-22"]["class"]) == (
        3,
        "timely",
    )
    assert (by_day["2023-10-16"]["level_day_before"], by_day["2023-10-16"]["class"]) == (
        2,
        "too_late",
    )
    assert by_day["2012-06-08"]["reason"] == "no_level"
    assert "2012-03-12" not in by_day  # a jury found no terrorism in December 2014
    eve = replay_dossier(belgium, date(2006, 12, 31), date(2016, 3, 21)).reviews[-1]
    assert found(proposal)["2016-03-22"]["level_day_before"] == eve.level


def test_stopped_plots_stand_by_year_as_the_list_of_events_has_them(document, belgium):
    """Counted by hand in `attacks.csv`; the plot of 5 July 2017 was none for a court in 2019."""
    by_year = {each["year"]: each["plots"] for each in document["plots_by_year"]}
    assert by_year == {
        2006: 1, 2008: 1, 2010: 1, 2014: 2, 2015: 2, 2016: 3, 2018: 1, 2019: 2, 2020: 1, 2023: 4,
        2024: 2,
    }  # fmt: skip
    shown = peil("track", belgium, "--to", "2018-01-22", "--all")
    assert "2016: 3; 2017: 1. No list of them is complete." in " ".join(shown.stdout.split())
    assert "at least six foiled attacks from November 2014 to 27 December 2016" in " ".join(
        shown.stdout.split()
    )
    assert "On 21 March 2018" not in shown.stdout


def test_each_country_is_treated_as_its_data_allow(document):
    treated = {c["country"]: c["treatment"] for c in document["countries"]}
    assert treated["Belgium"] == treated["United Kingdom"] == "scored"
    assert treated["France"] == treated["Australia"] == "too_short"
    assert treated["Germany"] == "events_only"
    assert {treated[c] for c in ("Norway", "Denmark", "Spain")} == {"levels_only"}
    for country in document["countries"]:
        assert bool(country["records"]) == (country["treatment"] == "scored")


def test_the_scopes_of_the_united_kingdom_are_never_added(document):
    (kingdom,) = [c for c in document["countries"] if c["country"] == "United Kingdom"]
    scopes = [rates["scope"] for rates in kingdom["records"][0]["rates"]]
    assert scopes == ["national (international terrorism)", "national (all terrorism)"]
    assert [record["whose"] for record in kingdom["records"]] == ["official"]


def test_proposals_are_those_of_a_replay(document, belgium):
    history = replay_dossier(belgium, date(2006, 12, 31), date(2024, 12, 31)).reviews
    replayed = {review.day.isoformat(): review.level for review in history}
    spells = own(document)["records"][1]["levels"][0]["spells"]
    for day, level in replayed.items():
        held = [s["level"] for s in spells if s["from"] <= day < s["before"]]
        assert held == ([] if level is None else [level]), day


def test_unconfirmed_levels_are_left_out_unless_asked_for(belgium, document):
    assert document["left_out_unverified"]["levels"] > 0
    found_all = track_dossier(belgium, with_unverified=True)
    assert found_all.left_out == (0, 0)
    treated = {r.country: r.treatment for r in found_all.record.records}
    assert treated["France"] == "too_short"
    assert found_all.subject.courses[0].begins == date(2006, 12, 1)


def test_the_record_of_an_earlier_day_does_not_know_what_came_later(belgium, tmp_path):
    copy = tmp_path / "dossier"
    shutil.copytree(belgium, copy)
    last = "2017-12-31"
    for name, column in (
        ("attacks.csv", r"201[89]-|202\d-"),
        ("official_levels.csv", r",201[89]-|,202\d-"),
        ("official_levels_confirmed.csv", r",201[89]-|,202\d-"),
    ):
        path = copy / name
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        kept = [row for row in rows if not re.search(column, row.split('"')[0][:60])]
        assert len(kept) < len(rows)
        path.write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")
    records = [
        {r.country: r for r in track_dossier(folder, last=date.fromisoformat(last)).record.records}
        for folder in (belgium, copy)
    ]
    assert records[0]["Belgium"] == records[1]["Belgium"]
    assert records[0]["United Kingdom"] == records[1]["United Kingdom"]


def test_what_nobody_confirmed_is_counted_as_it_was_known_on_the_last_day(belgium):
    last = date(2017, 12, 31)
    known, every = [], []
    for table, column in (("official_levels", "announced"), ("attacks", "published")):
        with (belgium / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["confidence"] == "memory"]
        known.append(sum(date.fromisoformat(row[column]) <= last for row in rows))
        every.append(len(rows))
    assert track_dossier(belgium, last=last).left_out == tuple(known)
    assert known < every, "some became known later"


def test_the_page_and_the_pdf_are_written_in_the_language_asked_for(belgium, tmp_path):
    files = [tmp_path / name for name in ("a.html", "a.pdf")]
    done = peil(
        "track", belgium, "--html", files[0], "--pdf", files[1], "--language", "nl",
        "--horizon", "12", "--severity", "deadly",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Onbeslist" in done.stdout
    assert all(file.stat().st_size > 10_000 for file in files)
    assert "een dodelijke aanslag" in files[0].read_text(encoding="utf-8")


def test_the_ladder_was_signed_and_the_settings_stand_in_the_data(document):
    assert document["settings"]["horizons"] == [6, 12, 24]
    assert document["settings"]["lead_days"] == 7
    assert default_ladder().author


def test_the_record_begins_with_the_list_of_the_country_asked_not_with_that_of_a_peer(belgium):
    dossier = read_dossier(belgium)
    first = min(w.complete_from for w in dossier.windows if w.country == dossier.country)
    assert min(w.complete_from for w in dossier.windows) < first
    assert track_dossier(dossier).record.first == first


def test_a_dossier_that_declares_no_list_is_scored_nowhere_and_needs_an_end(belgium, tmp_path):
    copy = tmp_path / "dossier"
    shutil.copytree(belgium, copy)
    windows = copy / "attacks_complete.csv"
    windows.write_text(windows.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    (copy / "reassessment.toml").unlink(missing_ok=True)
    with pytest.raises(BadInput, match="no complete list of attacks"):
        track_dossier(copy)
    record = track_dossier(copy, last=date(2019, 6, 15)).record
    assert record.scored == ()
    assert record.records[0].treatment == "levels_only"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "2005-01-01"), "2005-01-01"),
        (("--from", "2025-01-01"), "2025-01-01"),
        (("--to", "2018-02-30"), "2018-02-30"),
        (("--to", "1990-01-01", "--from", "1980-01-01"), "1990-01-01"),
        (("--horizon", "soon"), "'soon'"),
        (("--horizon", "0"), "horizons are 0"),
        (("--horizon", "6,6"), "6, 6"),
        (("--horizon", "6,,12"), "6,,12"),
        (("--horizon", "½"), "½"),
        (("--severity", "terrible"), "'terrible'"),
        (("--format", "yaml"), "'yaml'"),
        (("--language", "xx"), "'xx'"),
        (("--with", "doubt"), "'doubt'"),
        (("--html", "{belgium}/a.html"), "outside"),
        (("--html", "{tmp}/a", "--pdf", "{tmp}/a"), "two outputs"),
        (("--html", "{tmp}/no/a.html"), "a.html"),
    ],
)
def test_bad_input_is_one_sentence_and_leaves_nothing_behind(
    words, said, belgium, tmp_path, monkeypatch, capsys
):
    places = {"belgium": belgium, "tmp": tmp_path}
    given = [str(belgium), *(word.format(**places) for word in words)]
    monkeypatch.setattr(sys, "argv", ["peil", "track", *given])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert len(printed.err.strip().splitlines()) == 1
    assert printed.out == ""
    assert list(tmp_path.iterdir()) == []
