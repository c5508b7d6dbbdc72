"""What the report says: first what is proposed, then what qualifies it."""

import re
from dataclasses import replace

import pytest
from tests.unit.report.exampleland import STATES, a_brief, a_ladder
from tests.unit.report.tell.told import Told, plain, told

from peil.report.tell.assessment.evidence import amount
from peil.report.words import LANGUAGES, words_in

ICD_203 = re.compile(
    r"almost no chance|very unlikely|\bunlikely|roughly even|very likely|almost certain"
)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("robust", "Proposed: level 2 (medium)."),
        ("not_robust", "Proposed: level 2 (medium) or level 3 (serious)."),
        ("held", "Proposed: level 2 (medium) or level 3 (serious)."),
        (
            "expired",
            "The public figures can no longer tell the level; they last supported "
            "level 3 (serious), until 30 November 2016.",
        ),
        ("cannot_tell", "The public figures cannot tell the level."),
        (
            "stale",
            "The figures cannot tell the level of that day: the proposal, level 2 (medium), rests on "
            "the list of dated attacks alone; other figures end on 30 June 2016.",
        ),
    ],
)
def test_the_first_sentence_says_what_is_proposed(state: str, said: str) -> None:
    assert plain(told(state).headline) == said


def test_levels_far_apart_are_said_as_a_range() -> None:
    brief = a_brief("not_robust")
    brief.document["proposal"]["range"] = [1, 3]
    account = Told(brief)
    assert plain(account.headline) == "Proposed: level 1 (low) to level 3 (serious)."
    assert account.small[0].startswith(
        "The figures do not separate levels 1 (low) to 3 (serious): "
    )


def test_a_broken_proposal_names_the_change_its_fit_and_its_step() -> None:
    account = told("not_robust")
    apart, first, others = (plain(line) for line in account.small)
    assert apart == (
        "The figures do not separate level 2 (medium) from level 3 (serious): "
        "the answer would be level 3 (serious) if each level were set half as high."
    )
    assert first == (
        "If each level were set half as high: 60% of the fit would lie at level 3 or above; "
        "the last step would date from 31 March 2016."
    )
    assert others == (
        "Besides: the figures could not tell the level if the figures that follow the services’ "
        "own effort were left out."
    )
    assert [plain(note) for note in account.notes] == [
        "The figures alone fit level 2 (medium) best (54%) and level 1 (low) next (21%).",
        "The rule for raising and lowering answers level 2 (medium), since 30 September 2017.",
    ]


def test_where_the_range_reaches_both_ways_a_change_is_named_for_each_end() -> None:
    brief = a_brief("not_robust")
    proposal = brief.document["proposal"]
    other = proposal["broken_by"][0] | {"change": "contrast_doubled"}
    higher = proposal["broken_by"][0] | {"change": "height_doubled", "level": 1}
    proposal |= {"range": [1, 3], "broken_by": [other, *proposal["broken_by"], higher]}
    account = Told(brief)
    assert plain(account.small[0]).endswith(
        "the answer would be level 3 (serious) if each level were set half as high; "
        "level 1 (low) if each level were set twice as high."
    )
    assert "twice as far apart" in account.small[-1]
    assert [side.title for side in account.sides] == [
        "For 3 (serious) rather than 2 (medium)",
        "For 2 (medium) rather than 3 (serious)",
        "For 2 (medium) rather than 1 (low)",
        "For 1 (low) rather than 2 (medium)",
    ]


def test_where_only_attacks_are_known_that_is_the_first_sentence() -> None:
    brief = a_brief("stale")
    brief.document["proposal"]["evidence_until"] = None
    brief.document["caveats"][0] = {"code": "stale_evidence", "values": {"until": None}}
    account = Told(brief)
    assert plain(account.headline) == (
        "The figures cannot tell the level of that day: the proposal, level 2 (medium), rests on "
        "the list of dated attacks alone."
    )
    assert account.reach == "No published total that weighs was known; only dated attacks."


def test_a_proposal_without_newer_figures_says_what_was_proposed_when_they_ended() -> None:
    assert [plain(note) for note in told("stale").notes] == [
        "At the review of 30 June 2016 the proposal was level 3 (serious).",
        "The proposal has stood since 30 September 2017.",
    ]
    brief = a_brief("stale")
    brief.document["proposal"]["evidence_until"] = "2014-03-31"
    said = Told(brief).notes[0]
    assert plain(said) == "At the review of 31 March 2014 no level could be proposed."
    brief.document["proposal"]["evidence_until"] = "2013-12-31"
    assert len(Told(brief).notes) == 1


