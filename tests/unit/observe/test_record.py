"""A record holds what may speak about one country, and nothing of others."""

from datetime import date

from tests.builders import a_population, a_record, a_series, a_window, an_event, an_indicator

from peil.observe.events import dated_indicator
from peil.observe.indicator import WORLD, Indicator
from peil.observe.record import Record, build_record
from peil.observe.series import Series

ROW = ("2015-01-01", "2015-12-31", 10.0, "2016-02-01")
OWN, OTHER = a_series([ROW]), a_series([(*ROW[:2], 99.0, ROW[3])])


def built(series: dict[tuple[str, str], Series], *indicators: Indicator, **changes: bool) -> Record:
    return build_record(
        country="Ruritania",
        indicators={i.id: i for i in indicators},
        series=series,
        events=(),
        windows=(),
        population={"Ruritania": a_population()},
        **changes,
    )


def test_peers_and_unions_never_speak_for_a_country() -> None:
    places = ("Ruritania", "Syldavia", "European Union", WORLD)
    record = built(
        {(place, "departures"): OWN if place == "Ruritania" else OTHER for place in places},
        an_indicator("departures"),
    )
    assert record.series["departures"].value.tolist() == [10.0]
    assert built({(WORLD, "departures"): OTHER}, an_indicator("departures")).observed() == []


def test_the_worlds_propaganda_speaks_unless_the_country_has_its_own() -> None:
    output = an_indicator("output", family="propaganda")
    assert built({(WORLD, "output"): OTHER}, output).observed() == ["output"]
    both = built({(WORLD, "output"): OTHER, ("Ruritania", "output"): OWN}, output)
    assert both.series["output"].value.tolist() == [10.0]


def test_what_nobody_confirmed_is_left_out_unless_asked_for() -> None:
    series = {("Ruritania", "departures"): a_series([ROW], verified=False)}
    assert built(series, an_indicator("departures")).observed() == []
    assert built(series, an_indicator("departures"), with_unverified=True).observed() == [
        "departures"
    ]
    doubtful = an_event(verified=False)
    assert a_record(events=[doubtful], windows=[a_window()]).events == ()
    assert a_record(events=[doubtful], windows=[a_window()], with_unverified=True).events


def test_events_and_windows_of_other_countries_are_left_out() -> None:
    record = a_record(
        events=[an_event(country="Syldavia"), an_event()],
        windows=[a_window(country="Syldavia"), a_window()],
    )
    assert [event.country for event in record.events] == ["Ruritania"]
    assert [window.country for window in record.windows] == ["Ruritania"]


def test_a_windows_events_make_an_indicator_that_is_dated() -> None:
    record = a_record({"departures": OWN}, events=[an_event()], windows=[a_window()])
    name = dated_indicator(a_window()).id
    assert record.observed() == [name, "departures"]
    assert record.is_dated(name)
    assert not record.is_dated("departures")
    assert record.figures(name, date(2015, 6, 30)).count.sum() == 1


def test_figures_asked_twice_are_those_of_the_day() -> None:
    later = ("2016-01-01", "2016-12-31", 20.0, "2017-02-01")
    record = a_record({"departures": a_series([ROW, later])})
    for day, expected in (
        (date(2018, 1, 1), [10.0, 20.0]),
        (date(2016, 6, 1), [10.0]),
        (date(2018, 6, 1), [10.0, 20.0]),
        (date(2015, 6, 1), []),
    ):
        assert record.figures("departures", day).count.tolist() == expected


def test_a_country_without_population_has_none() -> None:
    record = build_record(
        country="Ruritania",
        indicators={},
        series={},
        events=(),
        windows=(),
        population={},
    )
    assert record.population.by_year == {}
