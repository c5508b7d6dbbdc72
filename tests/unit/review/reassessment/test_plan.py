"""A plan is data, and what is wrong with it is said in one sentence."""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from peil.review.reassessment.plan import parse_plan
from peil.terms.errors import BadInput

GOOD = """
from = 2015-01-16
to = 2017-12-01
window_reason = "From the first measure to the last."
spells_reason = "All whole periods."
least_months = 12
asked = 0.5
level = 0.9
name = { en = "measures" }
[[steps]]
date = 2015-01-16
what = "Twelve measures."
source = "A paper."
[[questions]]
id = "files"
indicator = "files"
publisher = "Bureau"
expects = "fall"
reason = "The longest series."
peers = ["France"]
peers_reason = "It has the same."
displacement = "None."
name = { en = "Files" }
[[left_out]]
what = "Stocks"
reason = "No period."
"""


def a_file() -> dict[str, Any]:
    return tomllib.loads(GOOD)


def test_a_plan_is_read_as_it_stands() -> None:
    plan = parse_plan(a_file())
    assert (str(plan.begins), str(plan.ends), plan.asked, plan.least_months) == (
        "2015-01-16",
        "2017-12-01",
        0.5,
        12.0,
    )
    assert plan.questions[0].peers == ("France",)
    assert plan.questions[0].expects == "fall"
    assert plan.steps[0].source == "A paper."
    assert plan.left_out[0].what == "Stocks"


def test_a_list_of_events_has_no_publisher_and_a_policy_may_claim_nothing() -> None:
    data = a_file()
    del data["questions"][0]["publisher"], data["questions"][0]["expects"]
    question = parse_plan(data).questions[0]
    assert (question.publisher, question.expects) == ("", "")


Spoil = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda d: d.update(too="2015"), "unknown key 'too'; write 'to', or use only"),
        (lambda d: d.update(to=d["from"]), "goes from 2015-01-16 to 2015-01-16; give a later"),
        (lambda d: d.update(to="2017"), "has the to '2017'; write a day such as"),
        (lambda d: d.pop("asked"), "has no 'asked'; add it"),
        (lambda d: d.update(asked=1), "has the asked 1; write a number from 0.01 to 0.99"),
        (lambda d: d.update(level=True), "has the level True; write a number"),
        (lambda d: d.update(least_months=0), "write a number from 1 to 120"),
        (lambda d: d.update(name={"fr": "x"}), "has no name in English; write name"),
        (lambda d: d.update(questions=[]), "has no questions; write each under"),
        (lambda d: d.update(questions=3), "'questions' is no list of tables; write each under"),
        (lambda d: d["questions"].append(d["questions"][0]), "two questions 'files'; name one"),
        (lambda d: d["questions"][0].update(expects="up"), "expects 'up'; write fall, rise, or"),
        (lambda d: d["questions"][0].update(id="A b"), "has the id 'A b'; use only a-z"),
        (
            lambda d: d["questions"][0].update(peers="France"),
            "has the peers 'France'; write a list",
        ),
        (lambda d: d["questions"][0].update(reason=" "), "has the reason ' '; write some words"),
        (lambda d: d["questions"][0].pop("indicator"), "has no 'indicator'; add it"),
        (lambda d: d["steps"][0].update(date=d["to"].replace(2018)), "outside the window from"),
        (lambda d: d["left_out"][0].update(why="x"), "unknown key 'why'; use only what, reason"),
    ],
)
def test_what_is_wrong_is_said_with_the_value_and_the_remedy(spoil: Spoil, said: str) -> None:
    data = a_file()
    spoil(data)
    with pytest.raises(BadInput) as caught:
        parse_plan(data)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
