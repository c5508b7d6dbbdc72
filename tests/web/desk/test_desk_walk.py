"""January 2018, walked in a browser: from three questions to services to a level that is told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xmlschema
from tests.web.desk.conftest import PASSWORD
from tests.web.desk.live import BELGIUM, Live, running
from tests.web.desk.test_telling import SCHEMA

LEVELS = """type,name,reasons,level,decided_on,review_by
country,Belgium,after Paris,3,2015-11-16,2018-01-31
site,Central station,many people,3,2016-03-24,2018-01-31
site,Palace of justice,trials,3,2016-03-24,2018-01-31
"""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    home = tmp_path_factory.mktemp("desk") / "home"
    with running(home, "--clock", "2018-01-15T09:00") as desk:
        yield desk


class Seat:
    """Somebody at a browser."""

    def __init__(self, browser: Any, live: Live, name: str, **context: Any) -> None:
        self.page = browser.new_context(**context).new_page()
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.address = live.address
        self.page.goto(self.address)
        self.page.get_by_label("Email").fill(f"{name}@example.org")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign In", exact=True).click()

    def at(self, path: str) -> "Seat":
        self.page.goto(f"{self.address}{path}")
        return self

    def follow(self, *names: str) -> "Seat":
        for name in names:
            with self.page.expect_navigation():
                self.page.get_by_role("link", name=name, exact=True).first.click()
        return self

    def fill(self, button: str, **fields: str | list[str]) -> str:
        """Fill in a form by the names of its fields, send it, and give where it led."""
        for name, value in fields.items():
            field = self.page.locator(f"[name={name}]").first
            if isinstance(value, list):
                for each in value:
                    self.page.locator(f"[name={name}][value={each}]").check()
            elif field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(label=value)
            elif field.get_attribute("type") == "file":
                field.set_input_files(value)
            else:
                field.fill(value)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()
        assert self.page.locator(".loud, .wrong").count() == 0, self.page.inner_text("main")
        return str(self.page.url.removeprefix(self.address))


@pytest.fixture(scope="module")
def seat(browser: Any, live: Live) -> Any:
    seats: dict[str, Seat] = {}

    def take(name: str) -> Seat:
        if name not in seats:
            seats[name] = Seat(browser, live, name)
        return seats[name]

    return take


def test_january_2018(seat: Any, live: Live, tmp_path: Path) -> None:
    levels = tmp_path / "levels.csv"
    levels.write_text(LEVELS, encoding="utf-8")
    seat("dora").at("/").follow("Enter the levels in force from a table")
    seat("dora").fill("Enter the levels in force from a table", file=str(levels), proof=PASSWORD)

    ada = seat("ada").at("/").follow("Begin an assessment")
    draft = ada.fill("Begin an assessment", scope="Belgium", type="strategic")
    for service in ("State Security", "Military intelligence", "Federal police"):
        ada.at(draft).follow("Ask a service")
        ada.fill("Ask a service", to=service, question="What has changed?", due="2018-01-18")
    answer_three(seat)

    ada.at(draft).follow("Write")
    ada.fill(
        "Write",
        seriousness="Attacks by lone actors.",
        likelihood="unlikely",
        confidence="moderate",
        speaks_for="Foreign fighters return.",
        speaks_against="No attack in Europe for months.",
        would_change="A plot.",
        level="2 (medium)",
        reasons="The threat is unlikely.",
        review_by="2018-04-30",
    )
    for site in ("Central station", "Palace of justice"):
        ada.at(draft).follow("Keep a narrower scope at another level")
        ada.fill("Keep a narrower scope at another level", scope=site, level="3 (serious)")
    ada.at(draft).follow("Say what would be lost")
    statement = ada.fill("Say what would be lost", text="Soldiers at stations.")
    seat("mia").at(draft).follow("Dissent")
    seat("mia").fill("Dissent", text="Too early.")
    ada.at(statement).follow("Finish the statement")
    ada.fill("Finish the statement")
    seat("dora").at(statement).follow("Attach the statement")
    seat("dora").fill("Attach the statement")
    ada.at(draft).follow("Send to review")
    ada.fill("Send to review")
    seat("ben").at(draft).follow("Review")
    seat("ben").fill("Review")
    seat("dora").at(draft).follow("Sign")
    seat("dora").fill("Sign", proof=PASSWORD)

    front = seat("dora").at("/").page.inner_text("main")
    assert "2 (medium) Belgium" in front
    assert "3 (serious) Central station" in front
    assert "3 (serious) Palace of justice" in front
    clicks_to_the_reason(seat("dora"))
    decide_measures(seat)
    publish(seat, live)
    verify(live, tmp_path)


def answer_three(seat: Any) -> None:
    seat("sam").at("/").follow("Answer a request: What has changed?", "Answer")
    seat("sam").fill("Answer", text="Fewer travellers.", valence="speaks against it")
    seat("mia").at("/").follow("Answer a request: What has changed?", "Decline")
    seat("mia").fill("Decline", ground="a foreign service has not agreed", reason="Not ours.")
    seat("paul").at("/").follow("Answer a request: What has changed?", "Ask for time")
    seat("paul").fill("Ask for time", wants_until="2018-01-22", reason="Files are coming.")


def clicks_to_the_reason(dora: Seat) -> None:
    """Three clicks from the front page at most."""
    dora.at("/").follow("Belgium")
    assert "The threat is unlikely." in dora.page.inner_text("main")


def decide_measures(seat: Any) -> None:
    seat("chris").at("/").follow("Belgium", "Draft a measure")
    seat("chris").fill("Draft a measure", text="Soldiers stay at stations.")
    seat("chris").follow("Decide")
    seat("chris").fill("Decide")
    assert "decided" in seat("chris").page.inner_text("main")


def publish(seat: Any, live: Live) -> None:
    seat("ada").at("/").follow("Belgium", "Draft a bulletin")
    texts = {"text_en": "Level 2.", "text_fr": "Niveau 2.", "text_nl": "Niveau 2."}
    made = seat("ada").fill("Draft a bulletin", **texts, text_de="Stufe 2.")
    seat("dora").at(made).follow("Approve")
    seat("dora").fill("Approve", languages=["en", "fr", "nl", "de"])
    seat("dora").follow("Publish")
    seat("dora").fill("Publish")
    key = live.home / "audit.key"
    run = live.peil("work", str(BELGIUM), "--home", str(live.home), "--key", str(key))
    assert run.returncode == 0, run.stderr
    (warning,) = (live.home / "public").glob("*.cap.xml")
    assert "<language>de</language>" in warning.read_text(encoding="utf-8")
    if SCHEMA.is_file():
        xmlschema.XMLSchema(SCHEMA).validate(warning)


def verify(live: Live, tmp_path: Path) -> None:
    file = str(tmp_path / "audit.zip")
    home = ("--home", str(live.home))
    assert live.peil("audit", "export", file, str(BELGIUM), *home).returncode == 0
    run = live.peil("audit", "verify", file, "--key", str(live.home / "audit.pub"))
    assert run.returncode == 0, run.stderr
    assert "2018-01-15" in run.stdout