@pytest.mark.parametrize(
    ("attacks", "others", "said"),
    [
        (3.0, 3.0, "rests on the list of dated attacks and on other figures that end on"),
        (0.1, 3.0, "rests on figures that end on"),
        (3.0, -0.1, "rests on the list of dated attacks alone"),
    ],
)
def test_what_a_stale_proposal_rests_on_is_what_separates_the_levels(
    attacks: float, others: float, said: str
) -> None:
    brief = a_brief("stale")
    for item in brief.document["evidence"]:
        weight = attacks if item["indicator"] == "attacks_dated" else others
        item["weight_db"] = dict.fromkeys(item["weight_db"], weight)
    assert said in Told(brief).headline


def test_the_answer_of_the_first_review_is_no_step() -> None:
    brief = a_brief("not_robust")
    brief.document["proposal"]["broken_by"][0]["since"] = brief.history[0].day.isoformat()
    account = Told(brief)
    assert account.small[1].endswith("; it would be so from the first review on.")
    sensitivity = account.annex["sensitivity"]
    since = {row[0].text: row[2].text for row in sensitivity.rows}
    assert since["If each level were set half as high"] == "first review"


def test_a_level_held_by_the_rule_says_so() -> None:
    notes = told("held").notes
    assert [plain(note) for note in notes] == [
        "The figures alone fit level 2 (medium) best (54%) and level 1 (low) next (21%).",
        "Level 3 (serious) is kept only because the rule for lowering is not yet met: it was "
        "reached on 28 February 2015; the figures known now alone would no longer raise the level "
        "that far.",
    ]


def test_a_single_level_that_is_not_the_best_fit_says_that_the_rule_answers_it() -> None:
    brief = a_brief("robust")
    assert plain(Told(brief).notes[-1]).startswith("The proposal has stood since")
    fits = dict.fromkeys(brief.document["proposal"]["probabilities"], 0.1)
    brief.document["proposal"]["probabilities"] = fits | {"3": 0.7}
    account = Told(brief)
    assert plain(account.headline) == "Proposed: level 2 (medium)."
    assert plain(account.notes[0]).startswith("The figures alone fit level 3 (serious) best (70%)")
    assert plain(account.notes[-1]).startswith("The rule for raising and lowering answers level 2")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_line_is_short_enough_to_be_read_at_a_glance(language: str) -> None:
    brief = a_brief("not_robust")
    for ends in ([2, 2], [2, 3], [1, 3]):
        brief.document["proposal"]["range"] = ends
        assert len(Told(brief, language).headline) <= 70


def test_confidence_stands_apart_from_likelihood() -> None:
    account = told("not_robust")
    assert "2 give another answer" in account.firmness
    assert not re.search("likel|probab", account.firmness)
    assert not re.search("trust|coverage|confiden", account.headline)


