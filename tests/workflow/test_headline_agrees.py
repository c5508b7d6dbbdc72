"""The first answer, the bars, the run of levels and the status agree, on days that nobody chose."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations_with_replacement, pairwise
from random import Random
from typing import Any

import pytest
from tests.countries import TRIED, dossier_of

from peil.assess import assessment
from peil.assess.ladder import ladder_of
from peil.assess.reviews import Replay, Variation
from peil.assess.rule import SECOND, rule_of
from peil.feeds.dossier.read import read_dossier
from peil.report.model import Figure, Text, plain, walk
from peil.report.render.data import document_json
from peil.report.tell import replay
from peil.report.tell.assessment import document, tell
from peil.report.tell.assessment.headline import firmness, reach
from peil.report.words import words_in
from peil.workflow.assessing import assess_dossier, replay_dossier

ENGLISH = words_in("en")
SEED, EACH = 13, 12
"""Of the days that are drawn, and how many of each country."""
LAST = date(2025, 6, 30)
OUTSIDE = "outside what fits"
NAMED = re.compile(r"\blevel (\d)")


@pytest.fixture(autouse=True)
def only_the_base(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replay the method as it is alone: its changes stand in no first answer, and take long."""
    replayed = assessment.replay_all

    def once(record: Any, scale: Any, tried: Sequence[Variation], *more: Any) -> dict[str, Replay]:
        (base,) = replayed(record, scale, tried[:1], *more).values()
        return {variation.name: base for variation in tried}

    monkeypatch.setattr(assessment, "replay_all", once)


def told_days(country: str) -> Iterator[tuple[dict[str, Any], list[str], Figure | None]]:
    """Give of random days the data, the lines of the first answer, and the bars if there are any."""
    dossier, random = read_dossier(dossier_of(country)), Random(f"{SEED} {country}")
    first = dossier.scale.replay_from
    for days in random.sample(range((LAST - first).days), EACH):
        day = first + timedelta(days=days)
        found = assess_dossier(dossier, day, rule=rule_of(SECOND), ladder=ladder_of(SECOND))
        report = tell(found, ENGLISH)
        blocks = {block.key: block for block in walk(report.blocks)}
        answer, bars = blocks["answer"], blocks["fit"]
        assert isinstance(answer, Text)
        lines = [plain(line).replace("\xa0", " ") for line in (report.headline, *answer.lines)]
        drawn = bars if isinstance(bars, Figure) else None
        yield json.loads(document_json(document(found), report)), lines, drawn


def lengths_of(bars: Figure) -> dict[int, float]:
    rows = bars.data.rows
    return {int(str(row.cells[0].text)[0]): float(row.cells[1].value or 0) for row in rows}


def marked(bars: Figure) -> set[int]:
    """Give the levels whose bars are marked."""
    (panel,) = bars.drawing.panels
    return {int(str(lane.text)[0]) for lane in panel.y.rows if lane.strong}


def written(bars: Figure, fit: dict[str, Any]) -> int:
    """Add up the bars of the run as they are written."""
    texts = {int(str(row.cells[0].text)[0]): str(row.cells[1].text) for row in bars.data.rows}
    run = [texts[level] for level in range(fit["low"], fit["high"] + 1)]
    return sum(0 if text.startswith("under") else int(text.partition("%")[0]) for text in run)


def says_no_more_than_the_start(data: dict[str, Any]) -> bool:
    """Whether the figures move no step by as much as the rule asks of figures that weigh."""
    moved = (abs(data["posterior_db"][step] - start) for step, start in data["prior_db"].items())
    return max(moved) < float(data["proposal"]["rule"]["informs_db"])


def smallest_run(each: dict[int, float]) -> set[int]:
    """Give how many levels the shortest run that holds 80 in 100 has."""
    runs = combinations_with_replacement(sorted(each), 2)
    held = {(a, b): sum(each[n] for n in range(a, b + 1)) for a, b in runs}
    return {b - a for (a, b), part in held.items() if part >= 0.8}


