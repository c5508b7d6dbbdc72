"""A replay can be read, computed with and looked at."""

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.report.exampleland import a_scale, an_event, some_history
from tests.unit.report.test_page import Page

from peil.report.replay import render_replay, replay_table
from peil.report.words import LANGUAGES, words_in
from peil.terms.errors import BadInput

HISTORY, SCALE = some_history(), a_scale()


def test_the_text_lists_every_review_with_the_attacks_of_its_month() -> None:
    text = render_replay(
        HISTORY, SCALE, words_in("en"), title="Exampleland", country="Exampleland", width=120
    )
    lines = text.splitlines()
    assert lines[0] == "Exampleland"
    assert sum(line[:2].isdigit() for line in lines) == len(HISTORY)
    march = next(line for line in lines if line.startswith("31\xa0Mar\xa02016"))
    assert "22\xa0Mar the capital (attack)" in march
    assert "cannot tell" in text
    assert max(map(len, lines)) <= 120


def row_with(*events: dict[str, Any], width: int = 100) -> tuple[str, ...]:
    review = replace(HISTORY[-3], events=events)
    table = replay_table([review], SCALE, words_in("en"), "Exampleland", with_names=width >= 100)
    assert table.head[3:] == ("Attacks in Exampleland", "Abroad: no evidence for Exampleland")
    return tuple(cell.text.replace("\xa0", " ") for cell in table.rows[0])


def test_attacks_abroad_stand_apart_and_only_a_few_are_named() -> None:
    own = an_event("2017-11-20", "failed")
    abroad = [
        an_event(f"2017-11-0{day}", "completed", precision=precision, counts=False)
        | {"country": "France"}
        for day, precision in ((1, "month"), (3, "day"), (5, "day"), (7, "day"), (9, "day"))
    ]
    row = row_with(abroad[0], own, *abroad[1:])
    assert row[3] == "20 Nov the capital (failed attack)"
    assert row[4] == "France; 3 Nov France; 5 Nov France; and 2 more"


def test_an_attack_at_home_that_counts_for_nothing_says_so() -> None:
    assert row_with(an_event("2017-11-20", "completed", counts=False))[3] == (
        "20 Nov the capital (attack, not counted)"
    )


def test_a_narrow_terminal_shows_levels_by_their_numbers() -> None:
    assert row_with(width=80)[1:3] == ("2", "3")
    text = render_replay(HISTORY, SCALE, words_in("de"), country="Exampleland", width=80)
    assert max(map(len, text.splitlines())) <= 80


def test_the_data_holds_every_review() -> None:
    data = json.loads(render_replay(HISTORY, SCALE, words_in("en"), "json"))
    assert len(data["reviews"]) == len(HISTORY)
    assert data["reviews"][0] == {
        "day": "2014-01-31", "status": "cannot tell", "level": None,
        "probabilities": {"1": 0.25, "2": 0.25, "3": 0.25, "4": 0.25}, "official": 2, "events": [],
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_holds_the_chart_and_the_table(language: str) -> None:
    html = render_replay(HISTORY, SCALE, words_in(language), "html", title="<b>Exampleland")
    read = Page(html)
    assert read.open == []
    assert "b" not in {tag for tag, _ in read.tags}
    assert sum(tag == "tr" for tag, _ in read.tags) == 1 + len(HISTORY)
    assert sum(tag == "svg" for tag, _ in read.tags) == 2


@pytest.mark.parametrize("reviews", [1, 2, 3])
def test_a_short_replay_can_be_drawn(reviews: int) -> None:
    assert "<svg" in render_replay(HISTORY[-reviews:], SCALE, words_in("en"), "html")


def test_a_replay_without_reviews_or_format_is_refused() -> None:
    with pytest.raises(BadInput, match="no review; choose days"):
        render_replay((), SCALE, words_in("en"))
    with pytest.raises(BadInput, match="no replay as 'pdf'; use text, json, html"):
        render_replay(HISTORY, SCALE, words_in("en"), "pdf")


@pytest.mark.parametrize("output", ["text", "html"])
def test_a_replay_says_that_its_proposals_are_the_rules_own_answer(output: str) -> None:
    said = render_replay(HISTORY, SCALE, words_in("en"), output, country="Exampleland", width=400)
    assert words_in("en")("table.replay_rule") in said
