"""The lowering of 22 January 2018 in Belgium, as far as public facts carry."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from peil.act.lowering import ANSWER, LevelStep
from peil.act.policy import known_on
from peil.act.recurrence import by_step, lowerings_known
from peil.act.results import StatedLowering, status_of
from peil.feeds.dossier.read import read_dossier
from peil.report.render.html import render_html
from peil.report.tell.policy import PAGES
from peil.report.words import words_in
from peil.terms.errors import BadInput
from peil.workflow.policy import compare_days, policy_on, state_lowering
from peil.workflow.site_facts import facts_known

LOWERED = date(2018, 1, 22)


@pytest.fixture(scope="module")
def lowering(belgium: Path) -> StatedLowering:
    return state_lowering(belgium, LevelStep(before=3, after=2, on=LOWERED))


@pytest.mark.parametrize("before", [4, 3])
def test_a_lowering_begins_at_the_official_level_of_the_day_before(
    belgium: Path, before: int
) -> None:
    day = {4: LOWERED, 3: date(2016, 3, 24)}[before]
    held = {4: 3, 3: 4}[before]
    with pytest.raises(BadInput) as refused:
        state_lowering(belgium, LevelStep(before=before, after=2, on=day))
    assert str(refused.value) == (
        f"the lowering is from {before}, and the official level of {day - timedelta(days=1)} was "
        f"{held}; state it from {held}"
    )


def test_only_the_soldiers_in_the_street_are_bound_to_the_level(lowering: StatedLowering) -> None:
    # Those at nuclear sites stay until the federal police takes over, for the security of the
    # sites and not for the general level (Council of Ministers, 14 December 2017).
    effects = {
        each.arrangement.id: each.effect for each in lowering.answered.statement.consequences
    }
    assert {id_ for id_, effect in effects.items() if effect == "to_decide"} == {
        "vigilant_guardian",
    }
    assert {id_ for id_, effect in effects.items() if effect == "not_affected"} == {
        "asset_freeze",
        "caprev",
        "cells",
        "common_database",
        "passenger_data",
        "prepaid_cards",
        "prison_cell",
        "prison_sections",
        "security_council",
        "travel_documents",
    }


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2016, 1, 4), "Withdrawal of passports"),
        (date(2016, 1, 5), "Withdrawal of passports and, since January 2016, of identity cards"),
    ],
)
def test_passports_could_be_withdrawn_months_before_identity_cards(
    belgium: Path, day: date, name: str
) -> None:
    known = policy_on(belgium, day).status.arrangements
    told = [a.arrangement.name for a in known if a.arrangement.id == "travel_documents"]
    assert told == [name]


def test_the_base_that_the_level_is_seen_by_needs_an_answer(lowering: StatedLowering) -> None:
    statement = lowering.answered.statement
    needed = [
        each.arrangement.id for each in statement.consequences if each.test.response == ANSWER
    ]
    assert needed == ["common_database"]
    assert statement.discriminates


def test_the_record_of_that_day_counts_lowerings_of_every_country(
    lowering: StatedLowering,
) -> None:
    statement = lowering.answered.statement
    alike = [each for each in statement.lowerings if not each.is_from_top]
    assert [(each.country, str(each.on), each.before, each.months) for each in alike] == [
        ("United Kingdom", "2009-07-20", 4, 6),
        ("United Kingdom", "2011-07-11", 4, 37),
        ("Belgium", "2015-03-09", 3, 8),
    ]
    assert [(each.returned, each.followed) for each in statement.counts] == [
        (0, 3),
        (0, 3),
        (2, 3),
        (2, 3),
    ]


def test_each_lowering_of_the_united_kingdom_from_severe_was_taken_back(belgium: Path) -> None:
    lowerings = lowerings_known(read_dossier(belgium).official, date(2026, 11, 29))
    own = by_step(lowerings)["United Kingdom", 4, 3, 5]
    assert [each.months for each in own] == [6, 37, 11, 9, 50]


@pytest.mark.parametrize(
    ("day", "soldiers"),
    [
        ("2015-01-17", 150),
        ("2015-12-01", 1300),
        ("2015-09-01", 220),
        ("2016-03-10", 740),
        # About 1,000 in the days after 22 March 2016 (RTL); 1,828 is first dated in August (Le Vif).
        ("2016-05-01", 1000),
        ("2016-09-01", 1828),
        # 1,250 was the ceiling; in the street were 1,100 (HLN, 17 January 2017).
        ("2017-02-01", 1100),
        # The 1,000 of November 2017 stand among the counts.
        ("2018-01-22", None),
        ("2019-01-01", None),
        ("2020-06-01", 420),
    ],
)
def test_soldiers_are_those_known_on_the_day(
    belgium: Path, day: str, soldiers: float | None
) -> None:
    known = known_on(read_dossier(belgium).policy, date.fromisoformat(day))
    assert known.arrangements["vigilant_guardian"].staff == soldiers


def test_the_soldiers_of_november_2017_are_told_of_that_month(belgium: Path) -> None:
    known = known_on(read_dossier(belgium).policy, LOWERED)
    counted = [
        (each.arrangement, each.what, each.value, each.on, each.on_precision)
        for id_ in ("vigilant_guardian", "spring_guardian")
        for each in known.latest_counts(id_)
    ]
    in_street = ("vigilant_guardian", "Soldiers in the street", 1000, date(2017, 11, 30), "month")
    at_sites = ("spring_guardian", "Soldiers", 140, date(2016, 3, 6), "day")
    assert {in_street, at_sites} <= set(counted)


@pytest.mark.parametrize(
    ("day", "remark"),
    [(date(2016, 3, 7), ""), (date(2016, 3, 15), ""), (date(2016, 3, 16), "at most")],
)
def test_that_140_was_the_most_is_known_since_a_source_said_so(
    belgium: Path, day: date, remark: str
) -> None:
    """La Nouvelle Gazette says so on 16 March 2016; the paper of 6 March tells a number."""
    (count,) = known_on(read_dossier(belgium).policy, day).latest_counts("spring_guardian")
    assert (count.value, count.remark) == (140, remark)


def test_the_soldiers_left_and_nothing_structural_is_known_to_have_ended(belgium: Path) -> None:
    found = compare_days(belgium, LOWERED, date(2021, 12, 31))
    assert {each.id for each in found.arrangements if each.change == "ended"} == {
        "plan_r",
        "vigilant_guardian",
        "walloon_money",
    }
    assert not any(ending.is_unreasoned for ending in found.endings)


def test_a_level_low_for_three_years_is_said_before_the_soldiers_left(belgium: Path) -> None:
    for day, said in ((date(2021, 1, 21), False), (date(2021, 1, 22), True)):
        arrangements = policy_on(belgium, day).status.arrangements
        (guardian,) = (a for a in arrangements if a.arrangement.id == "vigilant_guardian")
        (fact,) = (fact for fact in guardian.contrary if fact.code == "level_low")
        assert fact.holds is said


def test_a_page_names_what_it_speaks_of_and_shows_no_id(belgium: Path) -> None:
    found = policy_on(belgium, LOWERED)
    for key, ids in (("policy", ("police_staff",)), ("chain", ("attacks_mass_casualty",))):
        page = render_html(PAGES[key].tell(found, words_in("en")), words_in("en"))
        assert not [id_ for id_ in ids if f">{id_}<" in page or f" {id_};" in page]


def test_what_is_not_public_is_no_information(belgium: Path) -> None:
    status = policy_on(belgium, LOWERED).status
    # Of December 2017 it is told in how many municipalities there is a cell: the work was going on.
    assert {id_ for id_, closed in status.findings.items() if closed is not None} == {
        "be_commission_information"
    }
    assert status.findings["be_commission_information"] is False
    # Nine themes of the commission, for cells were counted on 7 December 2017, and of the measures
    # one without a number; of 2, 12 and 15 the press told in February 2016.
    assert status.untold["status"] == 10
    assert status.untold["rebuild"] == status.untold["rights"] == len(status.arrangements) == 21
    assert status.balance.unclassified == status.balance.weighed


def test_who_published_a_figure_is_named_in_the_language_of_the_page(belgium: Path) -> None:
    facts = facts_known(read_dossier(belgium), LOWERED)
    sources = [fact.source for fact in facts if fact.id == "detainees_radicalised_total"]
    for language, named in (
        ("en", "State Security (Belgium):"),
        ("fr", "Sûreté de l’État (Belgique) :"),
    ):
        told = [
            words_in(language).told(source).replace("\N{NO-BREAK SPACE}", " ") for source in sources
        ]
        assert any(source.startswith(named) for source in told), language


def test_what_is_told_of_an_arrangement_has_the_name_of_the_day(belgium: Path) -> None:
    facts = [*facts_known(read_dossier(belgium), LOWERED)]
    named = {fact.names["en"] for fact in facts if fact.id == "common_database"}
    assert named == {"Common database on foreign terrorist fighters"}
    # The Council of Ministers approved the million a month before the decree that names it.
    known = {fact.id for fact in facts_known(read_dossier(belgium), date(2015, 10, 31))}
    assert "municipal_money" not in known


def test_what_stayed_as_it_was_rests_on_its_description_alone(belgium: Path) -> None:
    found = compare_days(belgium, LOWERED, date(2026, 11, 30)).arrangements
    kept = [each for each in found if each.change == "kept"]
    assert kept
    told = {
        event.source for event in read_dossier(belgium).policy.events if event.published <= LOWERED
    }
    assert not [each.id for each in found if told.intersection(each.sources[1:])]


def test_the_questions_in_the_guide_count_recommendations_as_they_are_known(
    belgium: Path, root: Path
) -> None:
    guide = (root / "docs" / "guide" / "questions.md").read_text(encoding="utf-8")
    told = re.findall(r"Of (\d+), a status is public for (\d+); for (\d+) none was found", guide)
    undated = re.findall(r"or (\d+) of (\d+) recommendations no deadline was found", guide)
    dossier = read_dossier(belgium)
    for i, day in enumerate([LOWERED, date(2026, 11, 30)]):
        found = status_of(known_on(dossier.policy, day), dossier.settings)
        all_, untold = len(found.recommendations), found.untold["status"]
        dated = sum(each.recommendation.deadline is not None for each in found.recommendations)
        assert tuple(map(int, told[i])) == (all_, all_ - untold, untold)
        assert tuple(map(int, undated[i])) == (all_ - dated, all_)


def test_what_a_court_ruled_is_no_claim_of_the_owner_on_the_day_of_the_ruling(
    belgium: Path,
) -> None:
    statuses = read_dossier(belgium).policy.statuses
    ruled = [each for each in statuses if "Court annulled" in each.evidence]
    assert {each.recommendation for each in ruled} == {"m12_01", "m18_09", "m18_12"}
    assert all(each.on < each.published for each in ruled)


def test_of_the_bill_on_prisons_nobody_can_tell_whether_its_deadline_was_met(belgium: Path) -> None:
    dossier = read_dossier(belgium)
    found = status_of(known_on(dossier.policy, LOWERED), dossier.settings).recommendations
    bill = next(each for each in found if each.recommendation.id == "m12_09")
    assert bill.recommendation.deadline == date(2015, 1, 31)
    assert bill.recommendation.deadline_of == "a bill before parliament"
    assert (bill.standings["owner"].state, bill.overdue) == ("partly", None)


@pytest.mark.parametrize(
    ("day", "annulled"),
    [
        (date(2018, 1, 22), 0),
        (date(2018, 3, 15), 1),
        (date(2021, 11, 18), 2),
        (date(2026, 11, 30), 3),
    ],
)
def test_an_annulment_is_told_from_its_own_day_on(belgium: Path, day: date, annulled: int) -> None:
    told = " ".join(policy_on(belgium, day).settings.cannot_be_told)
    assert "no list of its judgments was read" in told
    assert told.count("the Court annulled") == annulled


@pytest.mark.parametrize(
    ("day", "is_known"), [(date(2018, 12, 30), False), (date(2018, 12, 31), True)]
)
def test_the_summary_of_2018_is_told_of_once_its_year_is_over(
    belgium: Path, day: date, *, is_known: bool
) -> None:
    told = " ".join(policy_on(belgium, day).settings.cannot_be_told)
    assert "was not read: only its themes, as the press told them." in told
    assert ("public summary" in told) is is_known


def test_the_last_meeting_known_of_the_follow_up_is_of_june_2022_by_both_sources(
    belgium: Path,
) -> None:
    """One source tells of 3 June 2022, another of 21 June, which may be the same meeting."""
    arrangements = policy_on(belgium, date(2023, 11, 1)).status.arrangements
    (follow_up,) = (a for a in arrangements if a.arrangement.id == "follow_up")
    (fact,) = (fact for fact in follow_up.erosion if fact.code == "no_meeting")
    assert (fact.figures["last"], fact.precision) == (date(2022, 6, 30), "month")


def test_what_was_planned_and_still_to_be_approved_is_no_promise(belgium: Path) -> None:
    """The Walloon call of 2018: two million euros planned on 7 December 2017."""
    known = known_on(read_dossier(belgium).policy, date(2018, 1, 22))
    assert {budget.year for budget in known.money("walloon_money")} == {2016, 2017}
    (planned,) = (
        count
        for count in known.latest_counts("walloon_money")
        if count.what == "Planned for a second call, of 2018"
    )
    assert (planned.value, planned.remark) == (2e6, "then still to be approved")
