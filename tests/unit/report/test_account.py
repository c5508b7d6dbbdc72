"""What the report says: first what is proposed, then what qualifies it."""

import re
from typing import Any

import pytest
from tests.unit.report.exampleland import STATES, a_brief, a_decision, a_ladder

from peil.assess.sensitivity import CHANGES
from peil.report.account import AGREES, CONTRADICTED, UNMEASURED, Account, pieces
from peil.report.tell import tell
from peil.report.wording import LANGUAGES, words_in

ICD_203 = re.compile(
    r"almost no chance|very unlikely|\bunlikely|roughly even|very likely|almost certain"
)


def told(state: str = "robust", language: str = "en", **document: Any) -> Account:
    return tell(a_brief(state, **document), words_in(language))


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("robust", "The public figures support level 2 (medium)."),
        (
            "not_robust",
            "The public figures do not separate level 2 (medium) from level 3 (serious): "
            "the answer would be level 3 (serious) if each level were set half as high.",
        ),
        (
            "held",
            "The public figures do not separate level 2 (medium) from level 3 (serious): "
            "the answer would be level 2 (medium) if each level were set twice as high.",
        ),
        (
            "expired",
            "The public figures can no longer tell the level; they last supported "
            "level 3 (serious), until 30 November 2016.",
        ),
        ("cannot_tell", "The public figures cannot tell the level."),
        (
            "stale",
            "The figures cannot tell the level of that day; what they support for the time up to "
            "30 June 2016 is level 2 (medium).",
        ),
    ],
)
def test_the_first_sentence_says_what_is_proposed(state: str, said: str) -> None:
    assert plain(told(state).headline) == said


def test_levels_far_apart_are_said_as_a_range() -> None:
    brief = a_brief("not_robust")
    brief.document["proposal"]["range"] = [1, 3]
    said = plain(tell(brief, words_in("en")).headline)
    assert said.startswith("The public figures do not separate levels 1 (low) to 3 (serious): ")


def test_a_broken_proposal_names_the_change_its_fit_and_its_step() -> None:
    account = told("not_robust")
    first, others = (plain(line) for line in account.small)
    assert first == (
        "In the case named first, 60% of the fit would lie at level 3 or above; "
        "the last step would date from 31 March 2016."
    )
    assert others == (
        "Besides: the figures could not tell the level if the figures that follow the services’ "
        "own effort were left out."
    )
    assert [plain(note) for note in account.notes] == [
        "The rule for raising and lowering answers level 2 (medium), since 30 September 2017."
    ]


def test_where_the_range_reaches_both_ways_the_headline_names_a_change_for_each_end() -> None:
    brief = a_brief("not_robust")
    proposal = brief.document["proposal"]
    other = proposal["broken_by"][0] | {"change": "contrast_doubled"}
    higher = proposal["broken_by"][0] | {"change": "height_doubled", "level": 1}
    proposal |= {"range": [1, 3], "broken_by": [other, *proposal["broken_by"], higher]}
    account = tell(brief, words_in("en"))
    assert plain(account.headline).endswith(
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
    account = tell(brief, words_in("en"))
    assert plain(account.headline) == (
        "Only attacks are publicly known for the time before that day; "
        "alone they support level 2 (medium)."
    )
    assert account.reach == "Of what weighs, only the list of attacks was known."


def test_a_level_held_by_the_rule_says_so() -> None:
    notes = told("held").notes
    assert [plain(note) for note in notes] == [
        "The rule for raising and lowering stays at level 3 (serious): it was reached on "
        "28 February 2015; the figures known now alone would no longer raise the level that far, "
        "and do not yet lower it."
    ]


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
        *account.would,
        account.citation,
    ]
    assert ICD_203.search(" ".join(words)) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("levels", [4, 5])
def test_every_state_can_be_told_in_every_language(language: str, state: str, levels: int) -> None:
    account = tell(a_brief(state, levels=levels), words_in(language))
    assert account.headline
    assert re.search(r"\{[a-z_]+\}", repr(account)) is None


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
    assert account.neutral[0] == "Hardly separate 3 from 2: Arrests for terrorism."


def test_what_counted_before_any_figure_stands_on_its_side_so_that_the_sum_is_understood() -> None:
    account = told("not_robust")
    start = account.sides[1].points[0]
    assert start.what == "Before any figure"
    assert "level\xa02 counts" in start.says
    assert "as much as level\xa03" in start.says
    assert account.sums[-1].startswith("All together, level\xa02 counts ")
    assert [point.what for point in account.sides[0].points].count("Before any figure") == 0


