"""Judgements in two rounds: alone until all have spoken, then pooled, then told to all."""

from collections.abc import Callable

import pytest
from tests.web.desk.conftest import Signed

from peil.store import records
from peil.store.shared.models import Person

May = Callable[[str], set[str]]
QUESTION = "Will they strike before spring?"


@pytest.fixture
def judgements(signed: Signed, assessment: str) -> dict[str, str]:
    """The addresses of what Ben and Sam are asked, by name."""
    asked = [Person.objects.get(email=f"{name}@example.org").pk for name in ("ben", "sam")]
    address = f"/assessment/{assessment}/ask/"
    assert signed("ada").make(address, question=QUESTION, people=asked) == address[:-4]
    return {
        each.person.email.split("@")[0]: f"/judgement/{each.pk}/"
        for each in records.every("judgement")
    }


def test_only_those_who_can_judge_are_asked_and_only_once(
    signed: Signed, may: May, assessment: str, judgements: dict[str, str]
) -> None:
    address = f"/assessment/{assessment}/ask/"
    assert may(address) == {"ada", "ben"}
    form = signed("ada").text(address)
    assert "Sam Security" in form
    assert "Chris Crisis" not in form
    chris = Person.objects.get(email="chris@example.org").pk
    assert signed("ada").do(address, question="another?", people=chris).status_code == 422
    again = signed("ada").do(address, question=QUESTION, people=[])
    assert again.status_code == 422
    assert len(judgements) == records.every("judgement").count() == 2


def test_rounds_that_end_before_anybody_spoke_say_so(
    signed: Signed, assessment: str, judgements: dict[str, str]
) -> None:
    signed("ada").make(f"/assessment/{assessment}/end_rounds/")
    assert "Nobody answered." in signed("ben").text(judgements["ben"])


def test_what_was_said_in_the_first_round_alone_stands(
    signed: Signed, assessment: str, judgements: dict[str, str]
) -> None:
    signed("ben").make(f"{judgements['ben']}judge/", probability="0.6", why="a ship")
    signed("sam").make(f"{judgements['sam']}judge/", probability="0.8", why="a harbour")
    signed("sam").make(f"{judgements['sam']}revise/", revised="0.9", revised_why="a harbour")
    signed("ada").make(f"/assessment/{assessment}/end_rounds/")
    page = signed("ada").text(judgements["ben"])
    assert '<span class="state">told</span>' in page
    assert "In the second round 2 people together" in page
    assert "Sam Security went from 80% to 90%." in page
    assert "Ben Reviewer went" not in page  # as he stays where he was


def test_a_judgement_is_seen_by_who_gives_it_alone_until_the_second_round_is_over(
    signed: Signed, may: May, judgements: dict[str, str], assessment: str
) -> None:
    ben, sam = judgements["ben"], judgements["sam"]
    assert (may(ben), may(sam)) == ({"ben"}, {"sam"})
    assert may(f"{ben}judge/") == {"ben"}
    assert "Judge how likely something is" in signed("sam").text("/")
    assert "Judge how likely something is" not in signed("ada").text("/")
    signed("ben").make(f"{ben}judge/", probability="0.6", why="a canary sings")
    assert (may(ben), may(sam)) == ({"ben"}, {"sam"})
    for name in ("ada", "sam", "dora"):
        pages = signed(name).text("/") + signed(name).get("/judgement/").content.decode()
        pages += signed(name).get(f"/assessment/{assessment}/").content.decode()
        assert "a canary sings" not in pages
        assert ben not in pages
    assert "together" not in signed("ben").text(ben)
    signed("sam").make(f"{sam}judge/", probability="0.8", why="as before")
    assert (may(ben), may(sam)) == ({"ben"}, {"sam"})


