"""What was decided and said stands beside what the figures say, and is judged by no later ones."""

from dataclasses import replace
from typing import Any

import pytest
from tests.unit.report.exampleland import a_brief, a_checked_figure, a_decision, a_reason, a_scale
from tests.unit.report.tell.told import Told, plain, told

from peil.report import model


def test_a_contradicted_reason_comes_first_and_says_so() -> None:
    decided = told()
    reasons = decided.points("measured")
    assert [reason.mark for reason in reasons] == ["contradicted", "agrees", ""]
    assert decided.points("contradictions") == reasons[:1]
    assert plain(reasons[0].says) == (
        "The public figures contradict this: 9 (2017) against 16 (2016), from what was published by 15 January "
        "2018: waning (fighters returning)."
    )
    assert plain(reasons[1].says) == (
        "The public figures say the same: 4 (2017) against 12 (2016), from what was published by 15 January "
        "2018: waning (fighters leaving)."
    )
    assert reasons[2].says == "The public figures cannot tell: there are too few events."
    assert decided.lines("unmeasured") == ("the breeding ground has not disappeared",)
    assert decided.blocks["unmeasured"].title == "Not compared with the country’s public figures"


def said_of(**reason: Any) -> str:
    """Tell what the figures say of one reason."""
    decision = a_decision()
    decision["reasons"] = [a_reason("a claim", None, None) | reason]
    (point,) = told(decision=decision).points("measured")
    assert point.mark == ""
    return plain(point.says)


def test_a_claim_that_the_figures_do_not_tell_apart_is_not_contradicted() -> None:
    files = {"answer": "cannot_tell", "figure": a_checked_figure("investigations")}
    steady = said_of(family="judicial_opened", direction="waning", figures_say="steady",
                     why="within_resolution", **files)  # fmt: skip
    assert steady == (
        "The public figures cannot tell, as they do not tell apart values that differ by less "
        "than a quarter: 298 (2017) against 340 (2016), from what was published by 15 January 2018: steady (police "
        "and judicial work)."
    )
    since = said_of(indicator="investigations", direction="rising", figures_say="waning",
                    why="published_since", **files)  # fmt: skip
    assert since.startswith(
        "The public figures cannot tell: only those published since say otherwise: 298 (2017)"
    )


def test_a_number_that_was_given_is_told_beside_the_figure_and_its_day() -> None:
    given = {"indicator": "investigations", "value": 310.0, "period_end": "2017-12-31"}
    near = said_of(answer="cannot_tell", why="within_resolution",
                   figure=a_checked_figure("investigations"), **given)  # fmt: skip
    assert near.endswith("up to 31 December 2017: 298, published on 15 January 2018.")
    page = "Paper, 16 January 2018, https://paper.example/files"
    figure = a_checked_figure("investigations") | {"source": page}
    same = said_of(answer="borne_out", source=page, figure=figure, **given)
    assert same.startswith("The public figure comes from the same source, and so confirms nothing:")
    assert same.endswith("up to 31 December 2017: 298, published on 15 January 2018.")
    none = said_of(answer="cannot_tell", why="no_figure", **given)
    assert none == "The public figures cannot tell: none is published for that period."


def test_figures_that_are_too_old_say_what_they_last_showed_and_until_when() -> None:
    families = [
        {"family": family, "direction": "cannot tell", "because": because, "reason": reason}
        for family, because, reason in (
            ("fighters_out", "departures", "figures_too_old"),
            ("attacks", "attacks_dated", "figures_too_old"),
            ("plots", None, "no_complete_list"),
            ("judicial_opened", "investigations", "indicators_contradict"),
        )
    ]
    decision = a_decision()
    decision["reasons"][0] |= {
        "figures_say": "cannot tell", "answer": "cannot_tell", "why": "figures_too_old",
    }  # fmt: skip
    account = told(families=families, decision=decision)
    details = [plain(point.detail) for point in account.families]
    assert details[0].startswith(
        "The figures fell until 31 December 2017; no newer one is weighed · Departures"
    )
    assert details[1].startswith("The figures are too old · Attacks")
    assert details[2] == (
        "One plot said to be stopped is listed for the last two years (annex I); “Were past "
        "levels right?” counts such plots by year for the time that it covers. That list is "
        "nowhere declared complete, so it is compared with nothing · No count of threat "
        "reports was found"
    )
    assert "The last public figures, up to 31 December 2017, fell; no newer one is weighed." in [
        plain(point.says) for point in account.points("measured")
    ]


