"""What the report says after its first answer: what speaks for and against, and how firm it is."""

import re
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.report.exampleland import STATES, a_brief, a_ladder
from tests.unit.report.tell.told import Told, plain, told

from peil.report.render.terminal import render_terminal
from peil.report.tell.assessment import tell
from peil.report.tell.assessment.evidence import amount
from peil.report.tell.assessment.headline import firmness
from peil.report.tell.assessment.ruled import parted
from peil.report.words import LANGUAGES, words_in

ICD_203 = re.compile(
    r"almost no chance|very unlikely|\bunlikely|roughly even|very likely|almost certain"
)


def test_changes_of_the_method_stand_with_what_would_change_it() -> None:
    lines = [plain(line) for line in told("not_robust").lines("would-change")[-2:]]
    assert lines == [
        "The answer would be level 3 (serious) if each level were set half as high.",
        "The level could not be told if the figures that follow the services’ own effort were left "
        "out.",
    ]


@pytest.mark.parametrize("full", [False, True])
def test_a_terminal_shows_no_sheets(full: bool) -> None:
    found, words = a_brief().assessed, words_in("en")
    whole, printed = tell(found, words), tell(found, words, with_sheets=False)
    assert len(whole.blocks) > len(printed.blocks)
    shown = (
        render_terminal(each, words, width=100, is_terminal=False, full=full)
        for each in (whole, printed)
    )
    assert len({*shown}) == 1


def test_the_answer_of_the_first_review_is_no_step() -> None:
    brief = a_brief("not_robust")
    brief.document["proposal"]["broken_by"][0]["since"] = brief.history[0].day.isoformat()
    sensitivity = Told(brief).annex["sensitivity"]
    since = {row[0].text: row[2].text for row in sensitivity.rows}
    assert since["If each level were set half as high"] == "first review"


def test_confidence_stands_apart_from_likelihood() -> None:
    account = told("not_robust")
    assert "2 give another answer" in account.firmness
    assert not re.search("likel|probab", account.firmness)
    assert not re.search("trust|coverage|confiden", account.headline)


@pytest.mark.parametrize("state", STATES)
def test_no_word_of_likelihood_stands_beside_a_level(state: str) -> None:
    account = told(state, decision=None)
    words = [
        account.first,
        *account.lines("would-change"),
        account.report.citation,
    ]
    assert ICD_203.search(" ".join(words)) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("levels", [4, 5])
def test_every_state_can_be_told_in_every_language(language: str, state: str, levels: int) -> None:
    account = Told(a_brief(state, levels=levels), language)
    assert account.headline
    assert re.search(r"\{[a-z_]+\}", repr(account.report)) is None


def test_the_sides_are_about_the_step_from_the_best_level_to_the_one_of_the_rule() -> None:
    upper, lower = told("held").sides
    assert upper.title == "For 3 (serious) rather than 2 (medium)"
    assert [point.what for point in upper.points] == [
        "Terrorism investigations opened by the federal prosecutor",
        "Attacks completed or failed",
    ]
    assert lower.points[1].says == "five times as likely under 2 as under 3"
    assert "effort-dependent" in upper.points[0].detail
    assert "effort-dependent" not in upper.points[1].detail


def test_where_both_are_one_level_the_step_is_to_the_one_below() -> None:
    assert told("robust").sides[0].title == "For 2 (medium) rather than 1 (low)"
    assert told("cannot_tell").sides[0].title == "For 2 (medium) rather than 1 (low)"


def test_an_indicator_that_hardly_separates_levels_is_on_no_side() -> None:
    account = told("held")
    assert account.lines("how")[0].endswith(" Hardly separate 3 from 2: Arrests for terrorism.")


def test_what_counted_before_any_figure_stands_on_its_side_so_that_the_sum_is_understood() -> None:
    account = told("held")
    start = account.sides[1].points[0]
    assert start.what == "Starting point"
    assert "level\xa02 counts" in start.says
    assert "as much as level\xa03" in start.says
    assert account.lines("sums")[-1].startswith("All together, level\xa02 counts ")
    assert [point.what for point in account.sides[0].points].count("Starting point") == 0


def test_a_side_on_which_no_figure_weighs_says_so_below_where_it_started() -> None:
    brief = a_brief("not_robust")
    for item in brief.document["evidence"]:
        item["weight_db"] = {step: abs(w) for step, w in item["weight_db"].items()}
    lower = Told(brief).sides[1]
    assert [point.what for point in lower.points] == ["Starting point"]
    assert lower.rest == "No figure speaks for this level."


