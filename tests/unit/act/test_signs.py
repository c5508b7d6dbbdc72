"""Each signal warns at its threshold, stays silent before it, and says when it cannot tell."""

from datetime import date
from typing import Any

import pytest
from tests.unit.act.builders import an_arrangement, an_event, holds, known, settings, some_funding

from peil.act.signs import erosion_signals

ENDS = "funding_ends"
COMMITTED = [("committed", 2018, 5.0)]

CASES: list[tuple[str, bool | None, dict[str, Any]]] = [
    (ENDS, None, {}),
    (ENDS, False, {"funding": some_funding([("promised", 2025, 5.0)])}),
    (ENDS, True, {"funding": some_funding([("committed", 2015, 5.0), ("promised", 2017, 5.0)])}),
    (ENDS, None, {"funding": some_funding([("committed", 2014, 5.0)], published="2014-06-01")}),
    (ENDS, True, {"funding": some_funding(COMMITTED)}),
    (ENDS, True, {"funding": some_funding(COMMITTED, ends="2019-01-21")}),
    (ENDS, False, {"funding": some_funding(COMMITTED, ends="2019-01-22")}),
    (
        ENDS,
        False,
        {"funding": some_funding([*COMMITTED, ("committed", 2019, 1.0)], line=["old", "new"])},
    ),
    ("vacancies", None, {"staff": 80.0}),
    ("vacancies", None, {"staff": 0.0, "vacancies": 0.0}),
    ("vacancies", False, {"staff": 80.0, "vacancies": 20.0}),
    ("vacancies", True, {"staff": 79.0, "vacancies": 21.0}),
    ("no_meeting", None, {}),
    ("no_meeting", None, {"events": [an_event("meeting", "2015-01-22")]}),
    ("no_meeting", True, {"events": [an_event("meeting", "2017-01-22")]}),
    (
        "no_meeting",
        False,
        {"events": [an_event("meeting", "2017-01-23"), an_event("meeting", "2016-01-01")]},
    ),
    ("mandate_expired", None, {}),
    ("mandate_expired", True, {"mandate_until": date(2018, 1, 21)}),
    ("mandate_expired", False, {"mandate_until": date(2018, 1, 22)}),
    ("partners_left", None, {}),
    ("partners_left", True, {"events": [an_event("partner_left", "2017-01-23")]}),
    ("partners_left", False, {"events": [an_event("partner_left", "2017-01-22")]}),
    ("partners_left", False, {"events": [an_event("partner_joined", "2017-06-01")]}),
    ("review_overdue", None, {}),
    ("review_overdue", True, {"events": [an_event("review_due", "2017-06-01")]}),
    (
        "review_overdue",
        False,
        {"events": [an_event("review_due", "2018-06-01", published=date(2017, 1, 1))]},
    ),
    (
        "review_overdue",
        False,
        {
            "events": [
                an_event("review_due", "2017-06-01", published=date(2016, 6, 1)),
                an_event("evaluated", "2017-05-01"),
            ]
        },
    ),
    (
        "review_overdue",
        True,
        {
            "events": [
                an_event("review_due", "2017-06-01", published=date(2016, 6, 1)),
                an_event("evaluated", "2016-05-01"),
            ]
        },
    ),
    ("without_cell", None, {}),
    ("without_cell", None, {"events": [an_event("without_cell", "2015-01-22", value=115.0)]}),
    ("without_cell", True, {"events": [an_event("without_cell", "2017-06-01", value=115.0)]}),
    (
        "without_cell",
        False,
        {
            "events": [
                an_event("without_cell", "2017-06-01", value=115.0),
                an_event("without_cell", "2018-01-01", value=0.0),
            ]
        },
    ),
    (
        "without_social_partner",
        True,
        {"events": [an_event("without_social_partner", "2017-06-01", value=1.0)]},
    ),
]


@pytest.mark.parametrize(("code", "wanted", "given"), CASES)
def test_signal(code: str, wanted: bool | None, given: dict[str, Any]) -> None:
    tables = {name: given[name] for name in ("events", "funding") if name in given}
    cells = an_arrangement(**{k: v for k, v in given.items() if k not in tables})
    found = erosion_signals(known(arrangements=[cells], **tables), settings())["cells"]
    assert holds(found)[code] is wanted
    assert all(fact.sources and fact.figures for fact in found if fact.holds)


def test_every_signal_has_a_case_that_warns_and_every_one_but_none_stays_silent() -> None:
    found = erosion_signals(known(arrangements=[an_arrangement()]), settings())["cells"]
    codes = {fact.code for fact in found}
    assert {code for code, wanted, _ in CASES if wanted} == codes
    assert {code for code, wanted, _ in CASES if wanted is None} | {
        "without_social_partner"
    } == codes


@pytest.mark.parametrize(
    ("day", "holds_then"),
    [(date(2016, 9, 4), True), (date(2019, 9, 3), True), (date(2019, 9, 4), None), (date(2026, 1, 1), None)],
)  # fmt: skip
def test_empty_posts_are_no_alarm_years_later_though_a_description_repeats_them(
    day: date, holds_then: bool | None
) -> None:
    short = {"staff": 40.0, "vacancies": 30.0}
    rows = [
        an_arrangement(published=date(2016, 9, 4), **short),
        an_arrangement(published=date(2018, 6, 1), body="region", **short),
    ]
    found = erosion_signals(known(day, arrangements=rows), settings())["cells"]
    (fact,) = (each for each in found if each.code == "vacancies")
    assert fact.holds is holds_then
    assert fact.figures["on"] == date(2016, 9, 4)


def test_empty_posts_that_are_told_again_of_a_newer_day_are_of_that_day() -> None:
    short = {"staff": 40.0, "vacancies": 30.0}
    rows = [
        an_arrangement(published=date(2016, 9, 4), **short),
        an_arrangement(published=date(2019, 6, 1), staff_on=date(2019, 3, 31), **short),
        an_arrangement(published=date(2020, 6, 1), staff_on=date(2018, 1, 1), **short),
    ]
    found = erosion_signals(known(date(2021, 1, 1), arrangements=rows), settings())["cells"]
    (fact,) = (each for each in found if each.code == "vacancies")
    assert (fact.holds, fact.figures["on"]) == (True, date(2019, 3, 31))
    assert known(date(2019, 1, 1), arrangements=rows).posts_told["cells"][0] == date(2016, 9, 4)


def test_an_arrangement_that_ended_gives_no_signal() -> None:
    over = known(arrangements=[an_arrangement()], events=[an_event("ended", "2017-01-01")])
    assert erosion_signals(over, settings()) == {}


def test_thresholds_are_settings() -> None:
    cells = known(arrangements=[an_arrangement(staff=95.0, vacancies=5.0)])
    assert holds(erosion_signals(cells, settings(vacant_share=0.04))["cells"])["vacancies"]
    assert not holds(erosion_signals(cells, settings())["cells"])["vacancies"]