def test_the_second_round_sees_the_pool_of_the_first_and_nobody_in_it(
    signed: Signed, judgements: dict[str, str]
) -> None:
    ben, sam = judgements["ben"], judgements["sam"]
    signed("ben").make(f"{ben}judge/", probability="0.6", why="a canary sings")
    assert "Judge how likely something is" not in signed("ben").text("/")
    signed("sam").make(f"{sam}judge/", probability="0.8", why="as before")
    assert "Judge how likely something is" in signed("ben").text("/")
    # The mean of the log odds 0.405 and 1.386 is 0.896, which is 0.710.
    pooled = "In the first round 2 people together gave a probability of 71% (likely)."
    page = signed("sam").text(sam)
    assert pooled in page.replace("\N{NO-BREAK SPACE}", " ").replace(" %", "%")
    assert "a canary sings" not in page
    assert "Ben" not in page
    assert signed("sam").get(f"{sam}judge/").status_code == 404


def test_at_the_end_all_who_were_asked_and_the_unit_see_who_differs_and_who_moved(
    signed: Signed, may: May, judgements: dict[str, str]
) -> None:
    ben, sam = judgements["ben"], judgements["sam"]
    signed("ben").make(f"{ben}judge/", probability="0.6", why="a canary sings")
    signed("sam").make(f"{sam}judge/", probability="0.8", why="as before")
    signed("ben").make(f"{ben}revise/", revised="0.2", revised_why="they left")
    assert may(ben) == {"ben"}
    signed("sam").make(f"{sam}revise/", revised="0.9", revised_why="they are back")
    assert may(ben) == {"ada", "ben", "dora", "dan"}
    assert may(sam) == {"ada", "ben", "dora", "dan", "sam"}
    page = signed("sam").text(sam).replace("\N{NO-BREAK SPACE}", " ").replace(" %", "%")
    # The mean of the log odds -1.386 and 2.197 is 0.405, which is 0.600.
    assert "In the second round 2 people together gave a probability of 60% (likely)." in page
    assert "Ben Reviewer differs and gives 20%: they left" in page
    assert "Sam Security differs and gives 90%: they are back" in page
    assert "Ben Reviewer went from 60% to 20%." in page
    assert signed("sam").get(f"{sam}revise/").status_code == 404


def test_a_probability_lies_between_none_and_all(
    signed: Signed, judgements: dict[str, str]
) -> None:
    for wrong in ("1.5", "-0.1", "high", ""):
        answer = signed("ben").do(f"{judgements['ben']}judge/", probability=wrong, why="typed")
        assert answer.status_code == 422
        assert "typed" in answer.content.decode()
    assert records.every("judgement").filter(probability=None).count() == 2


def test_who_does_not_speak_is_left_out_and_holds_nobody_up(
    signed: Signed, may: May, judgements: dict[str, str], assessment: str
) -> None:
    ben, sam = judgements["ben"], judgements["sam"]
    end = f"/assessment/{assessment}/end_rounds/"
    signed("ben").make(f"{ben}judge/", probability="0.6", why="a canary sings")
    signed("ada").make(end)
    assert may(sam) == {"sam"}
    assert "gave a probability" not in signed("sam").text(sam)
    assert "Judge how likely something is" not in signed("sam").text("/")
    assert "1 person gave a probability of 60" in signed("ben").text(ben)
    assert may(ben) == {"ben"}
    signed("ben").make(f"{ben}revise/", revised="0.7")
    assert may(ben) == {"ada", "ben", "dora", "dan"}
    again = signed("ada").do(end)
    assert again.status_code == 422
    assert "No round of judgements is running; ask people first." in again.content.decode()


def test_rounds_are_ended_from_a_page_only_while_one_runs(signed: Signed, assessment: str) -> None:
    address = f"/assessment/{assessment}/"
    assert f"{address}end_rounds/" not in signed("ada").text(address)
    ben = Person.objects.get(email="ben@example.org").pk
    signed("ada").make(f"{address}ask/", question=QUESTION, people=ben)
    assert f"{address}end_rounds/" in signed("ada").text(address)
    signed("ada").make(f"{address}end_rounds/")
    assert f"{address}end_rounds/" not in signed("ada").text(address)