def test_figures_that_are_computed_say_what_was_published() -> None:
    assert amount(60.0, "rate_times_months", 12.0, words_in("en")) == "5 a month"
    assert (
        amount(60.0, "rate_times_months", 12.0, words_in("en"), is_rough=True) == "about 5 a month"
    )
    assert amount(0.0, "rate_times_months", 8.0, words_in("en"), is_rough=True) == "0 a month"
    said = amount(9.0, "difference_of_totals", 16.3, words_in("en"))
    assert said == "up about 9 between two totals"
    assert amount(9.0, None, 12.0, words_in("en")) == "9"


def test_what_would_change_it_names_value_need_and_effect() -> None:
    assert [plain(line) for line in told().lines("would-change")] == [
        "Attacks completed or failed: 5 instead of 2 (2017) would raise the rule’s level to "
        "level 3 (serious).",
        "Terrorism investigations opened by the federal prosecutor: 95 instead of 298 (2017) "
        "would start a lowering from level 2 (medium).",
    ]
    assert told(would_change=[]).lines("would-change") == (
        "No single figure would move the rule’s level.",
    )


def test_without_a_proposal_no_single_figure_is_tried() -> None:
    assert told("cannot_tell").lines("would-change") == (
        "Single figures are tried only while the rule gives a level.",
    )


def test_without_a_proposal_it_says_at_which_fit_the_rule_would_give_its_last_level_or_more() -> (
    None
):
    gives, tried = told("expired").lines("would-change")
    assert plain(gives).replace("\xa0", " ") == (
        "All levels together hold 100. The rule would give level 3 once levels 3 and 4 together "
        "rise from 25 to 35 in 100; level 4 once level 4 rises from 5 to 35 in 100."
    )
    assert tried == "Single figures are tried only while the rule gives a level."


@pytest.mark.parametrize(
    ("parts", "bound", "told"),
    [
        ((0.176, 0.046, 0.024), 0.35, ("25", "35")),  # bars 18, 5 and 2; together .246
        ((0.2151, 0.0651, 0.0246), 0.305, ("30", "30.5")),  # bars of 31, above the bound; .3048
        ((0.196, 0.066, 0.046), 0.305, ("32", "30.5")),  # bars 20, 7 and 5; .308 lies above as well
        ((0.0665, 0.1314, 0.1487), 0.35, ("34.7", "35")),  # bars of 35, which .3466 is not
        ((0.2, 0.1512), 0.35, ("35.1", "35")),  # .3512 lies above it
        ((0.15, 0.0503), 0.2, ("20.03", "20")),  # so does .2003
        ((0.2956,), 0.296, ("29.56", "29.6")),  # and this one below, which 30 does not
        ((0.35,), 0.35, ("35", "35")),
    ],
)
def test_bars_are_added_as_they_are_written_unless_that_crosses_the_bound(
    parts: tuple[float, ...], bound: float, told: tuple[str, str]
) -> None:
    assert tuple(parted(parts, bound, words_in("en")).values()) == told


def test_a_change_of_a_rate_is_said_a_month() -> None:
    brief = a_brief()
    rate = replace(brief.indicators["returns"], kind="flow_rate")
    brief.indicators = {**brief.indicators, "returns": rate}
    brief.document["would_change"] = [
        {"indicator": "returns", "value": 12.0, "needed": 48.0, "effect": "raise", "level": 3,
         "period_start": "2017-01-01", "period_end": "2017-12-31"},
    ]  # fmt: skip
    assert (
        "4 a month instead of 1 a month (2017) would raise"
        in (Told(brief).lines("would-change")[0])
    )


def test_the_first_caveats_are_those_that_always_hold() -> None:
    limits = told("stale").lines("limits")
    assert [limit.split(" ")[0] for limit in limits] == ["Public", "Dated", "The"]


def test_the_citation_names_method_ladder_and_that_no_authority_adopted_it() -> None:
    assert told().report.citation == (
        "Peil, “Exampleland, 22 January 2018”, as known on 22 January 2018. Method "
        "forward-filter-2; ladder ladder-1 of 20 November 2026 by Peil, adopted by no authority. "
        "Scale: Decree of 1 March 2007, art. 11."
    )


def test_a_ladder_that_was_adopted_names_who_adopted_it() -> None:
    brief = a_brief()
    brief.ladder = a_ladder(adopted_by="the council")
    assert Told(brief).report.citation.count("adopted by the council.") == 1


