"""What the report says: first what is proposed, then what qualifies it."""

import re
from typing import Any

import pytest
from tests.unit.report.exampleland import STATES, a_brief, a_decision, a_ladder

from peil.assess.assessment import CHANGES
from peil.report.account import AGREES, CONTRADICTED, Account, pieces
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
            "with all values of the ladder halved, the proposal is level 3 (serious).",
        ),
        (
            "held",
            "The public figures do not separate level 2 (medium) from level 3 (serious): "
            "with all values of the ladder doubled, the proposal is level 2 (medium).",
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
    assert said.startswith("The public figures do not separate the levels from level 1 (low)")


def test_a_broken_proposal_names_the_change_its_fit_and_its_step() -> None:
    notes = [plain(note) for note in told("not_robust").notes]
    assert notes[0] == (
        "In that case 60% of the fit lies at level 3 or above; a step taken on 31 March 2016."
    )
    assert "figures cannot tell the level" in notes[1]
    assert notes[2] == "The rule’s own answer is level 2 (medium)."


def test_a_level_held_by_the_rule_says_so() -> None:
    notes = told("held").notes
    assert any("held by the rule: it was reached on 28 February 2015" in note for note in notes)


def test_confidence_stands_apart_from_likelihood() -> None:
    account = told("not_robust")
    assert "2 give another answer" in account.firmness
    assert not re.search("likel|probab", account.firmness)
    assert not re.search("trust|coverage|confiden", account.headline)


@pytest.mark.parametrize("state", STATES)
def test_no_word_of_likelihood_stands_beside_a_level(state: str) -> None:
    account = told(state, decision=None)
    words = [account.headline, *account.notes, account.reach, *account.would, account.citation]
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
    assert lower.points[0].says == "five times as likely under 2 as under 3"
    assert "effort-dependent" in upper.points[0].detail
    assert "effort-dependent" not in upper.points[1].detail


def test_otherwise_the_step_is_from_the_proposed_level_to_the_one_below() -> None:
    assert told("robust").sides[0].title == "For 2 (medium) rather than 1 (low)"
    assert told("expired").sides[0].title == "For 3 (serious) rather than 2 (medium)"


def test_an_indicator_that_hardly_separates_levels_is_on_no_side() -> None:
    account = told("not_robust")
    assert account.neutral == "Hardly separate them: Arrests for terrorism."


def test_a_contradicted_reason_comes_first_and_says_so() -> None:
    reasons = told().decided.reasons
    assert [reason.mark for reason in reasons] == [CONTRADICTED, AGREES, "", ""]
    assert reasons[0].says == "The public figures contradict this: steady (judicial work opened)."
    assert reasons[2].says == "The public figures cannot tell."
    assert reasons[3].says == "No public figure measures this."


def test_dissent_exceptions_and_review_are_told() -> None:
    after = [plain(line) for line in told().decided.after]
    assert after == [
        "Dissent of one service: “the fall is too recent”",
        "Exception: stations at level 3 (serious); crowds.",
        "To be reviewed on 22 April 2018.",
    ]


def test_without_a_decision_the_official_level_still_stands() -> None:
    decided = told(decision=None).decided
    assert plain(decided.lines[0]).startswith("In force that day: level 2 (medium)")
    assert decided.lines[-1] == "No decision in words is recorded for this day."


def test_without_any_official_level_that_is_said() -> None:
    decided = told(decision=None, official={"day": None, "day_before": None}).decided
    assert decided.lines[0] == "No official level is recorded for this day."


def test_the_official_level_is_compared_with_the_proposal() -> None:
    official = {"day": {"level": 3, "valid_from": "2016-03-25", "source": ""}, "day_before": None}
    assert "The proposal is lower." in told(official=official).decided.lines[2]
    assert "within the range" in told("not_robust", official=official).decided.lines[2]


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
    assert answers["With all values of the ladder halved"] == "3 (serious)"


def test_the_ladder_is_shown_for_the_levels_of_the_scale() -> None:
    account = tell(a_brief(levels=5), words_in("en"))
    ladder = next(table for table in account.annex if table.key == "ladder")
    assert [cell.text for cell in ladder.rows[0][2:7]] == ["0.1", "0.23", "0.55", "1.32", "3"]


def test_only_web_addresses_become_links() -> None:
    cut = pieces("see https://a.org/b?c=(d). and javascript:alert(1) file:///x http://b.org;")
    assert [piece.url for piece in cut if piece.url] == ["https://a.org/b?c=(d", "http://b.org"]


def test_a_decision_in_other_words_is_quoted_as_it_is() -> None:
    decision = a_decision() | {"seriousness": "grave", "likelihood": ""}
    assert "Seriousness: “grave”" in told(decision=decision).decided.lines


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
    assert "The rule’s own answer is level\xa02 (medium)." in account.notes


def test_effort_dependent_figures_carry_their_label_in_every_table_that_names_them() -> None:
    tables = {table.key: table for table in told().annex}
    for key in ("weights", "directions", "compared", "would"):
        rows = [row for row in tables[key].rows if "investigations" in row[0].text]
        assert rows
        assert all("effort-dependent" in " ".join(cell.text for cell in row) for row in rows)
