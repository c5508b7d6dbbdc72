"""A bulletin between its text and the public: what is told when, and what never is."""

import datetime as dt
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from tests.web.desk.conftest import Signed
from tests.web.desk.test_insiders import LATER, person, put, reviewed
from tests.web.desk.test_meanwhile import say_what_is_lost
from tests.web.desk.test_telling import decision, do_work, public, publish

from peil.store import records
from peil.store.shared import people
from peil.store.shared.models import Event, Message, Office
from peil.web.server import current
from peil.workflow import clock
from peil.workflow.desk import publishing
from peil.workflow.working import work

__all__ = ["decision", "public"]
IN_FIVE_HOURS = dt.timedelta(hours=5)


def set_for_later(signed: Signed, decision: str, **texts: str) -> str:
    """Publish a bulletin for five hours from now, and give its address."""
    at = f"{clock.now() + IN_FIVE_HOURS:%Y-%m-%dT%H:%M}"
    given = {"decision": decision, "text_en": "The level is 3.", "publish_at": at} | texts
    made = signed("ada").make("/bulletin/new/create/", **given)
    signed("dora").make(f"{made}approve/", languages=["en"])
    signed("dora").make(f"{made}publish/")
    return made


def later() -> None:
    work(clock.now() + 2 * IN_FIVE_HOURS, None, current())


def scope_of(decision: str) -> str:
    return records.find("decision", decision).scope_id


def told(public: Path) -> list[str]:
    return sorted(each.name for each in public.glob("*.json"))