def test_only_the_nearest_changes_are_on_the_first_page_and_all_in_the_annex() -> None:
    names = ["attacks_dated", "departures", "returns", "investigations", "arrests"]
    changes = [
        {"indicator": name, "value": 10, "needed": 20 + i, "effect": "raise", "level": 3,
         "period_start": "2017-01-01", "period_end": "2017-12-31"}
        for i, name in enumerate(names)
    ]  # fmt: skip
    account = told(would_change=changes[::-1])
    assert [line.split(":")[0] for line in account.lines("would-change")[:2]] == [
        "Attacks completed or failed",
        "Departures to the conflict zone",
    ]
    assert account.lines("would-change")[4:] == ("More in annex J: Arrests for terrorism.",)
    table = account.annex["would"]
    assert len(table.rows) == len(names)


def test_figures_that_cannot_weigh_yet_say_what_they_lack() -> None:
    account = told("cannot_tell")
    assert account.firmness.startswith(
        "Figures are known, but none can weigh yet: a ratio needs 24 months of earlier figures "
        "(12 for a monthly series)."
    )
    assert told("cannot_tell", evidence=[]).firmness.startswith("No figure was known.")
    assert [side.points for side in account.sides] == [(), ()]


def firmness_of(**assessed: Any) -> str:
    found = a_brief().assessed
    changed = replace(found, assessment=replace(found.assessment, **assessed))
    return firmness(changed, words_in("en"))


@pytest.mark.parametrize(
    ("days", "age", "delay"),
    [
        ((50,), "The latest figure was 50 days old.", "The latest figure on a closed period came out more than a month after its end."),
        ((800, 70, 70), "Each of the three latest figures was at least 70 days old.", "Each of the three latest figures on a closed period came out more than 2 months after its end."),
        ((800, 800), "Each of the two figures is more than 2 years old.", "Each of the two latest figures on a closed period came out more than 26 months after its end."),
        ((800,), "The figure is more than 2 years old.", "The latest figure on a closed period came out more than 26 months after its end."),
        ((70, 70, 90, 1, 800), "Half of the latest figures were at least 70 days old.", "Of the latest figures on a closed period, half came out more than 2 months after its end."),
    ],
)  # fmt: skip
def test_no_half_is_told_of_few_figures(days: tuple[int, ...], age: str, delay: str) -> None:
    said = firmness_of(ages_days=days, delays_days=days)
    assert age in said
    assert delay in said


@pytest.mark.parametrize(
    ("delays", "said"),
    [
        ((10, 400), "Of the two latest figures on a closed period, one came out more than 13 months after its end."),
        ((10, 20, 231, 400), "Of the four latest figures on a closed period, two came out more than 7 months after its end."),
        ((0, 40, 50), "Of the three latest figures on a closed period, two came out more than a month after its end."),
    ],
)  # fmt: skip
def test_how_many_of_few_figures_came_out_late_is_told_in_words(
    delays: tuple[int, ...], said: str
) -> None:
    assert said in firmness_of(delays_days=delays)
    assert "came out" not in firmness_of(delays_days=())
    assert "came out" not in firmness_of(delays_days=(0, 20, 400))


@pytest.mark.parametrize(
    ("ages", "said"),
    [
        ((0, 900, 900), "Of the three figures, two are more than 2 years old."),
        ((-5, 900), "Of the two figures, one is more than 2 years old."),
        ((0, 400), "Of the two figures, one is more than a year old."),
        ((1, 60, 200), "Of the three latest figures, two were at least 60 days old."),
        ((0, 100), "Of the two latest figures, one was at least 100 days old."),
        ((0, 0, 90, 120), "Of the four latest figures, two were at least 90 days old."),
        ((0, 0, 90, 120, 120, 120), "Half of the latest figures were at least 105 days old."),
    ],
)
def test_one_fresh_figure_hides_no_old_ones(ages: tuple[int, ...], said: str) -> None:
    assert said in firmness_of(ages_days=ages)
    assert " old." not in firmness_of(ages_days=(0, 0, 900))


def test_an_official_level_of_another_step_is_weighed_as_well() -> None:
    official = {"day": {"level": 1, "valid_from": "2018-01-22", "source": ""}, "day_before": None}
    account = told("held", official=official)
    assert [side.title for side in account.sides[2:]] == [
        "For 2 (medium) rather than 1 (low)",
        "For 1 (low) rather than 2 (medium)",
    ]
    assert len(account.lines("sums")) == 2
    above = {"day": official["day"] | {"level": 4}, "day_before": None}
    assert [side.title for side in told(official=above).sides[::2]] == [
        "For 4 (very serious) rather than 3 (serious)",
        "For 3 (serious) rather than 2 (medium)",
        "For 2 (medium) rather than 1 (low)",
    ]
    assert len(told("expired", official=above).sides) == 2
