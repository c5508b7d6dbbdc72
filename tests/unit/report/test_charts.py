"""Charts show what they say: lengths, places and levels."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from tests.unit.report.exampleland import a_brief, a_hostile_brief, a_scale, some_history

from peil.report import svg
from peil.report.charts import Chart, fit_chart, sides_chart
from peil.report.timelines import figure_charts, history_chart
from peil.report.words import words_in

ENGLISH = words_in("en")
FONT = "Libertinus Serif"
NAMESPACE = f"{{{svg.SPACE}}}"


def parts(chart: Chart, name: str, **attributes: str) -> list[ET.Element]:
    root = ET.fromstring(chart.svg)  # noqa: S314
    found = root.iter(f"{NAMESPACE}{name}")
    return [e for e in found if all(e.get(k) == v for k, v in attributes.items())]


def texts(chart: Chart) -> list[str]:
    return [element.text or "" for element in parts(chart, "text")]


def every_chart(state: str) -> list[Chart]:
    brief = a_brief(state)
    return [
        fit_chart(brief, ENGLISH, FONT),
        sides_chart(brief, ENGLISH, FONT),
        history_chart(brief.history, brief.scale, ENGLISH, FONT),
        *figure_charts(brief, ENGLISH, FONT),
    ]


@pytest.mark.parametrize("state", ["robust", "not_robust", "expired", "cannot_tell"])
def test_every_chart_stands_alone_as_a_picture(state: str) -> None:
    for chart in every_chart(state):
        root = ET.fromstring(chart.svg)  # noqa: S314
        assert root.tag == f"{NAMESPACE}svg"
        assert (root[0].tag, root[1].tag) == (f"{NAMESPACE}title", f"{NAMESPACE}desc")
        assert root[1].text


def test_the_bars_of_the_fit_are_as_long_as_the_fit() -> None:
    chart = fit_chart(a_brief(), ENGLISH, FONT)
    room = float(parts(chart, "rect", fill=svg.PALE)[0].get("width", "0"))
    bars = [*parts(chart, "rect", fill=svg.SLATE), *parts(chart, "rect", fill=svg.BLUE)]
    widths = sorted(
        float(bar.get("width", "0")) / room for bar in bars if bar.get("height") == "16"
    )
    assert widths == pytest.approx([0.05, 0.2, 0.21, 0.54], abs=1e-3)
    assert chart.title.endswith("not the probability of an attack")


def test_the_proposed_level_is_marked_in_words_too() -> None:
    assert "proposed" in texts(fit_chart(a_brief("robust"), ENGLISH, FONT))
    assert "not separated" in texts(fit_chart(a_brief("held"), ENGLISH, FONT))
    expired = texts(fit_chart(a_brief("expired"), ENGLISH, FONT))
    assert not {"proposed", "not separated"} & set(expired)


def test_bars_for_the_upper_level_go_right_and_effort_is_hollow() -> None:
    chart = sides_chart(a_brief("not_robust"), ENGLISH, FONT)
    bars = [bar for bar in parts(chart, "rect") if bar.get("height") == "13"]
    rightwards = [float(bar.get("x", "0")) >= 180 for bar in bars]
    assert rightwards == [True, True, True, False, False, False]
    hollow = [bar.get("fill") == "#ffffff" for bar in bars]
    assert hollow == [True, False, True, False, False, False]
    assert "effort-dependent" in texts(chart)


def test_the_history_says_when_the_proposal_changed() -> None:
    history = some_history()
    chart = history_chart(history, a_scale(), ENGLISH, FONT)
    assert "April 2014 2 (medium); February 2015 3 (serious); September 2017" in chart.desc
    assert len(parts(chart, "polygon")) == 3
    assert "cannot tell" in texts(chart)
    assert "cannot tell" not in texts(history_chart(history[12:], a_scale(), ENGLISH, FONT))


def test_where_no_official_level_is_known_none_is_drawn() -> None:
    history = tuple(replace(review, official=None) for review in some_history())
    chart = history_chart(history, a_scale(), ENGLISH, FONT)
    assert parts(chart, "polyline") == []
    assert "official" not in texts(chart)


def test_figures_are_drawn_as_rates_so_that_parts_of_a_year_compare() -> None:
    brief = a_brief("not_robust")
    figures = brief.figures["departures"]
    half = replace(
        figures,
        end=np.append(figures.end[:-1], np.datetime64("2017-06-30")),
        months=np.append(figures.months[:-1], 6.0),
        count=np.append(figures.count[:-1], 64.0),
    )
    object.__setattr__(brief, "figures", {"departures": half})
    (chart,) = figure_charts(brief, ENGLISH, FONT)
    heights = [float(bar.get("height", "0")) for bar in parts(chart, "rect")]
    assert heights[-1] == pytest.approx(max(heights))
    assert "128 a year" in texts(chart)


def test_hostile_texts_are_escaped_in_pictures() -> None:
    brief = a_hostile_brief()
    charts = (fit_chart(brief, ENGLISH, FONT), sides_chart(brief, ENGLISH, FONT))
    for chart in (*charts, *figure_charts(brief, ENGLISH, FONT)):
        tags = {re.sub(r"{.*}", "", e.tag) for e in ET.fromstring(chart.svg).iter()}  # noqa: S314
        assert tags <= {"svg", "title", "desc", "text", "rect", "line"}


def test_colours_stand_out_from_white() -> None:
    for colour in (svg.INK, svg.GREY, svg.BLUE, svg.VERMILION):
        assert contrast(colour) >= 4.5
    assert contrast(svg.SLATE) >= 3.0


def contrast(colour: str) -> float:
    """Contrast with white, by WCAG 2.2."""
    parts_ = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts_]
    return 1.05 / (0.05 + sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))


def test_a_history_of_one_review_can_be_drawn() -> None:
    last = some_history()[-1]
    assert history_chart([last], a_scale(), ENGLISH, FONT).svg
    assert last.day == date(2018, 1, 22)


def test_many_years_are_named_only_where_there_is_room() -> None:
    last = some_history()[-1]
    years = [date(year, 12, 31) for year in range(2000, 2019)]
    history = [replace(last, day=day) for day in years]
    chart = history_chart(history, a_scale(), ENGLISH, FONT)
    for picture in (chart.svg, chart.narrow):
        labels = ET.fromstring(picture).iter(f"{NAMESPACE}text")  # noqa: S314
        named = [float(e.get("x", "0")) for e in labels if re.fullmatch(r"20\d\d", e.text or "")]
        assert len(named) > 3
        assert min(b - a for a, b in pairwise(named)) > 30


def test_a_step_of_the_last_month_can_be_seen() -> None:
    *before, last = some_history()
    history = [*before, replace(last, level=4)]
    chart = history_chart(history, a_scale(), ENGLISH, FONT)
    own = parts(chart, "line", stroke=svg.BLUE, **{"stroke-width": "6"})[-1]
    assert float(own.get("x2", "0")) - float(own.get("x1", "0")) == pytest.approx(8)
    assert float(own.get("x2", "0")) < 720


def test_no_mark_of_the_narrow_history_is_a_letter() -> None:
    chart = history_chart(some_history(), a_scale(), ENGLISH, FONT)
    assert not set("▲△") & set(chart.narrow)
    assert "attacks here" in chart.narrow
