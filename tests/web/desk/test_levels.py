"""What stands between a draft and a level: who wrote it, what it stood beside, and until when."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.desk.conftest import Signed
from tests.web.desk.test_insiders import LATER, TODAY, WHOLE, person, put, reviewed

from peil.store import records
from peil.web.server import current
from peil.workflow import clock
from peil.workflow.desk.demonstration import PASSWORD
from peil.workflow.working import work


def add_site(signed: Signed, name: str = "Airport") -> str:
    return signed("ada").make("/scope/new/create/", type="site", name=name).split("/")[2]


def begin(signed: Signed, scope: str) -> str:
    """Begin a draft for a scope, and give its address."""
    given = {"type": "point", "started_by": "ocam", "marking": "restricted"}
    return signed("ada").make("/assessment/new/create/", scope=scope, **given)


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9), clock.ZONE)


def duties(task: str) -> list[tuple[str, str, dt.date]]:
    """Give the office, state and day of each duty with a task."""
    rows = records.every("duty").filter(task=task).order_by("created_at")
    return list(rows.values_list("owed_by", "state", "due"))


@pytest.fixture
def draft(assessment: str) -> str:
    return f"/assessment/{assessment}/"


@pytest.fixture
def exception(signed: Signed, assessment: str) -> Callable[..., str]:
    """Draft another level for a site of the draft, in the name of somebody."""

    def made(who: str = "ada", scope: str = "", **given: object) -> str:
        values = {"assessment": assessment, "scope": scope or add_site(signed), "level": 4}
        return signed(who).make(
            "/level_exception/new/create/", **values | {"reason": "a crowd"} | given
        )

    return made


@pytest.mark.parametrize("level", [1, 3, 4])
def test_a_site_without_a_level_is_raised_at_once_and_lowered_by_no_signature_alone(
    signed: Signed, belgium: str, level: int
) -> None:
    put(signed, belgium, 3)
    given = {"scope": add_site(signed), "level": level, "marking": "limited"}
    answer = signed("dora").do("/decision/new/create/", **given)
    assert answer.status_code == (302 if level == 4 else 422)


def test_an_assessment_lowers_a_site_below_its_country_only_with_a_statement(
    signed: Signed, belgium: str
) -> None:
    put(signed, belgium, 4)
    address = reviewed(signed, begin(signed, add_site(signed)), level=1)
    answer = signed("dora").do(f"{address}sign/")
    assert answer.status_code == 422
    assert "what would be lost" in answer.content.decode()


def test_a_table_lowers_no_site_below_its_country(signed: Signed, belgium: str) -> None:
    put(signed, belgium, 3)
    table = f"type,name,reasons,level,decided_on,review_by\nsite,Port,calm,2,{TODAY},{LATER}\n"
    file = SimpleUploadedFile("levels.csv", table.encode())
    answer = signed("dora").do("/scope/new/enter/", file=file)
    assert answer.status_code == 422
    assert "Row 2 is below level" in answer.content.decode()


def test_a_first_table_may_hold_a_site_below_its_country(signed: Signed) -> None:
    rows = [f"country,Belgium,calm,3,{TODAY},{LATER}", f"site,Port,calm,2,{TODAY},{LATER}"]
    table = "\n".join(["type,name,reasons,level,decided_on,review_by", *rows])
    file = SimpleUploadedFile("levels.csv", table.encode())
    assert signed("dora").do("/scope/new/enter/", file=file).status_code == 302


def test_a_table_of_very_many_levels_is_refused(signed: Signed) -> None:
    rows = [f"site,Port {n},calm,2,{TODAY},{LATER}" for n in range(501)]
    table = "\n".join(["type,name,reasons,level,decided_on,review_by", *rows])
    file = SimpleUploadedFile("levels.csv", table.encode())
    answer = signed("dora").do("/scope/new/enter/", file=file)
    assert answer.status_code == 422
    assert "501 rows" in answer.content.decode()


def test_who_wrote_an_exception_does_not_review_it(
    signed: Signed, draft: str, exception: Callable[..., str]
) -> None:
    exception("ben")
    signed("ada").make(f"{draft}write/", **WHOLE)
    signed("ada").make(f"{draft}submit/")
    answer = signed("ben").do(f"{draft}review/")
    assert answer.status_code == 422
    assert "wrote" in answer.content.decode()


def test_who_wrote_what_would_be_lost_does_not_review_it(
    signed: Signed, draft: str, assessment: str
) -> None:
    given = {"assessment": assessment, "text": "the soldiers"}
    signed("ben").make("/consequence_statement/new/create/", **given)
    signed("ada").make(f"{draft}write/", **WHOLE)
    signed("ada").make(f"{draft}submit/")
    assert signed("ben").do(f"{draft}review/").status_code == 422


def test_what_changed_since_its_form_was_shown_is_not_reviewed(
    signed: Signed, draft: str, exception: Callable[..., str]
) -> None:
    site = add_site(signed)
    drafted = exception(scope=site)
    signed("ada").make(f"{draft}write/", **WHOLE)
    signed("ada").make(f"{draft}submit/")
    shown = {"version": records.find("assessment", draft.split("/")[2]).version}
    signed("ada").make(f"{drafted}write/", scope=site, level=1, reason="no crowd")
    answer = signed("ben").client.post(f"{draft}review/", shown, secure=True)
    assert answer.status_code == 409


def test_a_reviewed_text_that_lacks_something_is_taken_back_and_reviewed_again(
    signed: Signed, draft: str
) -> None:
    reviewed(signed, draft, likelihood="")
    assert signed("dora").do(f"{draft}sign/").status_code == 422
    signed("ada").make(f"{draft}reopen/")
    assert signed("dora").do(f"{draft}sign/").status_code == 404
    reviewed(signed, draft)
    assert signed("dora").do(f"{draft}sign/").status_code == 302


def test_the_review_of_a_level_is_owed_by_its_office_a_week_before_and_overdue_after(
    signed: Signed, draft: str
) -> None:
    signed("dora").make(f"{reviewed(signed, draft)}sign/")
    work(at(LATER - dt.timedelta(days=8)), None, current())
    assert duties("keep") == []
    told = []
    for _ in range(2):
        told += work(at(LATER - dt.timedelta(days=7)), None, current())
        assert duties("keep") == [("ocam", "open", LATER)]
    assert told.count("1 review asked for") == 1
    work(at(LATER + dt.timedelta(days=1)), None, current())
    assert duties("keep") == [("ocam", "overdue", LATER)]


def test_a_level_that_was_kept_or_superseded_owes_no_review(
    signed: Signed, belgium: str, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed("dora").make(f"{reviewed(signed, draft)}sign/")
    decision = records.every("decision").get().pk
    monkeypatch.setenv(clock.AHEAD, str(dt.timedelta(days=29).total_seconds()))
    work(clock.now(), None, current())
    given = {"review_by": LATER + dt.timedelta(days=30), "reasons": "as before"}
    signed("dora").make(f"/decision/{decision}/keep/", **given)
    assert duties("keep") == [("ocam", "answered", LATER)]
    monkeypatch.setenv(clock.AHEAD, str(dt.timedelta(days=59).total_seconds()))
    work(clock.now(), None, current())
    put(signed, belgium, 4)
    assert [state for _, state, _ in duties("keep")] == ["answered", "answered"]


def test_an_exception_until_a_day_is_reviewed_by_that_day(
    signed: Signed, draft: str, exception: Callable[..., str]
) -> None:
    until = TODAY + dt.timedelta(days=10)
    exception(until=until)
    signed("dora").make(f"{reviewed(signed, draft)}sign/")
    found = records.every("decision").values_list("scope__name", "review_by")
    assert dict(found) == {"Belgium": LATER, "Airport": until}


def test_an_exception_until_a_day_that_is_past_is_refused(signed: Signed, assessment: str) -> None:
    given = {"assessment": assessment, "scope": add_site(signed), "level": 4, "reason": "a crowd"}
    past = TODAY - dt.timedelta(days=1)
    answer = signed("ada").do("/level_exception/new/create/", until=past, **given)
    assert answer.status_code == 422
    assert "is past" in answer.content.decode()


def test_the_duty_to_sign_is_handed_to_those_alone_who_may_sign(signed: Signed, draft: str) -> None:
    reviewed(signed, draft)
    duty = records.every("duty").get(task="sign", person=person("dora")).pk
    for name, status in (("ada", 422), ("dan", 302)):
        given = {"offered_to": person(name).pk}
        assert signed("dora").do(f"/duty/{duty}/hand_over/", **given).status_code == status


def test_who_signs_reads_on_the_form_what_comes_into_force(
    signed: Signed, belgium: str, draft: str, exception: Callable[..., str], assessment: str
) -> None:
    put(signed, belgium, 2)
    exception()
    given = {"assessment": assessment, "text": "We would go further."}
    signed("ben").make("/dissent/new/create/", **given)
    form = signed("dora").text(f"{reviewed(signed, draft)}sign/").replace("\xa0", " ")
    for said in (
        "In force for Belgium: 2",
        "This assessment: 3 (serious)",
        "what was found",
        "Airport: 4",
    ):
        assert said in form
    assert "We would go further." in form


def test_a_dissent_since_the_form_was_shown_is_seen_before_it_is_signed(
    signed: Signed, draft: str, assessment: str
) -> None:
    reviewed(signed, draft)
    shown = {"version": records.find("assessment", assessment).version, "proof": PASSWORD}
    given = {"assessment": assessment, "text": "We would go further."}
    signed("ada").make("/dissent/new/create/", **given)
    answer = signed("dora").client.post(f"{draft}sign/", shown, secure=True)
    assert answer.status_code == 409


def test_what_is_sent_says_how_grave_and_likely_and_what_speaks_for_and_against(
    signed: Signed, draft: str
) -> None:
    judged = {"speaks_for": "a threat was read", "speaks_against": "no plot was found"}
    signed("dora").make(f"{reviewed(signed, draft, **judged)}sign/")
    page = signed("sam").text(f"/product/{records.every('product').get().pk}/")
    for said in ("grave", "Likely", "Moderate", *judged.values(), "what was found"):
        assert said.lower() in page.lower()


def test_nothing_is_owed_any_more_about_a_level_that_was_superseded(
    signed: Signed, belgium: str
) -> None:
    put(signed, belgium, 2)
    assert not records.every("duty").filter(task="supply_assessment").exists()
    put(signed, belgium, 3)
    put(signed, belgium, 4)
    owed = records.every("duty").filter(task="supply_assessment", state="open")
    assert [records.about(each).level for each in owed] == [4]


def test_there_is_one_country(signed: Signed, belgium: str) -> None:
    assert belgium
    answer = signed("dora").do("/scope/new/create/", type="country", name="België")
    assert answer.status_code == 422


def test_a_lower_level_that_is_sent_to_review_owes_what_would_be_lost_and_then_its_attaching(
    signed: Signed, belgium: str, draft: str, assessment: str
) -> None:
    put(signed, belgium, 4)
    signed("ada").make(f"{draft}write/", **WHOLE)
    signed("ada").make(f"{draft}submit/")
    assert duties("supply_statement") == [("ocam", "open", TODAY + dt.timedelta(days=1))]
    given = {"assessment": assessment, "text": "the soldiers"}
    made = signed("ada").make("/consequence_statement/new/create/", **given)
    signed("ada").make(f"{made}answer/", text="the soldiers")
    assert [state for _, state, _ in duties("supply_statement")] == ["answered"]
    assert "Attach the statement" in signed("dora").text("/")
    signed("dora").make(f"{made}attach/")
    assert "Attach the statement" not in signed("dora").text("/")


def test_who_reviewed_is_named_to_who_signs(signed: Signed, draft: str) -> None:
    form = signed("dora").text(f"{reviewed(signed, draft)}sign/")
    assert "Reviewed by" in form
    assert "Ben Reviewer" in form
    page = signed("dora").text(draft)
    assert "Ada Analyst" in page


@pytest.mark.parametrize(("level", "status"), [(3, 422), (4, 302)])
def test_who_reviewed_a_text_signs_it_only_where_it_raises_the_level(
    signed: Signed, belgium: str, draft: str, level: int, status: int
) -> None:
    put(signed, belgium, 3)
    address = reviewed(signed, draft, level=level)
    records.every("assessment").update(reviewed_by=person("dora"))
    assert signed("dora").do(f"{address}sign/").status_code == status


def test_the_page_of_a_level_leads_to_lowering_it(signed: Signed, belgium: str) -> None:
    decision = put(signed, belgium, 3)
    begin_one = f'/assessment/new/create/?scope={belgium}"'
    assert begin_one in signed("ada").text(decision)
    assert begin_one not in signed("dora").text(decision)
    for address in (decision, f"{decision}keep/"):
        assert "To lower the level of Belgium, an analyst begins" in signed("dora").text(address)
    put(signed, belgium, 4)
    assert "To lower" not in signed("dora").text(decision)


def test_a_product_is_not_sent_again_to_those_whom_the_law_names_once_all_have_it(
    signed: Signed, belgium: str
) -> None:
    put(signed, belgium, 3)
    product = records.every("product").get()
    address = f"/product/{product.pk}/"
    assert product.distributions.count() > 1
    assert f"{address}distribute/" not in signed("dora").text(address)
    lost = product.distributions.first()
    records.every("distribution").filter(pk=lost.pk).delete()
    assert f"{address}distribute/" in signed("dora").text(address)


@pytest.mark.parametrize(("level", "status"), [(4, 302), (2, 422)])
def test_a_day_of_review_that_is_past_by_now_holds_up_no_raising(
    signed: Signed, belgium: str, draft: str, exception: Callable[..., str], level: int, status: int
) -> None:
    put(signed, belgium, 2)
    exception(until=TODAY + dt.timedelta(days=1))
    reviewed(signed, draft, level=level)
    past = TODAY - dt.timedelta(days=1)
    records.every("assessment").update(review_by=past)
    records.every("level_exception").update(until=past)
    assert signed("dora").do(f"{draft}sign/").status_code == status
    in_force = records.every("decision").filter(next__isnull=True, scope=belgium).get()
    assert in_force.level == max(level, 2)
    assert bool(duties("supply_review")) == (level == 4)


def test_a_service_that_is_asked_is_not_told_the_level_of_the_draft(
    signed: Signed, assessment: str, draft: str
) -> None:
    given = {"assessment": assessment, "to": "state_security", "question": "who?"}
    signed("ada").make("/request/new/create/", **given)
    signed("ada").make(f"{draft}write/", **WHOLE)
    assert "This assessment: 3" in signed("ada").text(draft).replace("\xa0", " ")
    page = signed("sam").text(draft)
    assert "This assessment" not in page
    assert "In force" not in page


def test_an_assessment_that_the_law_sends_to_nobody_is_not_begun(
    signed: Signed, belgium: str
) -> None:
    given = {"scope": belgium, "type": "point", "started_by": "government_member"}
    given |= {"asked_by": "prime_minister", "marking": "restricted"}
    answer = signed("ada").do("/assessment/new/create/", **given)
    assert answer.status_code == 422
    assert "The law names nobody" in answer.content.decode()


def test_no_narrower_scope_is_lowered_along_with_a_raise_that_one_person_makes(
    signed: Signed, belgium: str, draft: str, exception: Callable[..., str], assessment: str
) -> None:
    put(signed, belgium, 2)
    site = add_site(signed)
    put(signed, site, 4)
    exception(scope=site, level=1)
    given = {"assessment": assessment, "text": "the guards"}
    made = signed("ada").make("/consequence_statement/new/create/", **given)
    signed("dora").make(f"{made}override/", reason="nothing")
    reviewed(signed, draft, level=3)
    records.every("assessment").update(reviewed_by=person("dora"))
    signed("dora").make(f"{draft}sign/")
    found = records.every("decision").filter(next__isnull=True)
    assert dict(found.values_list("scope__name", "level")) == {"Belgium": 3, "Airport": 4}


def test_an_exception_of_a_region_lowers_no_site_below_the_country(
    signed: Signed, belgium: str
) -> None:
    region = signed("dora").make("/scope/new/create/", type="region", name="North").split("/")[2]
    table = (
        "type,name,reasons,level,decided_on,review_by\n"
        f"country,Belgium,a,4,{TODAY},{LATER}\nregion,North,b,1,{TODAY},{LATER}\n"
    )
    file = SimpleUploadedFile("levels.csv", table.encode())
    signed("dora").make("/scope/new/enter/", file=file)
    address = begin(signed, region)
    given = {"assessment": address.split("/")[2], "scope": add_site(signed), "level": 1}
    signed("ada").make("/level_exception/new/create/", **given, reason="calm")
    assert belgium
    answer = signed("dora").do(f"{reviewed(signed, address, level=1)}sign/")
    assert answer.status_code == 422
