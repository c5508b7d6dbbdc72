"""Telling: to whom a signed assessment goes, and what everybody can read of it afterwards."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from django.conf import settings
from tests import reference
from tests.web.desk.conftest import Signed
from tests.web.desk.test_embargo_products import WHOLE, ask_first, sign, use_for_police
from tests.web.desk.test_insiders import put, reviewed
from tests.web.desk.test_meanwhile import say_what_is_lost

from peil.store import records
from peil.web.server import current
from peil.workflow import clock
from peil.workflow.desk import publishing
from peil.workflow.working import work

SPACE = "{urn:oasis:names:tc:emergency:cap:1.2}"
REFERENCE = reference.ROOT.parent / "shared" / "data" / "reference"
SCHEMA = Path(os.environ.get("PEIL_REFERENCE", REFERENCE)) / "cap" / "CAP-v1.2.xsd"
"""OASIS keeps its rights in the schema, so that it stands beside the project and not in it."""
BREAKING = "".join(map(chr, range(0x21, 0x3000)))
"""A text that the typesetter cannot set."""


@pytest.fixture
def decision(signed: Signed) -> str:
    """The key of a level that was raised at once."""
    scope = signed("dora").make("/scope/new/create/", type="country", name="Belgium").split("/")[2]
    given = {"scope": scope, "level": 3, "marking": "limited", "reasons": "because"}
    return signed("dora").make("/decision/new/create/", **given).split("/")[2]


@pytest.fixture
def public(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "PUBLIC", tmp_path / "public")
    return tmp_path / "public"


def publish(signed: Signed, decision: str) -> str:
    """Publish a bulletin in two languages, and give its key."""
    texts = {"text_en": "The level is 3.", "text_fr": "Le niveau est 3.", "text_de": "Stufe 3."}
    made = signed("ada").make("/bulletin/new/create/", decision=decision, **texts)
    signed("dora").make(f"{made}approve/", languages=["en", "fr"])
    signed("dora").make(f"{made}publish/")
    return made.split("/")[2]


def do_work() -> None:
    work(clock.now(), None, current())


def test_a_bulletin_is_told_in_every_language_and_says_which_translation_follows(
    signed: Signed, decision: str, public: Path
) -> None:
    key = publish(signed, decision)
    assert not public.exists()
    do_work()
    pages = {each: (public / each / f"{key}.html").read_text() for each in ("en", "fr", "nl", "de")}
    assert "Belgium: level\N{NO-BREAK SPACE}3 (serious)" in pages["en"]
    assert "Le niveau est 3." in pages["fr"]
    assert "Stufe 3." not in pages["de"]
    assert 'lang="en">The level is 3.' in pages["nl"]
    assert (public / "nl" / f"{key}.pdf").read_bytes().startswith(b"%PDF")
    told = json.loads((public / f"{key}.json").read_text())
    assert (told["level"], sorted(told["texts"])) == (3, ["en", "fr"])
    assert f"{key}.html" in (public / "de" / "index.html").read_text()
    assert (
        "<title>Belgium: level\N{NO-BREAK SPACE}3 (serious)</title>"
        in (public / "en" / "feed.xml").read_text()
    )


def test_a_correction_and_a_withdrawal_are_seen(
    signed: Signed, decision: str, public: Path
) -> None:
    key = publish(signed, decision)
    do_work()
    given = {"text_en": "It is 3.", "text_fr": "Il est 3.", "correction": "A word was wrong."}
    signed("dora").make(f"/bulletin/{key}/correct/", **given)
    do_work()
    assert "Corrected: A word was wrong." in (public / "en" / f"{key}.html").read_text()
    signed("dora").make(f"/bulletin/{key}/withdraw/", reason="It was a mistake.")
    do_work()
    page = (public / "en" / f"{key}.html").read_text()
    assert "This bulletin was withdrawn: It was a mistake." in page


def test_a_message_for_those_who_pass_warnings_on_refers_to_the_first(
    signed: Signed, decision: str, public: Path
) -> None:
    key = publish(signed, decision)
    do_work()
    first = ET.fromstring((public / f"{key}.cap.xml").read_bytes())  # noqa: S314  # our own
    signed("dora").make(f"/bulletin/{key}/withdraw/", reason="It was a mistake.")
    do_work()
    last = ET.fromstring((public / f"{key}.cap.xml").read_bytes())  # noqa: S314  # our own
    named = [first.findtext(f"{SPACE}{each}") for each in ("sender", "identifier", "sent")]
    assert last.findtext(f"{SPACE}references") == ",".join(map(str, named))
    assert (first.findtext(f"{SPACE}msgType"), last.findtext(f"{SPACE}msgType")) == (
        "Alert",
        "Cancel",
    )
    assert [each.text for each in first.iter(f"{SPACE}language")] == ["en", "fr"]


def test_each_message_has_a_name_of_its_own_and_refers_to_all_before(
    signed: Signed, decision: str, public: Path
) -> None:
    key = publish(signed, decision)
    entries, named = set(), []
    for number in range(4):
        do_work()
        message = ET.fromstring((public / f"{key}.cap.xml").read_bytes())  # noqa: S314  # our own
        assert message.findtext(f"{SPACE}references", "").split() == named
        named.append(
            ",".join(message.findtext(f"{SPACE}{n}", "") for n in ("sender", "identifier", "sent"))
        )
        entries |= set(re.findall("<id>(.*?)</id>", (public / "en" / "feed.xml").read_text())[1:])
        texts = {"text_en": f"It is 3: {number}.", "text_fr": "Le niveau est 3."}
        signed("dora").make(f"/bulletin/{key}/correct/", correction="A word was wrong.", **texts)
    assert (len(set(named)), len(entries)) == (4, 4)


def test_a_text_that_breaks_the_typesetter_holds_up_nothing(
    signed: Signed, decision: str, public: Path
) -> None:
    broken, sound = (publish(signed, decision) for _ in range(2))
    texts = {"text_en": BREAKING, "text_fr": "Le niveau est 3."}
    signed("dora").make(f"/bulletin/{broken}/correct/", correction="Signs.", **texts)
    do_work()
    assert "ԱԲԳ" in (public / "en" / f"{broken}.html").read_text()
    assert (public / f"{broken}.json").is_file()
    assert (public / "en" / f"{sound}.pdf").is_file()


def test_the_paper_of_what_was_withdrawn_goes_where_it_cannot_be_set_anew(
    signed: Signed, decision: str, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = publish(signed, decision)
    do_work()
    paper = public / "en" / f"{key}.pdf"
    assert paper.is_file()
    signed("dora").make(f"/bulletin/{key}/withdraw/", reason="It was a mistake.")
    with monkeypatch.context() as broken:
        broken.setattr(publishing, "render_paper", _break_down)
        do_work()
    assert not paper.exists()
    assert "It was a mistake." in (public / "en" / f"{key}.html").read_text()


def _break_down(*_: object) -> bytes:
    raise RuntimeError("the typesetter broke down")


if SCHEMA.is_file():

    def test_messages_are_valid_by_the_schema(signed: Signed, decision: str, public: Path) -> None:
        key = publish(signed, decision)
        do_work()
        xmlschema.XMLSchema(SCHEMA).validate(public / f"{key}.cap.xml")
        signed("dora").make(f"/bulletin/{key}/withdraw/", reason="It was a mistake.")
        do_work()
        xmlschema.XMLSchema(SCHEMA).validate(public / f"{key}.cap.xml")


def test_a_language_without_text_is_not_approved(signed: Signed, decision: str) -> None:
    made = signed("ada").make("/bulletin/new/create/", decision=decision, text_en="Level 3.")
    answer = signed("dora").do(f"{made}approve/", languages=["en", "nl"])
    assert answer.status_code == 422
    assert "There is no text in the language nl" in answer.content.decode()


def test_the_crisis_centre_decides_measures_and_nobody_else(signed: Signed, decision: str) -> None:
    given = {"decision": decision, "text": "Patrols", "marking": "limited"}
    assert signed("dora").get("/measure/new/create/").status_code == 404
    made = signed("chris").make("/measure/new/create/", **given)
    assert signed("paul").get(made).status_code == 404
    measure = made.split("/")[2]
    signed("dora").make("/advice/new/create/", measure=measure, text="Keep them few.")
    signed("chris").make(f"{made}decide/")
    assert "Keep them few." in signed("chris").text(made)
    assert "Keep them few." not in signed("paul").text(made)


@pytest.mark.parametrize("hold", [ask_first, use_for_police])
def test_a_raised_level_is_told_at_once_whatever_its_product_waits_for(
    signed: Signed,
    assessment: str,
    password: str,
    mailoutbox: list[Any],
    hold: Callable[[Signed, str], None],
) -> None:
    belgium = records.every("scope").get().pk
    put(signed, belgium, 2)
    hold(signed, assessment)
    product = sign(signed, assessment, password)
    work(clock.now().replace(hour=9), None, current())
    told = {f"{name}@example.org" for name in ("gil", "fay", "chris", "sam", "mia")}
    assert told <= {mail.to[0] for mail in mailoutbox}
    front = signed("gil").text("/").replace("\N{NO-BREAK SPACE}", " ")
    assert "<strong>3" in front
    assert "See that a level was raised: Belgium: 3 (serious)" in front
    page = signed("gil").text(f"/decision/{records.every('decision').get(level=3).pk}/")
    assert str(WHOLE["reasons"]) not in page
    assert signed("gil").get(product).status_code == 404
    duty = records.every("duty").get(task="see_level", owed_by="prime_minister").pk
    signed("gil").make(f"/duty/{duty}/answer/")
    assert "See that a level was raised" not in signed("gil").text("/")


def test_a_level_that_is_lowered_is_told_with_its_product_alone(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 4)
    ask_first(signed, assessment)
    draft = reviewed(signed, f"/assessment/{assessment}/")
    say_what_is_lost(signed, assessment)
    signed("dora").make(f"{draft}sign/")
    in_force = records.every("decision").get(next__isnull=True).pk
    assert signed("gil").get(f"/decision/{in_force}/").status_code == 404


def test_what_waited_is_not_sent_once_its_level_is_in_force_no_more(
    signed: Signed, assessment: str, password: str
) -> None:
    ask_first(signed, assessment)
    product = sign(signed, assessment, password).split("/")[2]
    put(signed, records.every("scope").get().pk, 4)
    signed("sam").make(f"/contribution/{records.every('contribution').get().pk}/agree/")
    assert f"/product/{product}/distribute/" not in signed("dora").text(f"/product/{product}/")
    signed("dora").do(f"/product/{product}/distribute/")
    assert not records.every("distribution").filter(product=product).exists()


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize("is_told", [False, True])
def test_a_bulletin_of_a_level_that_holds_no_more_can_only_be_withdrawn(
    signed: Signed, decision: str, is_told: bool
) -> None:
    key = publish(signed, decision)
    if is_told:
        do_work()
    else:
        records.every("bulletin").update(state="approved")
    act = "correct" if is_told else "publish"
    address = f"/bulletin/{key}/"
    assert f"{address}{act}/" in signed("dora").text(address)
    put(signed, records.find("decision", decision).scope_id, 4)
    page = signed("dora").text(address)
    assert f"{address}{act}/" not in page
    assert f"{address}withdraw/" in page
