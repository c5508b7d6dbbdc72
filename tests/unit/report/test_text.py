"""The text fits the terminal, and is plain where there is none."""

import re

import pytest
from tests.unit.report.exampleland import HOSTILE, STATES, a_brief, a_hostile_brief

from peil.report.text import render_text
from peil.report.words import LANGUAGES, words_in

ESCAPE = "\x1b"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(language: str, width: int) -> None:
    text = render_text(a_brief("held"), words_in(language), width=width)
    assert max(map(len, text.splitlines())) <= width


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_written(state: str) -> None:
    assert render_text(a_brief(state), words_in("en")).count("\n") > 50


def test_the_terminal_shows_what_weighs_and_says_how_much_it_leaves_out() -> None:
    brief = a_brief("held")
    brief.document["evidence"][0]["weight_db"] = dict.fromkeys(brief.scale.steps, 0.01)
    text = render_text(brief, words_in("en"))
    annex = text[text.index("A. Weight of evidence") :]
    names = [brief.indicators[e["indicator"]].names["en"] for e in brief.document["evidence"]]
    assert names[0].split()[0] not in annex.split("D. Sensitivity")[0]
    assert "Other indicators that carry no weight: 2; see --html or --format json." in annex
    assert "B. Direction" not in text


def test_a_source_cannot_steer_the_terminal() -> None:
    brief = a_brief()
    brief.document["decision"]["office"] = "x\x1b]0;title\x07\x1b[2J\x9b2J\x08\r"
    text = render_text(brief, words_in("en"), is_terminal=True)
    assert set(re.findall(r"[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f]", text)) == set()
    assert all(re.match(r"\x1b\[[\d;]*m", text[m.start() :]) for m in re.finditer(ESCAPE, text))


def test_no_word_is_cut_with_dots() -> None:
    assert "…" not in render_text(a_brief("held"), words_in("de"), width=80)


def test_colours_only_for_a_terminal() -> None:
    assert ESCAPE not in render_text(a_brief(), words_in("en"))
    assert ESCAPE in render_text(a_brief(), words_in("en"), is_terminal=True)


def test_the_first_sentence_comes_before_any_table() -> None:
    lines = render_text(a_brief("not_robust"), words_in("en"), width=200).splitlines()
    assert lines[2].startswith("Proposed: level\xa02 (medium) or level\xa03 (serious).")


def test_a_contradiction_is_said_and_not_only_coloured() -> None:
    text = render_text(a_brief(), words_in("en"), width=120)
    assert "The public figures contradict this: 298 (2017) against 340 (2016)" in text.replace(
        "\xa0", " "
    )


def test_hostile_texts_are_neither_markup_nor_escapes() -> None:
    brief = a_hostile_brief()
    brief.document["decision"]["office"] = "[bold red]office[/] :smile: \x1b[31m"
    text = " ".join(render_text(brief, words_in("en"), width=200).split())
    assert "[bold red]office[/] :smile: [31m" in text
    assert ESCAPE not in text
    assert all(" ".join(hostile.split()) in text for hostile in HOSTILE[:1])
