"""The lowering, the balance and the two days in sentences: what stays first, and the questions once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.track_builder import a_level
from tests.unit.act.builders import (
    DAY,
    STEP,
    a_basis,
    a_status,
    an_arrangement,
    an_event,
    known,
    settings,
    some_funding,
)
from tests.unit.report.tell.test_policy import ENGLISH, NAMED, block, entry, found, told

from peil.act.lowering import make_statement
from peil.report.chart.figure import Bar
from peil.report.model import Report, Table, Text, pieces, plain, walk
from peil.report.tell.policy import PAGES, tell_status
from peil.report.tell.policy.said import facts_told_elsewhere
from peil.report.words import LANGUAGES, NO_BREAK, words_in

OWNER_DONE = a_status("done", "2017-09-01")
FIRST = "A lower level is not a reason to stop what was built."


def lines(report: Report, key: str) -> list[str]:
    return [plain(line) for line in block(report, key).lines]


def test_a_lowering_says_first_that_it_stops_nothing_then_what_to_decide_and_what_stays() -> None:
    report = told("lowering")
    assert plain(report.headline) == FIRST
    assert lines(report, "lowering-effects") == [
        "A decision is needed on one arrangement, which depends on the level: Guards.",
        "One arrangement is held not to depend on the level: Local cells.",
        "We cannot say of any of them that it is safe to stop: the open questions are listed below.",
    ]
    unset = told("lowering", arrangements=(an_arrangement(coupling=""),), events=())
    assert lines(unset, "lowering-effects")[0] == (
        "The dossier does not say of one arrangement whether it depends on the level: Local cells."
    )


def test_where_every_arrangement_has_ended_nothing_is_said_of_others() -> None:
    ended = an_event("ended", "2017-12-01", arrangement="desk", by="government")
    page = told("policy", arrangements=(an_arrangement("desk", name="Desk"),), events=(ended,))
    assert lines(page, "kept-answer")[0] == "The one arrangement known has ended: Desk."


@pytest.mark.parametrize(
    ("statuses", "says"),
    [
        (
            (OWNER_DONE, a_status("partly", "2017-10-01", side="overseer")),
            [
                "For one of them the owner and an overseer give different states, which may be of different days or parts."
            ],
        ),
        (
            (OWNER_DONE, a_status("done", "2017-10-01", side="overseer")),
            [
                "Where an overseer has spoken, it agrees with the owner on whether the recommendation is settled."
            ],
        ),
        (
            (OWNER_DONE,),
            [
                "No overseer’s view of them was found, so nothing here contradicts or confirms "
                "what the owners claim."
            ],
        ),
        (
            (OWNER_DONE, a_status("done", "2017-10-01", side="overseer", recommendation="one_map")),
            [],
        ),
        ((), []),
    ],
)
def test_recommendations_say_whether_an_overseer_contradicts(
    statuses: tuple[Any, ...], says: list[str]
) -> None:
    found = told("recommendations", statuses=statuses)
    assert lines(found, "recommendations-notes")[:-1] == says


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["lowering", "policy"])
def test_the_questions_are_listed_once_with_how_many_have_no_public_answer(
    key: str, language: str
) -> None:
    report = told(key, language)
    (table,) = [t for t in walk(report.blocks) if isinstance(t, Table) and t.key.endswith("asked")]
    questions = [plain(row.cells[0].text) for row in table.rows]
    assert len(questions) == len(set(questions)) == {"lowering": 11, "policy": 14}[key]
    for row in table.rows:
        assert sum(float(cell.value or 0) for cell in row.cells[1:]) == 2  # type: ignore[arg-type]
    everything = " ".join(map(str, walk(report.blocks))).replace("\\xa0", NO_BREAK)
    assert all(everything.count(question) == 1 for question in questions)


def test_what_would_be_lost_is_said_with_posts_and_money_each_with_its_day() -> None:
    guards = an_arrangement(
        "guards", name="Guards", coupling="level_bound", staff=1000.0, carries_out=("one_map",),
        function="soldiers guard places", published=date(2017, 11, 30),
    )  # fmt: skip
    money = some_funding([("paid", 2017, 100.0)], arrangement="guards")
    report = told("lowering", arrangements=(guards,), events=(), funding=money)
    (item,) = block(report, "lowering-to_decide").items
    said = [plain(line) for line in item.lines]
    assert said[:3] == [
        "What it does, and what would be lost: soldiers guard places.",
        "Staff: 1,000 (as of 30 November 2017).",
        "Paid for 2017: EUR 100 (nominal)",
    ]
    ((label, (leads,)),) = item.links
    assert (label, leads.text) == ("Carries out", "Draw one map")


@pytest.mark.parametrize(
    ("stage", "said"), [("promised", "promised"), ("committed", "committed"), ("paid", "paid")]
)
def test_money_that_ends_says_how_far_it_came_and_when_that_was_told(stage: str, said: str) -> None:
    report = told("policy", funding=some_funding([(stage, 2017, 5.0)]))
    alarms = [plain(line) for line in entry(report, "arrangement-cells").alarms]
    assert (
        f"Funding {said} up to 31 December 2017 (source of 1 January 2016); "
        "any other amount stands under “How many and how much, by day”." in alarms
    )


def test_another_page_says_that_other_amounts_stand_on_the_policy_page() -> None:
    status = found(funding=some_funding([("paid", 2017, 5.0)])).status
    (cells,) = (each for each in status.arrangements if each.arrangement.id == "cells")
    (told,) = (
        plain(line)
        for line in facts_told_elsewhere(cells.erosion, ENGLISH)
        if plain(line).startswith("Funding paid")
    )
    assert told.endswith("; for other amounts see the policy page.")


@pytest.mark.parametrize(
    ("kind", "value", "precision", "said"),
    [
        (
            "without_cell",
            12.0,
            "day",
            "On 1 January 2017, 12 municipalities in the country had no cell.",
        ),
        (
            "without_cell",
            12.0,
            "month",
            "12 municipalities in the country had no cell (January 2017).",
        ),
        (
            "without_cell",
            12.0,
            "assumed",
            "12 municipalities in the country had no cell (about January 2017).",
        ),
        ("meeting", None, "day", "The last meeting known was on 1 January 2017."),
        ("meeting", None, "year", "The last meeting known: 2017."),
    ],
)
def test_a_sign_of_a_month_or_a_year_is_not_told_as_of_a_day(
    kind: str, value: float | None, precision: str, said: str
) -> None:
    event = an_event(kind, "2017-01-01", value=value, on_precision=precision)
    report = told("policy", events=(event,))
    alarms = [plain(line) for line in entry(report, "arrangement-cells").alarms]
    assert said in alarms


def test_a_fault_found_in_a_month_is_not_told_as_of_a_day() -> None:
    fault = an_event("ruled_against", "2017-03-31", on_precision="month")
    report = told("policy", events=(fault,))
    own = entry(report, "arrangement-cells")
    told_of = " ".join(plain(line) for line in own.endings)
    assert "A court or an overseer found fault (March 2017) with this arrangement" in told_of


@pytest.mark.parametrize(
    ("precision", "said"),
    [("day", "31 December 2015"), ("month", "December 2015"), ("year", "2015")],
)
def test_money_of_which_a_month_or_a_year_is_known_is_told_without_a_day(
    precision: str, said: str
) -> None:
    money = some_funding([("paid", 2017, 5.0)], published="2015-12-31", precision=precision)
    alarms = [
        plain(line) for line in entry(told("policy", funding=money), "arrangement-cells").alarms
    ]
    assert any(f"(source of {said})" in line for line in alarms)


def test_posts_empty_years_ago_are_no_alarm_and_stand_with_their_day() -> None:
    short = an_arrangement(staff=40, vacancies=30, published=date(2016, 9, 4))
    for day, is_alarm in ((DAY, True), (date(2026, 1, 1), False)):
        report = told(
            "policy", day=day, arrangements=(short,), events=(), funding=money_of_no_one()
        )
        item = entry(report, "arrangement-cells")
        said = "On 4 September 2016, 30 posts were empty beside 40 that were filled."
        assert ([plain(line) for line in item.alarms] == [said]) is is_alarm
        assert any(plain(line).endswith(said) for line in item.lines) is not is_alarm


@pytest.mark.parametrize(("precision", "of"), [("month", "December 2016"), ("year", "2016")])
def test_posts_of_which_the_year_or_the_month_is_known_are_told_without_a_day(
    precision: str, of: str
) -> None:
    end = {"published": date(2016, 12, 31), "published_precision": precision}
    short = an_arrangement(staff=40, vacancies=30, **end)
    report = told("policy", arrangements=(short,), events=(), funding=money_of_no_one())
    alarms = [plain(line) for line in entry(report, "arrangement-cells").alarms]
    assert alarms == [f"30 posts were empty beside 40 that were filled ({of})."]


def money_of_no_one() -> Any:
    return some_funding([], arrangement="")


def test_a_bar_fades_after_the_last_source_that_mentions_its_arrangement() -> None:
    meeting = an_event("meeting", "2017-03-01", published=date(2017, 3, 2))
    kept = an_arrangement(published=date(2016, 1, 1))
    report = told("policy", arrangements=(kept,), events=(meeting,), funding=money_of_no_one())
    bars = [m for m in block(report, "kept-spans").drawing.panels[0].marks if isinstance(m, Bar)]
    assert [(bar.x, bar.look.faded) for bar in bars] == [
        ((date(2016, 1, 1), date(2017, 3, 2)), False),
        ((date(2017, 3, 2), DAY), True),
    ]
    said = [plain(line) for line in entry(report, "arrangement-cells").lines]
    assert "The latest source read on it is of 2 March 2017." in said


def test_where_no_recommendation_is_known_none_is_counted() -> None:
    report = told("recommendations", recommendations=(), statuses=())
    assert report.headline == "No recommendation was known by this day."


def test_a_bar_begins_with_its_arrangement_and_not_with_the_announcement() -> None:
    began, announced = date(2016, 4, 11), date(2015, 10, 23)
    start = an_event("started", began.isoformat(), published=announced)
    own = an_arrangement(published=announced)
    report = told("policy", arrangements=(own,), events=(start,), funding=money_of_no_one())
    bars = [m for m in block(report, "kept-spans").drawing.panels[0].marks if isinstance(m, Bar)]
    assert [bar.x for bar in bars] == [(began, began), (began, DAY)]


def test_the_record_counts_every_country_each_step_apart() -> None:
    levels = [
        a_level(4, "2007-07-04", scale_max=5), a_level(3, "2009-07-20", scale_max=5),
        a_level(4, "2010-01-22", scale_max=5), a_level(3, "2011-07-11", scale_max=5),
        a_level(5, "2014-08-29", scale_max=5), a_level(4, "2014-09-29", scale_max=5),
    ]  # fmt: skip
    statement = make_statement(
        known(arrangements=[an_arrangement()]), STEP, a_basis(), levels, settings(bodies=NAMED)
    )
    assert [(each.returned, each.followed) for each in statement.counts][-1] == (1, 2)
    lowering = found().lowering
    assert lowering is not None
    stated = replace(lowering, answered=replace(lowering.answered, statement=statement))
    table = block(PAGES["lowering"].tell(stated, ENGLISH), "lowering-record")
    rows = [[plain(cell.text) for cell in row.cells[:4]] for row in table.rows]
    assert rows == [
        ["Ruritania: from 4 to 3, on a scale up to 5", "2", "2", "6 and 37"],
        ["Ruritania: from 5 to 4, on a scale up to 5", "1", "0", "–"],
    ]


def test_the_share_of_the_record_stands_after_the_range_that_it_is_no_part_of() -> None:
    figure = block(told("lowering"), "lowering-returns")
    heads = [column.head for column in figure.data.columns]
    assert heads[1:3] == ["Low end", "High end"]
    assert heads[3].startswith("Share of lowered levels")
    for row in figure.data.rows:
        low, high = (cell.value for cell in row.cells[1:3])
        assert low <= high


def test_the_fit_of_the_old_level_and_above_is_the_sum_of_the_bars_as_the_assessment_writes_it() -> (
    None
):
    basis = a_basis(posterior=(0.3924, 0.3224, 0.2019, 0.0833))
    statement = make_statement(
        known(arrangements=[an_arrangement()]), STEP, basis, [], settings(bodies=NAMED)
    )
    lowering = found().lowering
    assert lowering is not None
    stated = replace(lowering, answered=replace(lowering.answered, statement=statement))
    note = block(PAGES["lowering"].tell(stated, ENGLISH), "lowering-returns").note
    assert plain(note).startswith("On the day itself, 28% of the fit")  # bars of 20 and 8


def test_two_days_name_what_rests_on_a_law_now_and_speak_of_no_change_that_none_had() -> None:
    rows = (
        an_arrangement(legal_basis="circular of 2015", published=date(2015, 1, 1)),
        an_arrangement(legal_basis="Law of 2017", published=date(2017, 1, 1)),
    )
    report = told("then-and-now", arrangements=rows, events=())
    assert lines(report, "then-and-now-counted") == [
        "One arrangement now rests on a stronger legal basis: Local cells."
    ]
    (item,) = block(report, "then-and-now-arrangements").items
    assert [plain(line) for line in item.lines] == [
        "Its legal basis is stronger.", "legal basis: circular of 2015, now Law of 2017",
    ]  # fmt: skip


def test_two_days_tell_posts_with_the_year_of_their_source_and_not_as_of_now() -> None:
    rows = (
        an_arrangement(published=date(2015, 1, 1)),
        an_arrangement(staff=40.0, published=date(2016, 12, 31), published_precision="year"),
    )
    report = told("then-and-now", arrangements=rows, events=())
    (item,) = block(report, "then-and-now-changed").items
    assert [plain(line) for line in item.lines] == [
        "Changed.", "posts filled: no information; 40, as of 2016",
    ]  # fmt: skip


def test_a_balance_by_type_alone_says_so() -> None:
    report = told("balance", arrangements=(an_arrangement(type="prevent"),), events=())
    assert lines(report, "balance-notes")[0] == (
        "One arrangement is weighed. None of them is classified in the dossier, so each counts by its type: "
        "prevention where it prevents, repression where it pursues."
    )


EMPTY: dict[str, Any] = {
    "statuses": (), "events": (), "funding": money_of_no_one(),
    "arrangements": (an_arrangement(), an_arrangement("guards", name="Guards")),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_says_zero_where_it_means_none(language: str) -> None:
    report = tell_status(found(**EMPTY), words_in(language))
    said = [report.headline, *(line for each in walk(report.blocks) for line in sentences(each))]
    for line in said:
        words = plain(line).replace(NO_BREAK, " ").replace(".", " ").replace(",", " ").split()
        assert "0" not in words, plain(line)


def sentences(each: Any) -> list[Any]:
    items = getattr(each, "items", ())
    return [
        *getattr(each, "lines", ()),
        *(line for item in items if hasattr(item, "lines") for line in item.lines),
    ]


def test_every_view_has_a_sentence_for_none() -> None:
    headlines = {key: plain(told(key, **EMPTY).headline) for key in PAGES}
    assert headlines["recommendations"] == (
        "We found no public status for any of the 2 recommendations."
    )
    assert headlines["money"] == "No money of a given year was found for any of the 2 arrangements."
    none = told("overdue", **EMPTY, recommendations=())
    assert plain(none.headline).startswith("Of what is still open, nothing is past")
    assert lines(told("policy", **EMPTY), "kept-answer") == [
        "No end is known for any of the 2 arrangements."
    ]
    assert pieces(told("chain", **EMPTY).headline)


def test_two_days_without_arrangements_leave_no_empty_line() -> None:
    page, days = PAGES["then-and-now"], found().diff
    assert days is not None
    report = page.tell(replace(days, arrangements=()), words_in("en"))
    assert all(each.lines for each in report.blocks if isinstance(each, Text))