def test_a_side_on_which_no_figure_weighs_says_so_below_where_it_started() -> None:
    brief = a_brief("not_robust")
    for item in brief.document["evidence"]:
        item["weight_db"] = {step: abs(w) for step, w in item["weight_db"].items()}
    lower = tell(brief, words_in("en")).sides[1]
    assert [point.what for point in lower.points] == ["Before any figure"]
    assert lower.rest == "No figure weighs on this side."


def test_a_contradicted_reason_comes_first_and_says_so() -> None:
    decided = told().decided
    reasons = decided.reasons
    assert [reason.mark for reason in reasons] == [CONTRADICTED, AGREES, "", UNMEASURED]
    assert decided.contradictions == reasons[:1]
    assert (decided.measured, decided.unmeasured) == (reasons[:3], reasons[3:])
    assert reasons[0].says == "The public figures contradict this: steady (judicial work opened)."
    assert reasons[2].says == "The public figures cannot tell: there are too few events."
    assert reasons[3].says == "No public figure measures these"


def test_figures_that_are_too_old_say_what_they_last_showed_and_until_when() -> None:
    families = [
        {"family": family, "direction": "cannot tell", "because": because, "reason": reason}
        for family, because, reason in (
            ("fighters_out", "departures", "figures_too_old"),
            ("attacks", "attacks_dated", "figures_too_old"),
            ("plots", None, "no_complete_list"),
        )
    ]
    decision = a_decision()
    decision["reasons"][0] |= {"figures_say": "cannot tell"}
    account = told(families=families, decision=decision)
    details = [plain(point.detail) for point in account.families]
    assert details[0].startswith(
        "The figures fell until 31 December 2017; nothing newer is known · Departures"
    )
    assert details[1].startswith("The figures are too old · Attacks")
    assert details[2].startswith("Stopped plots listed for the last two years: 1 (annex I).")
    assert "The last public figures, up to 31 December 2017, fell; nothing newer is known." in [
        plain(point.says) for point in account.decided.reasons
    ]


def test_dissent_exceptions_and_review_are_told() -> None:
    after = [plain(line) for line in told().decided.after]
    assert after == [
        "Dissent of one service: “the fall is too recent”",
        "Exception, level 3 (serious): stations; crowds.",
        "To be reviewed on 22 April 2018.",
    ]


def test_an_exception_that_ends_with_a_full_stop_gets_no_second_one() -> None:
    decision = a_decision()
    decision["exceptions"][0] |= {"text": "No reason is said, for security."}
    assert told(decision=decision).decided.after[1].endswith("; No reason is said, for security.")
    decision["exceptions"][0] |= {"until": "2018-03-01"}
    assert plain(told(decision=decision).decided.after[1]).endswith(
        "for security; until 1 March 2018."
    )


def test_without_a_decision_the_official_level_still_stands() -> None:
    decided = told(decision=None).decided
    assert plain(decided.lines[0]).startswith("In force on 22 January 2018: level 2 (medium)")
    assert decided.lines[-1] == "No decision in words is recorded for this day."


def test_without_any_official_level_that_is_said() -> None:
    decided = told(decision=None, official={"day": None, "day_before": None}).decided
    assert decided.lines[0] == "No official level is recorded for this day."


def test_the_official_level_is_compared_with_the_proposal() -> None:
    official = {"day": {"level": 3, "valid_from": "2016-03-25", "source": ""}, "day_before": None}
    lines = [told(state, official=official).decided.lines[0] for state in ("robust", "not_robust")]
    assert plain(lines[0]).count("In force on 22 January 2018: level 3") == 1
    assert lines[0].endswith("The proposal from public figures is lower.")
    assert lines[1].endswith("It is one of the levels that the public figures do not separate.")
    assert "In force" not in told().decided.lines[0]


def test_what_would_change_it_names_value_need_and_effect() -> None:
    assert [plain(line) for line in told().would] == [
        "Attacks completed or failed: 5 instead of 2 (2017) would raise the proposal to "
        "level 3 (serious).",
        "Terrorism investigations opened by the federal prosecutor: 95 instead of 298 (2017) "
        "would start a lowering from level 2 (medium).",
        "No change of these alone would move it: Returns from the conflict zone in the period.",
    ]
    assert told(would_change=[]).would == ("No single figure would move the proposal.",)


def test_a_change_without_a_period_is_told_all_the_same() -> None:
    change = {"indicator": "returns", "value": 9.0, "needed": 40.0, "effect": "raise", "level": 3}
    assert plain(told(would_change=[change]).would[0]) == (
        "Returns from the conflict zone in the period: 40 instead of 9 would raise the proposal "
        "to level 3 (serious)."
    )