def test_a_kind_whose_figures_changed_for_good_says_since_when_and_not_that_they_move() -> None:
    brief = a_brief("not_robust")
    for item in brief.document["evidence"]:
        if item["indicator"] == "departures":
            item["since"] = "2015-03-01"
    family = Told(brief).families[0]
    assert plain(family.says) == "↓ lower since about March 2015"
    assert "lower since" not in family.detail


def test_a_direction_across_publishers_says_so_wherever_it_is_told() -> None:
    brief = a_brief("not_robust")
    for item in (*brief.document["families"], *brief.document["evidence"]):
        if "departures" in (item.get("because"), item.get("indicator")):
            item["reason"] = "settled_across_publishers"
    account = Told(brief)
    said = "two figures are of different publishers"
    assert said in account.families[0].detail
    assert said in account.points("measured")[1].says
    assert said in next(p for s in account.sides for p in s.points if "Depart" in p.what).detail
    assert said not in account.families[1].detail
    directions = account.annex["directions"]
    assert said in next(row for row in directions.rows if "Depart" in row[0].text)[-1].text


def test_the_reasons_of_an_older_decision_are_told_without_any_verdict() -> None:
    decision = a_decision() | {"compared": False, "date": "2017-01-22"}
    for reason in decision["reasons"]:
        reason |= {"figures_say": None, "contradicted": False, "answer": "not_checkable"}
    official = {
        "day": {
            "level": 3,
            "name": "",
            "valid_from": "2017-06-01",
            "source": "The centre’s bulletin",
        },
        "day_before": None,
    }
    decided = told(decision=decision, official=official)
    lines = decided.lines("decision")
    assert plain(lines[0]).startswith(
        "Official level on 22 January 2018: level 3 (serious), since 1 June"
    )
    assert lines[1] == "The centre’s bulletin"
    assert "is of 22 January 2017: " in plain(lines[2])
    assert plain(lines[2]).endswith(
        ", level 2 (medium). It holds none for the change of 1 June 2017."
    )
    assert plain(lines[3]).endswith("; decided on 22 January 2017.")
    assert plain(lines[-1]).startswith(
        "Its reasons are listed, and not set beside the figures of 22 January 2018"
    )
    assert (
        plain(decided.blocks["reasons"].title)
        == "What was said of the level by 22 January 2017, in our words"
    )
    assert decided.lines("unmeasured") == tuple(each["text"] for each in decision["reasons"])
    assert {reason.says for reason in decided.points("unmeasured")} == {""}
    assert decided.blocks["unmeasured"].title == ""
    assert (decided.points("measured"), decided.points("contradictions")) == ((), ())
    assert not any("statements are told" in line for line in decided.lines("after"))


@pytest.mark.parametrize(
    ("exception", "general", "since", "is_told"),
    [(3, 2, "2017-06-01", True), (3, 3, "2017-06-01", False), (3, 4, "2017-06-01", False),
     (4, 3, "2017-06-01", True), (3, 3, "2016-06-01", True)],
)  # fmt: skip
def test_an_exception_is_no_longer_told_once_the_general_level_is_as_high(
    exception: int, general: int, since: str, is_told: bool
) -> None:
    decision = a_decision() | {"date": "2017-01-22"}
    decision["exceptions"][0] |= {"level": exception}
    day = {"level": general, "name": "", "valid_from": since, "source": "The centre’s bulletin"}
    lines = told(decision=decision, official={"day": day, "day_before": None}).lines("after")
    assert any("stations; decided on 22 January 2017" in plain(line) for line in lines) is is_told


def test_dissent_exceptions_and_review_are_told() -> None:
    *after, more = [plain(line) for line in told().lines("after")]
    assert after == [
        "Dissent of one service: the fall is too recent",
        "Exception, level 3 (serious): stations. Crowds.",
        "To be reviewed on 22 April 2018.",
    ]
    assert more.startswith(
        "4 statements by the office that decided or by others are told here in our words"
    )


def test_an_exception_that_ends_with_a_full_stop_gets_no_second_one() -> None:
    decision = a_decision()
    decision["exceptions"][0] |= {"text": "No reason is said, for security."}
    assert (
        told(decision=decision)
        .lines("after")[1]
        .endswith("stations. No reason is said, for security.")
    )
    decision["exceptions"][0] |= {"until": "2018-03-01"}
    assert plain(told(decision=decision).lines("after")[1]).endswith(
        "stations; until 1 March 2018. No reason is said, for security."
    )


def test_without_a_decision_the_official_level_still_stands() -> None:
    lines = told(decision=None).lines("decision")
    assert plain(lines[0]).startswith("Official level on 22 January 2018: level 2 (medium)")
    assert lines[-1] == "No decision in words is recorded for this day."


