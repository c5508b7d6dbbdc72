"""`peil practices` on the dossier of Belgium, and on what is wrong."""

import csv
import io
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from peil.cli.main import main
from peil.feeds.dossier.new import new_dossier
from peil.feeds.dossier.read import read_dossier
from peil.report.render.data import document_json
from peil.report.tell.practices import document
from peil.report.words import LANGUAGES
from peil.workflow.practices import practices_of


class Done(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


Peil = Callable[..., Done]


@pytest.fixture
def peil(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Peil:
    """Run `peil practices` in this process, as its entry point does."""

    def run(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["peil", "practices", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        return Done(int(ended.value.code or 0), written.out, written.err)

    return run


def test_three_of_the_four_themes_of_the_commission_are_found_elsewhere(belgium: Path) -> None:
    themes = practices_of(belgium).themes
    assert len(themes.own) == 4
    assert themes.alone == ("prevention_repression_balance",)
    assert themes.elsewhere == ("France", "Germany", "Netherlands", "United Kingdom")


def test_the_finding_of_too_little_capacity_has_no_practice(belgium: Path) -> None:
    unanswered = [finding.id for finding in practices_of(belgium).unanswered]
    assert unanswered[0] == "be_commission_capacity"
    assert "be_commission_information" not in unanswered


def test_the_seven_recommendations_on_returning_fighters_are_there_unshown(belgium: Path) -> None:
    found = practices_of(belgium)
    seven = [practice for practice in found.practices if practice.id.startswith("gctf_")]
    assert sorted(practice.name[:2] for practice in seven) == [f"R{i}" for i in range(1, 8)]
    assert {practice.evidence for practice in seven} == {"expert"}
    assert all(practice.transfer for practice in found.practices)


def test_on_the_day_of_the_lowering_only_what_was_public_is_shown(belgium: Path) -> None:
    day = date(2018, 1, 22)
    found = practices_of(belgium, day)
    # Three of the Belgian commission and three of the French Senate; the balance is told from March 2018.
    assert len(found.findings) == 6
    assert all(row.published <= day for row in (*found.findings, *found.practices))
    text = document_json(document(found))
    assert not {word for word in ("2019", "2021", "2022", "2023", "2024") if f'"{word}-' in text}
    channel = {p.id: p for p in practices_of(belgium, date(2021, 1, 1)).practices}["channel"]
    assert channel.counter_evidence == ""
    assert {p.id: p for p in practices_of(belgium).practices}["channel"].counter_evidence != ""


def test_every_row_of_belgium_was_read_and_says_where(belgium: Path) -> None:
    dossier = read_dossier(belgium)
    rows = (*dossier.findings, *dossier.practices)
    assert len(dossier.findings) == 27
    assert all(row.verified and len(row.source) > 20 for row in rows)
    assert all(row.note for row in rows if row.published_precision == "assumed")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_written_whole(
    peil: Peil, language: str, belgium: Path, tmp_path: Path
) -> None:
    page = tmp_path / "practices.html"
    assert peil(belgium, "--html", page, "--language", language).code == 0
    assert page.read_text(encoding="utf-8").count('id="practice-') == 20


def test_the_command_gives_text_json_csv_a_page_and_a_pdf(
    peil: Peil, belgium: Path, tmp_path: Path
) -> None:
    page, paper = tmp_path / "practices.html", tmp_path / "practices.pdf"
    done = peil(belgium, "--html", page, "--pdf", paper, "--language", "fr")
    assert done.code == 0, done.err
    said = " ".join(done.out.split())
    assert "4 des 11 constats" in said
    assert "12 des 27 constats" in said
    assert page.stat().st_size > 10_000
    assert paper.read_bytes().startswith(b"%PDF")
    done = peil(belgium, "--format", "csv", "--as-of", "2018-01-22")
    assert len(list(csv.DictReader(io.StringIO(done.out)))) > 7
    assert json.loads(peil(belgium, "--format", "json").out)["subject"] == "Belgium"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("{belgium}", "--as-of", "22/01/2018"), "'22/01/2018'"),
        (("{belgium}", "--format", "html"), "'html'"),
        (("{belgium}", "--language", "xx"), "'xx'"),
        (("{belgium}", "--with", "doubt"), "'doubt'"),
        (("{belgium}", "--html", "{belgium}/findings.csv"), "findings.csv"),
        (("{belgium}", "--html", "{tmp}/no/a.html"), "a.html"),
        (("{belgium}", "--html", "{tmp}/a", "--pdf", "{tmp}/a"), "for two outputs"),
        (("{tmp}/none",), "none"),
    ],
)
def test_bad_input_is_one_sentence(
    words: tuple[str, ...], said: str, peil: Peil, belgium: Path, tmp_path: Path
) -> None:
    done = peil(*(word.format(belgium=belgium, tmp=tmp_path) for word in words))
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert said in done.err


def test_a_dossier_without_findings_says_what_to_add(
    peil: Peil, tmp_path: Path, belgium: Path
) -> None:
    new_dossier("Norland", tmp_path / "norland")
    observations = tmp_path / "norland" / "observations.csv"
    for name in ("indicators.csv", "observations.csv"):
        (tmp_path / "norland" / name).write_bytes((belgium / name).read_bytes())
    observations.write_text(
        observations.read_text(encoding="utf-8").replace("Belgium,", "Norland,"), encoding="utf-8"
    )
    done = peil(tmp_path / "norland")
    assert done.code == 2
    assert "holds neither findings nor practices; add findings.csv" in done.err
