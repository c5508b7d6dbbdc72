"""What was decided is held in words; plots are open as far as was public."""

import tomllib
from datetime import date

from tests.unit.feeds.builders import DECISION

from peil.decide.decision import Dissent, LevelException, OpenPlot, open_plots_on, parse_decision


def a_plot(**changes: date | None) -> OpenPlot:
    days = {
        "opened": date(2017, 11, 2),
        "published": date(2017, 11, 10),
        "closed": date(2017, 12, 20),
    }
    return OpenPlot(place="Harbour", source="News", **{**days, **changes})  # type: ignore[arg-type]


def test_a_decision_keeps_reasons_dissent_and_exceptions() -> None:
    decision = parse_decision(tomllib.loads(DECISION))
    assert (decision.level, decision.office, decision.date) == (2, "Centre", date(2018, 1, 22))
    (reason,) = decision.reasons
    assert (reason.family, reason.direction) == ("attacks", "waning")
    assert reason.said_on == date(2018, 1, 20)
    assert decision.dissent == (Dissent(office="Police", text="Too early."),)
    assert decision.exceptions == (
        LevelException(place="Harbour", level=3, text="Kept.", until=date(2018, 6, 30)),
    )
    assert decision.review_on == date(2018, 7, 22)


def test_a_decision_needs_no_reason_no_dissent_and_no_exception() -> None:
    decision = parse_decision(tomllib.loads(DECISION.split("review_on")[0]))
    assert (decision.reasons, decision.dissent, decision.exceptions) == ((), (), ())
    assert decision.review_on is None


def test_a_reason_may_be_about_no_family() -> None:
    text = DECISION.replace('family = "attacks"\ndirection = "waning"\n', "")
    (reason,) = parse_decision(tomllib.loads(text)).reasons
    assert (reason.family, reason.direction) == (None, None)


def test_a_closing_that_became_public_later_does_not_reach_back() -> None:
    plot = a_plot(closed_published=date(2018, 3, 1))
    assert plot.is_open_on(date(2018, 2, 28))
    assert not plot.is_open_on(date(2018, 3, 1))


def test_a_plot_is_open_from_the_day_that_it_is_public_until_it_is_closed() -> None:
    plot = a_plot()
    days = [date(2017, 11, 9), date(2017, 11, 10), date(2017, 12, 19), date(2017, 12, 20)]
    assert [plot.is_open_on(day) for day in days] == [False, True, True, False]
    assert a_plot(closed=None).is_open_on(date(2030, 1, 1))


def test_open_plots_are_selected_and_unknown_stays_unknown() -> None:
    plots = (a_plot(), a_plot(closed=None))
    assert open_plots_on(plots, date(2018, 1, 1)) == plots[1:]
    assert open_plots_on((), date(2018, 1, 1)) == ()
    assert open_plots_on(None, date(2018, 1, 1)) is None
