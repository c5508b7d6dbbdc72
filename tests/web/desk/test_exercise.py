"""An exercise says that it is one wherever it can be seen: on pages, in mails, and in every file."""

import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pypdf import PdfReader
from tests.web.desk.conftest import Signed
from tests.web.desk.live import BELGIUM
from tests.web.desk.test_telling import SPACE, decision, do_work, public, publish

from peil.store.shared import audit
from peil.store.shared.models import Person
from peil.terms.errors import BadInput
from peil.workflow.serving import Settings, set_up

__all__ = ["decision", "public"]
SAID = {
    "en": "Exercise, exercise, exercise",
    "fr": "Exercice, exercice, exercice",
    "nl": "Oefening, oefening, oefening",
    "de": "Übung, Übung, Übung",
}
PAGES = ("/", "/scope/", "/scope/new/create/", "/search/?q=x", "/settings/", "/accounts/2fa/")


@pytest.fixture(autouse=True)
def exercise(settings: Any) -> None:
    settings.EXERCISE = True


def test_every_page_says_so(signed: Signed, belgium: str) -> None:
    ada = signed("ada")
    for language, said in SAID.items():
        Person.objects.update(language=language)
        for path in (*PAGES, f"/scope/{belgium}/"):
            assert said in ada.text(path), path
        assert said in ada.get("/nothing/").content.decode()
        stranger = Client().get(f"/accounts/login/?language={language}", secure=True)
        assert said in stranger.content.decode()


def test_mails_and_the_calendar_say_so(signed: Signed, assessment: str) -> None:
    Person.objects.filter(email="sam@example.org").update(language="nl")
    asked = {"assessment": assessment, "to": "state_security", "question": "What is new?"}
    signed("ada").make(f"/request/new/create/?assessment={assessment}", **asked)
    do_work()
    (sent,) = (each for each in mail.outbox if each.to == ["sam@example.org"])
    assert sent.subject == "Oefening, oefening, oefening: Er wacht iets op u op de desk"
    assert sent.body.startswith("Oefening, oefening, oefening\n")
    days = signed("sam").text("/duties.ics").replace("\r\n ", "")
    assert "X-WR-CALNAME:Oefening\\, oefening\\, oefening: " in days
    assert "SUMMARY:Oefening\\, oefening\\, oefening: " in days


def test_public_files_say_so(signed: Signed, decision: str, public: Path) -> None:
    key = publish(signed, decision)
    do_work()
    for language, said in SAID.items():
        folder = public / language
        assert f"<title>{said}" in (folder / f"{key}.html").read_text()
        paper = PdfReader(folder / f"{key}.pdf").pages[0].extract_text()
        assert said in " ".join(paper.split())
        assert (folder / "index.html").read_text().count(said) >= 2
        feed = ET.fromstring((folder / "feed.xml").read_bytes())  # noqa: S314  # our own
        titles = [each.text or "" for each in feed.iter("{http://www.w3.org/2005/Atom}title")]
        assert [each.partition(":")[0].strip() for each in titles] == [said, said]
    assert json.loads((public / f"{key}.json").read_text())["is_exercise"] is True
    warning = ET.fromstring((public / f"{key}.cap.xml").read_bytes())  # noqa: S314  # our own
    assert warning.findtext(f"{SPACE}status") == "Exercise"
    heads = [each.text or "" for each in warning.iter(f"{SPACE}headline")]
    assert [each.partition(",")[0] for each in heads] == ["Exercise", "Exercice"]


def test_frozen_figures_say_so(signed: Signed, settings: Any, tmp_path: Path) -> None:
    settings.PROPOSALS = tmp_path
    frozen = tmp_path / "2026-01-01-0123456789ab"
    frozen.mkdir()
    (frozen / "index.html").write_text("<html><body>Figures.</body></html>")
    (frozen / "paper.pdf").write_bytes(b"%PDF")
    page = signed("ada").get(f"/figures/{frozen.name}/index.html")
    assert "Exercise, exercise, exercise" in page.content.decode()
    assert page["Content-Security-Policy"].startswith("sandbox")
    file = signed("ada").get(f"/figures/{frozen.name}/paper.pdf")
    assert file["Content-Disposition"] == 'attachment; filename="exercise-paper.pdf"'
    file.close()
    table = signed("otto").get("/rights.csv")
    assert table["Content-Disposition"] == 'attachment; filename="exercise-rights.csv"'


@pytest.mark.django_db
def test_each_command_beside_an_exercise_knows_that_it_is_one(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", os.environ.copy())
    set_up(Settings(home=tmp_path, dossier=BELGIUM, is_exercise=True))
    settings.EXERCISE, settings.PUBLIC = False, tmp_path / "what everybody reads"
    set_up(Settings(home=tmp_path, dossier=BELGIUM))
    assert settings.EXERCISE is True
    assert tmp_path / "public" == settings.PUBLIC
    assert os.environ["PEIL_EXERCISE"] == "1"
    assert next(iter(audit.chain()))[4] == "exercise"


def test_nothing_real_becomes_an_exercise(
    signed: Signed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed("dora").make("/scope/new/create/", type="country", name="Belgium")
    monkeypatch.setattr(os, "environ", os.environ.copy())
    with pytest.raises(BadInput, match="holds what is no exercise; give the exercise a home"):
        set_up(Settings(home=tmp_path, dossier=BELGIUM, is_exercise=True))