@pytest.mark.parametrize("country", TRIED)
def test_what_is_said_first_is_what_the_bars_and_the_data_say(country: str) -> None:
    for data, (headline, ruled, *_), bars in told_days(country):
        fit, proposal = data["fit"], data["proposal"]
        each = {int(level): part for level, part in fit["each"].items()}
        if bars is None:
            assert headline.startswith("No public figure weighs")
            continue
        assert lengths_of(bars) == each
        is_faded = says_no_more_than_the_start(data)
        assert marked(bars) == (set() if is_faded else set(range(fit["low"], fit["high"] + 1)))
        assert {int(n): p for n, p in proposal["probabilities"].items()} == each
        assert each[fit["best"]] == max(each.values())
        assert headline.startswith("Public figures fit") == (proposal["status"] == "proposed")
        assert fit["high"] - fit["low"] == min(smallest_run(each))
        if is_faded:
            assert headline.endswith("; older ones no longer count.")
        assert is_faded != (f" fit level {fit['best']} (" in headline)
        if fit["low"] < fit["high"] and not is_faded:
            whole = "100" if fit["high"] - fit["low"] + 1 == len(each) else "over 99"
            held = written(bars, fit) if written(bars, fit) < 100 else whole
            run = f"; levels {fit['low']} to {fit['high']} together: {held}."
            assert headline.endswith(run)
        _agrees_with_the_status(proposal, ruled)
        _names_no_level_outside(fit, proposal, ruled)


def _agrees_with_the_status(proposal: dict[str, Any], ruled: str) -> None:
    if proposal["status"] == "proposed":
        assert ruled.startswith("The rule would ")
        assert NAMED.findall(ruled)[0] == str(proposal["level"])
        assert proposal["reason"] == ""
        return
    assert proposal["level"] is None
    assert proposal["reason"]
    assert not re.search(r"propose[sd]\b|would (keep|raise|lower)", ruled)
    said = {"cannot tell": "The rule cannot tell", "expired": "The rule gives no level any more"}
    assert ruled.startswith(said[proposal["status"]])


def _names_no_level_outside(fit: dict[str, Any], proposal: dict[str, Any], ruled: str) -> None:
    fitting = set(range(fit["low"], fit["high"] + 1))
    for level in map(int, NAMED.findall(ruled)[:1]):
        held = {level, level + 1} if proposal["or_higher"] else {level}
        assert (OUTSIDE in ruled) == (not held & fitting)
        if OUTSIDE in ruled and proposal["status"] == "proposed":
            assert re.search(r"would (keep|raise|lower)", ruled)


@pytest.mark.parametrize("country", TRIED)
def test_the_picture_of_a_replay_says_in_words_each_change_that_its_table_lists(
    country: str,
) -> None:
    dossier = read_dossier(dossier_of(country))
    report = replay.tell(replay_dossier(dossier, dossier.scale.replay_from, LAST), ENGLISH)
    (picture,) = (block for block in report.blocks if isinstance(block, Figure))
    proposed = [plain(row.cells[1].text) for row in picture.data.rows]
    listed = [after for before, after in pairwise(proposed) if before != after]
    said = re.findall(r" \d{4}, (?:level\s)?([^;.]+)", picture.alt)
    assert said == listed


@pytest.mark.parametrize("country", [*TRIED, "Spain"])
def test_how_far_the_figures_run_is_said_of_those_that_run_no_further(country: str) -> None:
    found = assess_dossier(read_dossier(dossier_of(country)), date(2016, 3, 23))
    weighed = [view for view in found.assessment.indicators if view.weights_db.any()]
    ends = [view.figures.end[-1].item() for view in weighed]
    said, until = reach(found, ENGLISH), found.assessment.evidence_until
    assert until is not None
    assert ENGLISH.day(until) in said
    aside = said.startswith("Dated attacks aside, ")
    assert aside >= (max(ends) > until)
    assert aside == any(view.family == "attacks" for view in weighed)


def test_the_share_with_a_current_figure_is_told_of_the_kinds_that_are_still_relevant() -> None:
    found = assess_dossier(read_dossier(dossier_of("Belgium")), date(2023, 10, 16))
    why = {each.family: each.reason for each in found.assessment.families}
    assert found.assessment.coverage == 1.0
    assert why["fighters_out"] == why["fighters_back"] == "figures_too_old"
    assert "100% of the kinds of indicator that were ever known and are still relevant" in (
        firmness(found, ENGLISH)
    )
