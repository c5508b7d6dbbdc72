"""Every code that a view of policy can give has words in every language."""

import pytest
from tests.unit.act.builders import STEP, a_basis, an_arrangement, known, settings

from peil.act import changes, lowering, policy, recommendations
from peil.act.funding import STAGES
from peil.act.lowering import divestment_tests
from peil.act.results import status_of
from peil.act.settings import WEIGHTS
from peil.act.signs import FUNDING_ENDS, contrary_facts, erosion_signals
from peil.feeds.dossier.layout import layout_of
from peil.report.tell.policy.chain import ORDER
from peil.report.words import LANGUAGES, words_in

ONE = known(arrangements=[an_arrangement()])
(TEST,) = divestment_tests(ONE, STEP, a_basis(), settings())
FACTS = (
    *TEST.facts,
    *contrary_facts(ONE, settings(), None)["cells"],
    *erosion_signals(ONE, settings())["cells"],
)
FUNDED = {f"{FUNDING_ENDS}_{stage}{where}" for stage in STAGES for where in ("", "_elsewhere")}
ROUGH = {
    f"{code}_rough"
    for code in (
        "no_effect",
        "no_meeting",
        "partners_left",
        "review_overdue",
        "ruled_against",
        "vacancies",
        "without_cell",
        "without_social_partner",
    )
}
"""Facts whose day may be known by its month or year alone."""
ROLES = {
    *layout_of("arrangements").fields["coupling_by"].enum,
    *layout_of("events").fields["by"].enum,
}
CODES = {
    "policy_effect": {lowering.TO_DECIDE, lowering.NOT_AFFECTED, lowering.NOT_SET},
    "policy_effects": {lowering.TO_DECIDE, lowering.NOT_AFFECTED, lowering.NOT_SET},
    "policy_response": {lowering.INFORM, lowering.ASK, lowering.ANSWER},
    "policy_question": {lowering.COUPLING, lowering.FACTS},
    "policy_choice": {*lowering.CHOICES, "reason"},
    "policy_fact": {fact.code for fact in FACTS} - {FUNDING_ENDS} | FUNDED | ROUGH,
    "policy_asked": {fact.code for fact in FACTS},
    "policy_findings": {"closed", "closed_all", "open", "open_all", "untold", "untold_all"},
    "policy_role": ROLES,
    "policy_part": set(policy.PARTS),
    "policy_side": set(recommendations.SIDES),
    "policy_state": {
        *recommendations.STATES,
        *layout_of("arrangements").fields["coupling"].enum,
        *layout_of("arrangements").fields["rights"].enum,
    },
    "policy_outcome": set(layout_of("events").fields["outcome"].enum),
    "policy_stage": set(STAGES),
    "policy_untold": {
        code for what in status_of(ONE, settings()).untold for code in (what, f"{what}_all")
    },
    "policy_change": set(changes.CHANGES),
    "policy_changes": set(changes.CHANGES),
    "policy_type": set(layout_of("arrangements").fields["type"].enum),
    "policy_chain": set(ORDER),
    "policy_kept": {"no_ending", "over", "silent", "unconfirmed"},
    "policy_weight": set(WEIGHTS),
    "policy_what": {*changes.COMPARED, *recommendations.SIDES},
}


@pytest.mark.parametrize("group", CODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words_and_no_words_lack_a_code(group: str, language: str) -> None:
    terms = words_in(language).terms
    named = {key.partition(".")[2] for key in terms if key.startswith(f"{group}.")}
    assert named == CODES[group]


def test_every_group_of_codes_is_covered() -> None:
    groups = {key.split(".")[0] for key in words_in("en").terms if key.startswith("policy_")}
    assert groups == set(CODES)