def test_the_first_caveats_are_those_that_always_hold() -> None:
    limits = told("stale").limits
    assert [limit.split(" ")[0] for limit in limits] == ["Public", "The", "The"]


def test_an_unknown_code_is_readable_in_the_annex() -> None:
    caveats = next(table for table in told().annex if table.key == "caveats")
    assert caveats.rows[-1][0].text == "a code of tomorrow"


def test_the_citation_names_method_ladder_and_that_no_authority_adopted_it() -> None:
    assert told().citation == (
        "Peil, “Exampleland, 22 January 2018”, as known on 22 January 2018. Method "
        "forward-filter-1; ladder ladder-1 of 2026-11-20 by Peil, adopted by no authority."
    )


def test_a_ladder_that_was_adopted_names_who_adopted_it() -> None:
    brief = a_brief()
    object.__setattr__(brief, "ladder", a_ladder(adopted_by="the council"))
    assert tell(brief, words_in("en")).citation.endswith("adopted by the council.")


def test_weights_add_up_to_the_result() -> None:
    weights = next(table for table in told().annex if table.key == "weights")
    sums = [sum(row[i].value or 0 for row in weights.rows[:-1]) for i in (4, 5, 6)]
    assert sums == pytest.approx([weights.rows[-1][i].value for i in (4, 5, 6)])


def test_sensitivity_lists_every_change_whether_or_not_it_matters() -> None:
    sensitivity = next(table for table in told("not_robust").annex if table.key == "sensitivity")
    answers = {row[0].text: row[1].text for row in sensitivity.rows}
    assert len(answers) == len(CHANGES)
    assert sorted(answers.values()).count("same level") == len(CHANGES) - 2
    assert answers["If each level were set half as high"] == "3 (serious)"


def test_the_ladder_is_shown_for_the_levels_of_the_scale() -> None:
    account = tell(a_brief(levels=5), words_in("en"))
    ladder = next(table for table in account.annex if table.key == "ladder")
    assert [cell.text for cell in ladder.rows[0][2:7]] == ["0.1", "0.23", "0.55", "1.32", "3"]


def test_only_web_addresses_become_links() -> None:
    cut = pieces("see https://a.org/b?c=(d). and javascript:alert(1) file:///x http://b.org;")
    assert [piece.url for piece in cut if piece.url] == ["https://a.org/b?c=(d", "http://b.org"]


def test_a_decision_in_other_words_is_quoted_as_it_is() -> None:
    decision = a_decision() | {"seriousness": "grave", "likelihood": ""}
    assert "Seriousness: “grave”." in told(decision=decision).decided.lines


def test_only_the_nearest_changes_are_on_the_first_page_and_all_in_the_annex() -> None:
    names = ["attacks_dated", "departures", "returns", "investigations", "arrests"]
    changes = [
        {"indicator": name, "value": 10, "needed": 20 + i, "effect": "raise", "level": 3}
        for i, name in enumerate(names)
    ]
    account = told(would_change=changes[::-1])
    assert [line.split(":")[0] for line in account.would[:2]] == [
        "Attacks completed or failed",
        "Departures to the conflict zone",
    ]
    assert account.would[4:] == ("More in annex J: Arrests for terrorism.",)
    table = next(table for table in account.annex if table.key == "would")
    assert len(table.rows) == len(names)


def test_an_indicator_that_carries_no_weight_is_not_among_the_weights() -> None:
    weights = next(table for table in told().annex if table.key == "weights")
    assert "Fighters in the conflict zone" not in [row[0].text for row in weights.rows]


def test_a_stale_proposal_that_is_not_robust_still_names_the_rules_answer() -> None:
    brief = a_brief("not_robust")
    brief.document["caveats"].append({"code": "stale_evidence", "values": {"until": None}})
    account = tell(brief, words_in("en"))
    assert "for the time up to 31 December 2017 they do not separate" in account.headline
    assert account.notes[0].startswith("The rule for raising and lowering answers level\xa02")
    assert account.small[0].startswith("Besides: the answer would be level\xa03 (serious) if")


def test_effort_dependent_figures_carry_their_label_in_every_table_that_names_them() -> None:
    tables = {table.key: table for table in told().annex}
    for key in ("weights", "directions", "compared", "would"):
        rows = [row for row in tables[key].rows if "investigations" in row[0].text]
        assert rows
        assert all("effort-dependent" in " ".join(cell.text for cell in row) for row in rows)