def test_a_bulletin_whose_level_was_superseded_waits_for_who_decides(
    signed: Signed, decision: str, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = set_for_later(signed, decision)
    put(signed, scope_of(decision), 4)
    later()
    monkeypatch.setenv(clock.AHEAD, f"{2 * IN_FIVE_HOURS.total_seconds()}")
    assert told(public) == []
    assert "its level is no longer in force" in signed("dora").text("/")
    assert signed("dora").do(f"{made}publish/").status_code == 422
    signed("dora").make(f"{made}withdraw/", reason="The level was raised.")
    later()
    assert told(public) == []
    assert "its level is no longer in force" not in signed("dora").text("/")


def test_a_bulletin_that_was_told_stays_when_its_level_is_superseded(
    signed: Signed, decision: str, public: Path
) -> None:
    key = publish(signed, decision)
    do_work()
    put(signed, scope_of(decision), 4)
    do_work()
    assert told(public) == [f"{key}.json"]


def test_what_was_withdrawn_before_its_time_is_never_told(
    signed: Signed, decision: str, public: Path
) -> None:
    made = set_for_later(signed, decision, text_en="An operation runs.")
    signed("dora").make(f"{made}withdraw/", reason="It names an operation.")
    publish(signed, decision)
    later()
    assert len(told(public)) == 1
    files = [each for each in public.rglob("*") if each.is_file()]
    assert not any(b"operation" in each.read_bytes() for each in files)


def test_what_was_corrected_before_it_was_told_is_told_without_a_correction(
    signed: Signed, decision: str, public: Path
) -> None:
    made = set_for_later(signed, decision)
    given = {"text_en": "It is 3.", "correction": "A name was wrong."}
    signed("dora").make(f"{made}correct/", **given)
    later()
    page = (public / "en" / f"{made.split('/')[2]}.html").read_text()
    assert "It is 3." in page
    assert "orrected" not in page
    assert "A name was wrong" not in page


def test_a_translation_follows_with_a_correction(
    signed: Signed, decision: str, public: Path
) -> None:
    key = publish(signed, decision)
    do_work()
    texts = {"text_en": "The level is 3.", "text_fr": "Le niveau est 3.", "text_nl": "Niveau 3."}
    correction = {"correction": "The Dutch text was added."}
    signed("dora").make(f"/bulletin/{key}/correct/", **texts, **correction)
    do_work()
    assert "Niveau 3." in (public / "nl" / f"{key}.html").read_text()


def test_an_approved_text_is_never_emptied(signed: Signed, decision: str) -> None:
    key = publish(signed, decision)
    given = {"text_en": "", "text_fr": "Le niveau est 3.", "correction": "None."}
    assert signed("dora").do(f"/bulletin/{key}/correct/", **given).status_code == 422


def test_a_moment_is_taken_in_the_time_of_the_desk(signed: Signed, decision: str) -> None:
    at = (clock.now() + dt.timedelta(days=1)).replace(hour=7, minute=0, second=0, microsecond=0)
    given = {"decision": decision, "text_en": "Level 3.", "publish_at": f"{at:%Y-%m-%dT%H:%M}"}
    made = signed("ada").make("/bulletin/new/create/", **given)
    assert records.find("bulletin", made.split("/")[2]).publish_at == at
    assert "07:00" in signed("ada").text(made)


@pytest.mark.parametrize("moment", ["9999-12-31T23:59", "0001-01-01T00:00"])
def test_a_moment_that_nobody_lives_to_see_is_refused(
    signed: Signed, decision: str, moment: str
) -> None:
    given = {"decision": decision, "text_en": "Level 3.", "publish_at": moment}
    assert signed("ada").do("/bulletin/new/create/", **given).status_code == 422


@pytest.mark.usefixtures("public")
def test_what_everybody_can_read_has_its_event_even_after_a_kill(
    signed: Signed, decision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = publish(signed, decision)
    monkeypatch.setattr(publishing, "_show", _die)
    with pytest.raises(KeyboardInterrupt):
        do_work()
    assert Event.objects.filter(about=key, action="publish", person="").exists()


def _die(*_: object) -> bool:
    raise KeyboardInterrupt


def test_a_text_with_letters_that_no_message_may_hold_loses_them(
    signed: Signed, decision: str, public: Path
) -> None:
    made = set_for_later(signed, decision, text_en="Level\f 3\v is\x1c kept\ufffe.")
    later()
    path = public / f"{made.split('/')[2]}.cap.xml"
    text = ET.fromstring(path.read_bytes()).findtext(".//{*}description")  # noqa: S314  # our own
    assert text == "Level 3 is kept."


def test_marks_are_piled_no_higher_than_a_language_does(signed: Signed, decision: str) -> None:
    piled = "a" + "\N{COMBINING ACUTE ACCENT}" * 5000
    given = {"decision": decision, "text_en": f"Level 3 {piled}."}
    made = signed("ada").make("/bulletin/new/create/", **given)
    assert len(records.find("bulletin", made.split("/")[2]).text_en) < 20


def test_who_is_told_by_law_is_told_at_once_that_a_level_was_raised(
    signed: Signed, decision: str
) -> None:
    signed("sam").text("/")
    Message.objects.all().delete()
    put(signed, scope_of(decision), 4)
    for name in ("sam", "chris", "gil", "fay"):
        assert "<strong>4" in signed(name).text("/"), name
    told = set(Message.objects.filter(task="acknowledge").values_list("person__email", flat=True))
    assert {f"{each}@example.org" for each in ("sam", "chris", "gil", "fay")} <= told


def test_recipients_see_the_narrower_levels_of_what_they_were_sent_and_that_it_was_kept(
    signed: Signed, assessment: str
) -> None:
    site = signed("ada").make("/scope/new/create/", type="site", name="Airport").split("/")[2]
    given = {"assessment": assessment, "scope": site, "level": 4, "reason": "a crowd"}
    signed("ada").make("/level_exception/new/create/", **given)
    signed("dora").make(f"{reviewed(signed, f'/assessment/{assessment}/')}sign/")
    assert "Airport" in signed("sam").text("/")
    kept = records.every("decision").get(scope__name="Belgium").pk
    review = {"review_by": clock.now().date() + dt.timedelta(days=60), "reasons": "as before"}
    signed("dora").make(f"/decision/{kept}/keep/", **review)
    assert "Belgium" in signed("sam").text("/")


def test_what_is_told_after_the_signature_holds_nothing_back(
    signed: Signed, assessment: str
) -> None:
    for office in ("state_security", "military_intelligence"):
        given = {"assessment": assessment, "to": office, "question": "who?"}
        signed("ada").make("/request/new/create/", **given)
    asked = {each.to_id: f"/request/{each.pk}/" for each in records.every("request")}
    answer = {"marking": "restricted", "text": "they", "valence": "for", "ask_me_first": "on"}
    signed("sam").make(f"{asked['state_security']}answer/", **answer)
    signed("dora").make(f"{reviewed(signed, f'/assessment/{assessment}/')}sign/")
    signed("mia").make(f"{asked['military_intelligence']}answer/", **answer)
    assert not records.every("distribution").exists()
    first = records.every("contribution").get(office="state_security")
    signed("sam").make(f"/contribution/{first.pk}/agree/")
    assert records.every("distribution").exists()


def test_who_asked_for_an_assessment_is_sent_it(signed: Signed, belgium: str) -> None:
    Office.objects.create(code="mobility", name="Minister of mobility")
    held = {"office": "mobility", "role": "government_member", "on": clock.now().date()}
    people.add_person("mo@example.org", "Mo Minister", now=clock.now(), **held)
    given = {"scope": belgium, "type": "strategic", "started_by": "government_member"}
    given |= {"marking": "restricted"}
    assert signed("ada").do("/assessment/new/create/", **given).status_code == 422
    made = signed("ada").make("/assessment/new/create/", asked_by="mobility", **given)
    signed("dora").make(f"{reviewed(signed, made)}sign/")
    assert records.every("distribution").filter(to="mobility").exists()


def test_a_reason_never_passes_for_the_law(signed: Signed, decision: str) -> None:
    product = records.every("product").get(decision=decision).pk
    given = {"office": "committee_p", "reason": "law_2006_threat_analysis 10 §1 d " + "x" * 400}
    signed("dora").make(f"/product/{product}/add_recipient/", **given)
    sent = records.every("distribution").get(to="committee_p")
    shown = signed("dora").text(f"/distribution/{sent.pk}/")
    assert "By the law" not in shown
    assert "law_2006_threat_analysis 10 §1 d" in shown


def test_the_feed_counts_days_where_the_desk_is(
    signed: Signed, decision: str, public: Path
) -> None:
    key = publish(signed, decision)
    day = clock.now().date() + dt.timedelta(days=1)
    night = dt.datetime.combine(day, dt.time(0, 30), clock.ZONE)
    records.every("bulletin").filter(pk=key).update(publish_at=night)
    work(night, None, current())
    assert f"<updated>{night:%Y-%m-%d}" in (public / "en" / "feed.xml").read_text()


def test_a_signature_has_nobody_told_twice(signed: Signed, assessment: str) -> None:
    signed("dora").make(f"{reviewed(signed, f'/assessment/{assessment}/')}sign/")
    sent = Message.objects.filter(task="acknowledge", person=person("sam"))
    assert sent.count() == 1


def test_a_drafted_bulletin_waits_for_who_approves_it_and_bears_no_public_mark(
    signed: Signed, decision: str
) -> None:
    made = signed("ada").make("/bulletin/new/create/", decision=decision, text_en="Level 3.")
    assert "Approve a bulletin" in signed("dora").text("/")
    assert 'class="marking">Not for the public' in signed("dora").text(made)
    signed("dora").make(f"{made}approve/", languages=["en"])
    assert "Approve a bulletin" not in signed("dora").text("/")


def test_a_bulletin_is_offered_the_level_in_force_alone(signed: Signed, decision: str) -> None:
    put(signed, scope_of(decision), 4)
    form = signed("ada").text("/bulletin/new/create/").replace("\xa0", " ")
    assert "Belgium: 4" in form
    assert "Belgium: 3" not in form


def test_a_correction_publishes_no_draft_that_nobody_approved(
    signed: Signed, decision: str, public: Path
) -> None:
    key = publish(signed, decision)  # with a German draft
    do_work()
    given = {"text_en": "It is 3.", "text_fr": "Le niveau est 3.", "text_de": "Stufe 3."}
    signed("dora").make(f"/bulletin/{key}/correct/", **given, correction="A word was wrong.")
    do_work()
    assert "Stufe 3." not in (public / "de" / f"{key}.html").read_text()


def test_who_approves_reads_that_the_product_waits_for_an_originator(
    signed: Signed, assessment: str
) -> None:
    given = {"assessment": assessment, "to": "state_security", "question": "who?"}
    asked = signed("ada").make("/request/new/create/", **given)
    told = {"marking": "restricted", "text": "they", "valence": "for", "ask_me_first": "on"}
    signed("sam").make(f"{asked}answer/", **told)
    signed("dora").make(f"{reviewed(signed, f'/assessment/{assessment}/')}sign/")
    decision = records.every("decision").get().pk
    bulletin = signed("ada").make("/bulletin/new/create/", decision=decision, text_en="Level 3.")
    assert "State Security has not agreed yet" in signed("dora").text(f"{bulletin}approve/")
    signed("sam").make(f"/contribution/{records.every('contribution').get().pk}/agree/")
    assert "has not agreed" not in signed("dora").text(f"{bulletin}approve/")


def test_a_level_raised_at_once_and_kept_twice_is_seen_by_whom_it_was_told(
    signed: Signed, decision: str
) -> None:
    for days in (30, 60):
        given = {"review_by": clock.now().date() + dt.timedelta(days=days), "reasons": "as before"}
        made = signed("dora").make(f"/decision/{decision}/keep/", **given)
        decision = made.split("/")[2]
        assert "<strong>3" in signed("sam").text("/")


def test_a_bulletin_that_could_not_be_written_is_told_only_while_its_level_is_in_force(
    signed: Signed, decision: str, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = publish(signed, decision)
    with monkeypatch.context() as broken:
        broken.setattr(publishing, "_write", _fail)
        for _ in range(2):
            do_work()
    assert not Event.objects.filter(about=key, action="publish", person="").exists()
    put(signed, scope_of(decision), 4)
    do_work()
    assert told(public) == []


def _fail(*_: object) -> Any:
    raise OSError("no space left")


def test_of_a_bulletin_written_in_part_nobody_sees_a_part(
    signed: Signed, decision: str, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = publish(signed, decision)
    written = publishing._write

    def full_at_the_paper(hidden: Path, folder: Path, name: str, content: bytes) -> bool:
        return _fail() if name.endswith(".pdf") else written(hidden, folder, name, content)

    with monkeypatch.context() as broken:
        broken.setattr(publishing, "_write", full_at_the_paper)
        do_work()
    assert [each for each in public.rglob("*") if key in each.name] == []
    assert not list(public.rglob("*.html"))
    signed("dora").make(f"/bulletin/{key}/withdraw/", reason="wrong")
    do_work()
    assert told(public) == []


def test_a_bulletin_shown_in_part_is_withdrawn_where_it_was_seen(
    signed: Signed, decision: str, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = publish(signed, decision)
    shown = publishing._show

    def full_at_the_paper(hidden: Path, folder: Path, name: str) -> None:
        return _fail() if name.endswith(".pdf") else shown(hidden, folder, name)

    with monkeypatch.context() as broken:
        broken.setattr(publishing, "_show", full_at_the_paper)
        do_work()
    page = public / "en" / f"{key}.html"
    assert page.is_file()
    signed("dora").make(f"/bulletin/{key}/withdraw/", reason="The level was another.")
    do_work()
    assert "The level was another." in page.read_text()


def test_a_bulletin_of_another_level_than_the_one_in_force_is_withdrawn_and_not_corrected(
    signed: Signed, decision: str, public: Path
) -> None:
    key = publish(signed, decision)
    do_work()
    put(signed, scope_of(decision), 4)
    given = {"text_en": "It is 3.", "text_fr": "Le niveau est 3.", "correction": "A word."}
    assert signed("dora").do(f"/bulletin/{key}/correct/", **given).status_code == 422
    signed("dora").make(f"/bulletin/{key}/withdraw/", reason="The level was raised.")
    do_work()
    assert "withdrawn" in (public / "en" / f"{key}.html").read_text()


def test_a_bulletin_is_held_back_though_its_level_came_back_by_another_decision(
    signed: Signed, belgium: str, public: Path, assessment: str
) -> None:
    set_for_later(signed, put(signed, belgium, 3).split("/")[2])
    put(signed, belgium, 4)
    draft = reviewed(signed, f"/assessment/{assessment}/")
    say_what_is_lost(signed, assessment)
    signed("dora").make(f"{draft}sign/")
    later()
    assert told(public) == []


def test_a_bulletin_of_a_level_that_was_kept_is_told(
    signed: Signed, decision: str, public: Path
) -> None:
    key = set_for_later(signed, decision).split("/")[2]
    kept = {"review_by": LATER, "reasons": "as before"}
    signed("dora").make(f"/decision/{decision}/keep/", **kept)
    later()
    assert told(public) == [f"{key}.json"]
