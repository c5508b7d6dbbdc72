"""A replay can be read, computed with and looked at."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.report.exampleland import a_scale, an_event, some_history
from tests.unit.report.exampleland_assessed import a_listed_event
from tests.unit.report.render.test_html_assessed import Page

from peil.report.model import Table, plain
from peil.report.render.data import document_json
from peil.report.render.html import render_html
from peil.report.render.terminal import render_terminal
from peil.report.tell.replay import document, tell
from peil.report.words import LANGUAGES, words_in
from peil.review.assessed import PastReview, Replayed
from peil.terms.errors import BadInput

HISTORY = some_history()


def replayed(reviews: Sequence[PastReview] = HISTORY, title: str = "Exampleland") -> Replayed:
    return Replayed(
        title=title, country="Exampleland", scale=a_scale(), reviews=tuple(reviews)
    )  # fmt: skip


def text_of(language: str = "en", *, width: int = 120, full: bool = True) -> str:
    words = words_in(language)
    report = tell(replayed(), words)
    return render_terminal(report, words, width=width, is_terminal=False, full=full)


def html_of(found: Replayed, language: str = "en") -> str:
    words = words_in(language)
    return render_html(tell(found, words), words)


def test_the_text_lists_every_review_with_the_attacks_of_its_month() -> None:
    text = text_of()
    lines = text.splitlines()
    assert lines[0] == "Exampleland"
    assert sum(line.strip()[:2].isdigit() for line in lines) == len(HISTORY)
    march = next(line for line in lines if line.startswith("31\xa0Mar\xa02016"))
    assert "22\xa0Mar the capital (attack)" in march
    assert "cannot tell" in text
    assert max(map(len, lines)) <= 120


def row_with(*events: dict[str, Any]) -> tuple[str, ...]:
    review = replace(HISTORY[-3], events=tuple(map(a_listed_event, events)))
    report = tell(replayed([review]), words_in("en"))
    table = next(block for block in report.blocks if isinstance(block, Table))
    heads = [column.head for column in table.columns]
    assert heads[3:] == ["Attacks in Exampleland", "Abroad: no evidence for Exampleland"]
    return tuple(plain(cell.text).replace("\xa0", " ") for cell in table.rows[0].cells)


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


def test_a_narrow_terminal_has_room_for_every_review() -> None:
    text = text_of("de", width=80)
    assert max(map(len, text.splitlines())) <= 80
    assert text.count("(mäßig)") >= len(HISTORY) / 2


def test_the_short_answer_says_how_the_proposal_changed_and_what_it_leaves_out() -> None:
    text = " ".join(text_of(full=False).split())
    assert (
        "Changes of the proposal: April 2014, level 2 (medium); February 2015, level 3 (serious);"
        in text
    )
    assert f"of {len(HISTORY)}." in text


def test_the_data_holds_every_review() -> None:
    data = json.loads(document_json(document(replayed())))
    assert len(data["reviews"]) == len(HISTORY)
    assert data["reviews"][0] == {
        "day": "2014-01-31", "status": "cannot tell", "reason": "no_evidence", "level": None, "held": None,
        "probabilities": {"1": 0.25, "2": 0.25, "3": 0.25, "4": 0.25}, "official": 2, "events": [],
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_holds_the_chart_and_the_table(language: str) -> None:
    read = Page(html_of(replayed(title="<b>Exampleland"), language))
    assert read.open == []
    assert "b" not in {tag for tag, _ in read.tags}
    heads = sum(tag == "thead" for tag, _ in read.tags)  # a long table's rest has its own
    assert sum(tag == "tr" for tag, _ in read.tags) == heads + len(HISTORY)
    assert sum(tag == "svg" for tag, _ in read.tags) == 2


@pytest.mark.parametrize("reviews", [1, 2, 3])
def test_a_short_replay_can_be_drawn(reviews: int) -> None:
    assert "<svg" in html_of(replayed(HISTORY[-reviews:]))


def test_a_replay_without_reviews_is_refused() -> None:
    with pytest.raises(BadInput, match="no review; choose days"):
        tell(replayed(()), words_in("en"))


def test_a_replay_says_that_its_proposals_are_the_rules_own_answer() -> None:
    said = words_in("en")("table.replay_rule")
    assert said in html_of(replayed())
    assert said in " ".join(text_of(full=False).split())
