"""The text fits the terminal, and is plain where there is none."""

import re

import pytest
from tests.unit.report.exampleland import HOSTILE, STATES, a_brief, a_hostile_brief
from tests.unit.report.exampleland_assessed import Made

from peil.report.model import Rank
from peil.report.render.terminal import render_terminal
from peil.report.tell.assessment import tell
from peil.report.words import LANGUAGES, Words, words_in


def render_text(
    made: Made, words: Words, *, width: int = 100, is_terminal: bool = False, full: bool = True
) -> str:
    report = tell(made.assessed, words)
    return render_terminal(report, words, width=width, is_terminal=is_terminal, full=full)


ESCAPE = "\x1b"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(language: str, width: int) -> None:
    text = render_text(a_brief("held"), words_in(language), width=width)
    assert max(map(len, text.splitlines())) <= width


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_written(state: str) -> None:
    assert render_text(a_brief(state), words_in("en")).count("\n") > 50


def test_the_short_answer_is_no_longer_than_a_screen_and_says_what_it_leaves_out() -> None:
    words = words_in("en")
    text = render_text(a_brief("not_robust"), words, full=False)
    assert len(text.splitlines()) <= 40
    assert "The rule would keep level\xa02 until levels" in text
    assert "There is more with --all" in text
    assert "A. Weight of evidence" not in text


def test_all_of_it_has_every_table_but_those_of_the_workbook() -> None:
    words, brief = words_in("en"), a_brief("held")
    text, report = render_text(brief, words, width=200), tell(brief.assessed, words)
    titles = {rank: [b.title for b in report.blocks if b.rank == rank] for rank in Rank}
    assert all(f". {title}\n" in text for title in titles[Rank.ANNEX])
    assert titles[Rank.DATA] == ["Evidence", "Figures", "Reviews", "Sources"]
    assert not any(line in titles[Rank.DATA] for line in text.splitlines())


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
    assert lines[2].startswith(
        "Public figures fit level\xa02 (medium) best, 54 in 100; levels 1 to 3 together: 95."
    )


def test_a_contradiction_is_said_and_not_only_coloured() -> None:
    text = render_text(a_brief(), words_in("en"), width=120)
    assert "The public figures contradict this: 9 (2017) against 16 (2016)" in text.replace(
        "\xa0", " "
    )


def test_hostile_texts_are_neither_markup_nor_escapes() -> None:
    brief = a_hostile_brief()
    brief.document["decision"]["office"] = "[bold red]office[/] :smile: \x1b[31m"
    text = " ".join(render_text(brief, words_in("en"), width=200).split())
    assert "[bold red]office[/] :smile: [31m" in text
    assert ESCAPE not in text
    assert all(" ".join(hostile.split()) in text for hostile in HOSTILE[:1])