def test_without_any_official_level_that_is_said() -> None:
    lines = told(decision=None, official={"day": None, "day_before": None}).lines("decision")
    assert lines[0] == "No official level is recorded for this day."


def test_the_official_level_is_compared_with_the_proposal() -> None:
    official = {"day": {"level": 3, "valid_from": "2016-03-25", "source": ""}, "day_before": None}
    lines = [told(state, official=official).lines("decision")[0] for state in ("robust", "stale")]
    assert plain(lines[0]).count("Official level on 22 January 2018: level 3") == 1
    assert lines[0].endswith("The rule’s level (2) is lower.")
    assert "rule’s level" not in lines[1]
    assert "In force" not in told().lines("decision")[0]


def test_a_level_or_higher_is_not_said_to_lie_below_one_that_it_may_be() -> None:
    brief = a_brief("held", decision=None)
    brief.document["proposal"] |= {"or_higher": True}
    brief.document["official"] = {"day": official(4), "day_before": None}
    assert Told(brief).lines("decision")[0].endswith("The rule’s level is 3 or higher.")


def test_a_decision_in_other_words_is_told_as_it_is() -> None:
    decision = a_decision() | {"seriousness": "grave", "likelihood": ""}
    assert "Seriousness: grave." in told(decision=decision).lines("decision")


def official(level: int | None, day: str = "2016-03-25", **more: object) -> dict[str, object]:
    return {"level": level, "valid_from": day, "source": "", **more}


def test_a_level_that_nobody_confirmed_is_told_as_unknown_and_compared_with_nothing() -> None:
    known = {"day": official(None, "2017-06-01"), "day_before": official(None, "2017-06-01")}
    (line, _) = told("robust", decision=None, official=known).lines("decision")
    assert plain(line) == (
        "The official level is unknown since 1 June 2017: an unconfirmed source names a level."
    )
    said = {"on": "2017-07-01", "level": 2}
    known["day"] = official(None, "2017-06-01", confirmed=said)
    (line, _) = told("robust", decision=None, official=known).lines("decision")
    assert plain(line).endswith("A source named level 2 (medium) on 1 July 2017.")


def test_a_level_that_became_unknown_today_says_what_held_the_day_before() -> None:
    known = {"day": official(None, "2018-01-22"), "day_before": official(3)}
    (line, _) = told(decision=None, official=known).lines("decision")
    assert plain(line).endswith("The day before: level 3 (serious).")
    known = {"day": official(3, "2018-01-22"), "day_before": official(None)}
    (line, _) = told(decision=None, official=known).lines("decision")
    assert "What was in force the day before is unknown." in line


def test_a_level_in_force_says_when_it_was_last_confirmed() -> None:
    level = official(3, confirmed={"on": "2017-10-09", "level": 3})
    known = {"day": level, "day_before": level}
    (line, _) = told(decision=None, official=known).lines("decision")
    assert plain(line).startswith(
        "Official level on 22 January 2018: level 3 (serious), since 25 March 2016, last confirmed on "
        "9 October 2017."
    )
    decision = a_decision() | {"level": 3, "date": "2016-03-25", "compared": False}
    lines = told(decision=decision, official=known).lines("decision")
    assert "Last confirmed on 9 October 2017." in plain(lines[0])


def test_a_level_of_an_earlier_scale_says_so_and_is_compared_with_nothing() -> None:
    level = official(3, name="high", scale=[1, 5])
    (line, _) = told(decision=None, official={"day": level, "day_before": level}).lines("decision")
    assert plain(line) == (
        "Official level on 22 January 2018: level 3 (high), since 25 March 2016. This level is on an "
        "earlier scale, 1 to 5, and is compared with nothing."
    )


def test_the_law_of_the_levels_and_who_sets_them_stand_with_what_was_decided() -> None:
    scale = replace(
        a_scale(), instrument="Law of 2006", article="article 3", set_by="An office sets the level."
    )
    said = Told(replace(a_brief(), scale=scale), "en").lines("law")
    assert [plain(model.plain(line)) for line in said] == [
        "The levels stand in: Law of 2006, article 3. An office sets the level."
    ]
    assert "law" not in told().blocks


def test_a_kind_that_cannot_be_told_names_both_publishers_where_they_differ() -> None:
    brief = a_brief()
    evidence = {each["indicator"]: each for each in brief.document["evidence"]}
    evidence["attacks_dated"]["previous"]["publisher"] = "Institute"
    details = [plain(point.detail) for point in Told(brief).families]
    both = "Publisher: Ministry; before, Institute"
    assert [detail.endswith(both) for detail in details] == [
        point.what == "Attacks" for point in Told(brief).families
    ]
