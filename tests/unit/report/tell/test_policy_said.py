"""The sentences of policy say no more than is known: of days, deadlines, the record and news."""

from datetime import date

import pytest
from tests.unit.act.builders import a_recommendation, a_status, an_event
from tests.unit.report.tell.test_policy import block, entry, told
from tests.unit.report.tell.test_policy_told import lines

from peil.report.model import plain
from peil.report.words import NO_BREAK


@pytest.mark.parametrize(
    ("kind", "value", "precision", "said"),
    [
        ("partner_left", 1.0, "day", "One partner left, on 1 March 2017."),
        ("partner_left", 1.0, "month", "One partner left (March 2017)."),
        ("partner_left", 3.0, "year", "3 partners left (the last: 2017)."),
        ("review_due", None, "day", "A review was due on 1 March 2017."),
        ("review_due", None, "year", "A review was due (2017)."),
    ],
)
def test_what_is_known_by_its_month_or_year_is_not_told_as_of_a_day(
    kind: str, value: float | None, precision: str, said: str
) -> None:
    event = an_event(kind, "2017-03-01", value=value, on_precision=precision)
    report = told("policy", day=date(2017, 6, 1), events=(event,))
    assert said in [plain(line) for line in entry(report, "arrangement-cells").alarms]


def test_a_review_due_in_a_month_is_not_listed_as_overdue_since_a_day() -> None:
    due = an_event("review_due", "2017-03-31", on_precision="month")
    (row,) = block(told("overdue", recommendations=(), events=(due,)), "overdue-table").rows
    assert "March 2017" in [plain(cell.text) for cell in row.cells]


def test_an_evaluation_of_a_year_is_not_told_as_of_a_day() -> None:
    done = an_event("evaluated", "2016-12-31", on_precision="year", outcome="no_effect")
    own = entry(told("policy", events=(done,)), "arrangement-cells")
    assert "Speaks for ending or mending it: Its evaluation (2016) shows no effect." in [
        plain(line) for line in own.endings
    ]


def test_a_late_review_is_not_followed_by_a_sentence_that_nothing_can_be_called_overdue() -> None:
    due = an_event("review_due", "2017-03-31")
    undated = (a_recommendation(), a_recommendation("one_map"))
    report = told("overdue", recommendations=undated, statuses=(), events=(due,))
    assert plain(report.headline) == "One deadline has passed."
    assert lines(report, "overdue-notes") == [
        "No public deadline was found for any of the 2 recommendations, so none of them can be "
        "called overdue."
    ]


def test_a_range_without_any_lowering_that_was_followed_says_nothing_of_the_record() -> None:
    assert "raised again" not in block(told("lowering"), "lowering-returns").alt


def test_news_without_evidence_is_not_told_as_if_there_were_no_news() -> None:
    said = (a_status("in_progress", "2016-01-01"), a_status("in_progress", "2017-12-01"))
    report = told("recommendations", statuses=said)
    cells = [
        plain(c.text) for row in block(report, "recommendations-table").rows for c in row.cells
    ]
    assert (
        "in progress (as of 1 Dec 2017), no evidence of progress found in over twelve months"
        in [cell.replace(NO_BREAK, " ") for cell in cells]
    )