@pytest.mark.parametrize("state", STATES)
def test_no_word_of_likelihood_stands_beside_a_level(state: str) -> None:
    account = told(state, decision=None)
    words = [
        account.headline,
        *account.notes,
        *account.small,
        account.reach,
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


def test_the_sides_are_about_the_step_between_the_levels_that_are_not_separated() -> None:
    upper, lower = told("not_robust").sides
    assert upper.title == "For 3 (serious) rather than 2 (medium)"
    assert [point.what for point in upper.points] == [
        "Terrorism investigations opened by the federal prosecutor",
        "Attacks completed or failed",
    ]
    assert lower.points[1].says == "five times as likely under 2 as under 3"
    assert "effort-dependent" in upper.points[0].detail
    assert "effort-dependent" not in upper.points[1].detail


def test_otherwise_the_step_is_from_the_proposed_level_to_the_one_below() -> None:
    assert told("robust").sides[0].title == "For 2 (medium) rather than 1 (low)"
    assert told("expired").sides[0].title == "For 3 (serious) rather than 2 (medium)"


def test_an_indicator_that_hardly_separates_levels_is_on_no_side() -> None:
    account = told("not_robust")
    assert account.lines("how")[0].endswith(" Hardly separate 3 from 2: Arrests for terrorism.")


def test_what_counted_before_any_figure_stands_on_its_side_so_that_the_sum_is_understood() -> None:
    account = told("not_robust")
    start = account.sides[1].points[0]
    assert start.what == "Before any figure"
    assert "level\xa02 counts" in start.says
    assert "as much as level\xa03" in start.says
    assert account.lines("sums")[-1].startswith("All together, level\xa02 counts ")
    assert [point.what for point in account.sides[0].points].count("Before any figure") == 0


def test_a_side_on_which_no_figure_weighs_says_so_below_where_it_started() -> None:
    brief = a_brief("not_robust")
    for item in brief.document["evidence"]:
        item["weight_db"] = {step: abs(w) for step, w in item["weight_db"].items()}
    lower = Told(brief).sides[1]
    assert [point.what for point in lower.points] == ["Before any figure"]
    assert lower.rest == "No figure weighs on this side."


def test_figures_that_are_computed_say_what_was_published() -> None:
    assert amount(60.0, "rate_times_months", 12.0, words_in("en")) == "5 a month, 60 in all"
    assert amount(9.0, "difference_of_totals", 16.3, words_in("en")) == "9 more"
    assert amount(9.0, None, 12.0, words_in("en")) == "9"


def test_what_would_change_it_names_value_need_and_effect() -> None:
    assert [plain(line) for line in told().lines("would-change")] == [
        "Attacks completed or failed: 5 instead of 2 (2017) would raise the proposal to "
        "level 3 (serious).",
        "Terrorism investigations opened by the federal prosecutor: 95 instead of 298 (2017) "
        "would start a lowering from level 2 (medium).",
    ]
    assert told(would_change=[]).lines("would-change") == (
        "No single figure would move the proposal.",
    )


@pytest.mark.parametrize("state", ["expired", "cannot_tell"])
def test_without_a_proposal_nothing_could_move_it(state: str) -> None:
    assert told(state).lines("would-change") == ("Not computed while no level is proposed.",)


def test_a_change_of_a_rate_is_said_a_month() -> None:
    brief = a_brief()
    rate = replace(brief.indicators["returns"], kind="flow_rate")
    brief.indicators = {**brief.indicators, "returns": rate}
    brief.document["would_change"] = [
        {"indicator": "returns", "value": 12.0, "needed": 48.0, "effect": "raise", "level": 3,
         "period_start": "2017-01-01", "period_end": "2017-12-31"},
    ]  # fmt: skip
    assert (
        "4 a month, 48 in all instead of 1 a month, 12 in all (2017) would raise"
        in (Told(brief).lines("would-change")[0])
    )


def test_the_first_caveats_are_those_that_always_hold() -> None:
    limits = told("stale").lines("limits")
    assert [limit.split(" ")[0] for limit in limits] == ["Public", "Dated", "The"]


def test_the_citation_names_method_ladder_and_that_no_authority_adopted_it() -> None:
    assert told().report.citation == (
        "Peil, “Exampleland, 22 January 2018”, as known on 22 January 2018. Method "
        "forward-filter-1; ladder ladder-1 of 2026-11-20 by Peil, adopted by no authority. "
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


def test_a_stale_proposal_that_is_not_robust_still_names_the_rules_answer() -> None:
    brief = a_brief("not_robust")
    brief.document["caveats"].append({"code": "stale_evidence", "values": {"until": None}})
    account = Told(brief)
    assert (
        "the proposal, between level\xa02 (medium) and level\xa03 (serious), rests on"
        in account.headline
    )
    assert account.notes[-1].startswith("The rule for raising and lowering answers level\xa02")
    assert account.small[0].startswith("Besides: the answer would be level\xa03 (serious) if")


def test_figures_that_cannot_weigh_yet_say_what_they_lack() -> None:
    account = told("cannot_tell")
    assert account.reach == (
        "Figures are known, but none can weigh yet: a ratio needs 24 months of earlier figures "
        "(12 for a monthly series), and events per head need a population."
    )
    assert told("cannot_tell", evidence=[]).reach == "No figure was known."
    assert [side.points for side in account.sides] == [(), ()]


def test_at_the_highest_level_nothing_is_above() -> None:
    brief = a_brief("not_robust")
    brief.document["proposal"]["range"] = [2, 4]
    brief.document["proposal"]["broken_by"][0]["level"] = 4
    assert "15% of the fit would lie at level 4; " in plain(Told(brief).small[1])


def test_an_expired_proposal_says_why_it_expired() -> None:
    assert [plain(note) for note in told("expired").notes] == [
        "After 12 reviews with too few current figures the proposal expired on 30 September 2017."
    ]


def test_an_official_level_outside_the_range_is_weighed_as_well() -> None:
    official = {"day": {"level": 1, "valid_from": "2018-01-22", "source": ""}, "day_before": None}
    account = told("not_robust", official=official)
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
