"""What others did while a form that was sent waited for its turn: it counts as if done before."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.web.desk.conftest import Signed
from tests.web.desk.test_insiders import WHOLE, person, put, reviewed
from tests.web.desk.test_meanwhile import level_of
from tests.web.desk.test_telling import decision, do_work, public, publish

from peil.store import records
from peil.store.shared import people
from peil.store.shared.models import Account, Event, Person
from peil.terms.rights import RuleError
from peil.web import views
from peil.web.asked import Asked

__all__ = ["decision", "public"]
Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Let others do something while the next form that is sent waits for its turn."""
    really = views.doubt_of

    def wait(do: Callable[[], object]) -> None:
        def slowly(request: Asked) -> RuleError | None:
            if request.method == "GET":
                return really(request)
            monkeypatch.setattr(views, "doubt_of", really)
            do()
            return really(request)

        monkeypatch.setattr(views, "doubt_of", slowly)

    return wait


def test_an_item_is_used_in_no_assessment_that_was_signed_meanwhile(
    signed: Signed, assessment: str, item: str, meanwhile: Meanwhile
) -> None:
    draft = reviewed(signed, f"/assessment/{assessment}/")
    meanwhile(lambda: signed("dan").make(f"{draft}sign/"))
    use = {"says": "use", "assessment": assessment, "recipients": ["crisis_centre"]}
    assert signed("dora").do(f"{item}decide/", **use).status_code == 422
    assert records.find("embargoed_item", item.split("/")[2]).assessment is None


@pytest.mark.parametrize(
    "lose",
    [
        lambda dora: Account.objects.filter(person=dora).update(state="ended"),
        lambda dora: people.end_sessions(dora),
    ],
    ids=["account", "session"],
)
def test_who_loses_the_right_while_a_form_waits_for_its_turn_does_nothing(
    signed: Signed,
    belgium: str,
    assessment: str,
    meanwhile: Meanwhile,
    lose: Callable[[Person], object],
) -> None:
    put(signed, belgium, 2)
    draft = reviewed(signed, f"/assessment/{assessment}/")
    dora, begun = signed("dora"), Event.objects.count()
    meanwhile(lambda: lose(person("dora")))
    assert dora.do(f"{draft}sign/").status_code == 404
    assert level_of(belgium) == 2
    assert not Event.objects.filter(number__gt=begun, action="sign").exists()


def test_nobody_dissents_from_what_was_signed_while_the_form_waited(
    signed: Signed, belgium: str, assessment: str, meanwhile: Meanwhile
) -> None:
    put(signed, belgium, 2)
    draft = f"/assessment/{assessment}/"
    signed("ada").make(f"{draft}write/", **WHOLE)
    signed("ada").make(f"{draft}submit/")

    def sign() -> None:
        signed("ben").make(f"{draft}review/")
        signed("dora").make(f"{draft}sign/")

    meanwhile(sign)
    given = {"assessment": assessment, "text": "I do not agree"}
    assert signed("ada").do("/dissent/new/create/", **given).status_code == 404
    assert not records.every("dissent").exists()


@pytest.mark.parametrize(
    ("who", "kind", "given", "status"),
    [
        ("chris", "measure", {"text": "more", "reason": "x", "marking": "limited"}, 404),
        ("ada", "bulletin", {"text_en": "Level 3."}, 422),
    ],
)
def test_nothing_is_made_of_a_level_that_was_raised_while_the_form_waited(
    signed: Signed,
    belgium: str,
    meanwhile: Meanwhile,
    who: str,
    kind: str,
    given: dict[str, str],
    status: int,
) -> None:
    decision = put(signed, belgium, 3).split("/")[2]
    visitor = signed(who)
    meanwhile(lambda: put(signed, belgium, 4))
    assert visitor.do(f"/{kind}/new/create/", decision=decision, **given).status_code == status
    assert not records.every(kind).exists()


@pytest.mark.parametrize("act", ["correct", "withdraw"])
def test_who_corrects_or_withdraws_what_is_told_while_the_form_waits_looks_anew(
    signed: Signed, decision: str, public: Path, meanwhile: Meanwhile, act: str
) -> None:
    bulletin = publish(signed, decision)
    meanwhile(do_work)
    given = {"text_en": "Something else.", "correction": "a wrong word", "reason": "for us alone"}
    assert signed("dora").do(f"/bulletin/{bulletin}/{act}/", **given).status_code == 409
    do_work()
    page = (public / "en" / f"{bulletin}.html").read_text()
    assert "The level is 3." in page
    assert not any(each in page for each in given.values())
