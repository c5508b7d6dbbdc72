"""A comparison per head as text, as data and as a page."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from peil.observe.population import Population
from peil.report import comparison_words as words
from peil.report.comparison import (
    comparison_document,
    comparison_page,
    linked,
    render_comparison_text,
)
from peil.report.comparison_chart import rate_chart
from peil.review.comparison import Comparison, compare_per_head
from peil.review.estimates import Estimate
from peil.terms.regions import regions_on

AS_OF = date(2018, 1, 22)
FIRST = (
    "Among the 3 of 28 EU countries in the record, Belgium's ratio was the highest with "
    "probability .98; 24 EU countries have no figure in the record: Austria, Bulgaria, "
)


def said(country: str, low: float, high: float, **changes: Any) -> Estimate:
    fields: dict[str, Any] = {
        "mid": None,
        "published": date(2015, 1, 26),
        "period_end": date(2015, 1, 26),
        "publisher": "A [sic] <b>",
        "source": "A & co, 'report', https://example.org/a?b=1&c=2, page 3",
        **changes,
    }
    return Estimate(country=country, low=low, high=high, **fields)


def a_comparison(*more: Estimate, subject: str = "Belgium", own: float = 440.0) -> Comparison:
    estimates = [
        said("Belgium", own, own),
        said("Denmark", 125.0, 150.0),
        said("France", 1700.0, 1700.0, publisher="B", approximate=True),
        said("Malta", 3.0, 4.0),
        said("World", 20000.0, 20000.0),
        *more,
    ]
    people = {"Belgium": 11.1e6, "Denmark": 5.6e6, "France": 66e6, "World": 7e9}
    return compare_per_head(
        indicator="departed",
        label="Fighters departed, total to date",
        estimates=estimates,
        populations={c: Population(by_year={2013: n}) for c, n in people.items()},
        regions=regions_on(AS_OF),
        as_of=AS_OF,
        subject=subject,
    )


class Page(HTMLParser):
    """The text of a page, its addresses, and the ids that stand in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.addresses, self.ids = "", [""], [""]
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.ids.append(known.get("id") or "")
        if tag != "a":
            self.addresses += [known.get("src") or "", known.get("href") or ""]


def test_the_first_sentence_of_every_form_answers_and_names_the_set() -> None:
    comparison = a_comparison()
    assert words.first_sentence(comparison).startswith(FIRST)
    assert comparison_document(comparison)["answer"].startswith(FIRST)
    text = " ".join(render_comparison_text(comparison, 70).split())
    assert FIRST in text
    page = comparison_page(comparison)
    assert '<p class="lead">' + FIRST.replace("'", "&#39;") in page
    assert page.index("<p") == page.index('<p class="lead">')


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (285.0, "the figures cannot tell whether Belgium's ratio was the highest: its probability"),
        (90.0, "Belgium's ratio was not the highest: its probability of being so is below .01 (Fr"),
    ],
)
def test_what_cannot_be_told_is_said_in_words(own: float, expected: str) -> None:
    assert expected in words.first_sentence(a_comparison(own=own))


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Norway", "Norway was not one of the 28 EU countries on 22 January 2018, so it is not"),
        ("Sweden", "the figures cannot tell whether Sweden's ratio was the highest: no rate is k"),
        ("Malta", "the figures cannot tell whether Malta's ratio was the highest: no rate is kno"),
    ],
)
def test_a_subject_without_a_rate_or_a_place_is_answered_too(subject: str, expected: str) -> None:
    comparison = a_comparison(subject=subject)
    assert expected in words.first_sentence(comparison)
    assert expected in " ".join(render_comparison_text(comparison).split())
    assert comparison_page(comparison).startswith("<!doctype html>")


def test_nothing_known_makes_a_page_without_a_chart() -> None:
    nothing = compare_per_head(
        indicator="departed",
        estimates=[],
        populations={},
        regions=regions_on(AS_OF),
        as_of=AS_OF,
        subject="Belgium",
    )
    assert "<svg" not in comparison_page(nothing)
    assert "28 EU countries have no figure" in render_comparison_text(nothing, 500)


def test_what_is_known_and_not_compared_is_named_everywhere() -> None:
    comparison = a_comparison(said("Belgium", 380.0, 380.0, publisher="C"))
    page, text = comparison_page(comparison), render_comparison_text(comparison, 1000)
    for expected in (
        "Not comparable, because no population is known: Malta.",
        "C has a figure for Belgium and for no other country of the same day",
        "Figures about other places are not compared: World.",
    ):
        assert expected in page
        assert expected in text
    document = comparison_document(comparison)
    assert document["other_places"] == ["World"]
    assert document["only_the_subject"][0]["publisher"] == "C"
    assert document["rankings"][0]["not_comparable"][0]["country"] == "Malta"


def test_the_text_keeps_to_its_width_and_takes_no_name_for_markup() -> None:
    text = render_comparison_text(a_comparison(), 60)
    assert max(len(line) for line in text.splitlines()) <= 60
    assert "A [sic] <b>" in text
    assert "\x1b" not in text


def test_data_is_the_same_for_the_same_comparison_and_survives_json() -> None:
    document = comparison_document(a_comparison())
    assert json.loads(json.dumps(document)) == document
    assert json.dumps(document) == json.dumps(comparison_document(a_comparison()))
    assert [r["region"] for r in document["rankings"]] == ["eu", "western_europe", "europe"]
    (figure,) = document["rankings"][0]["rates"][1]["figures"]
    assert figure["approximate"] is True
    assert figure["population"] == 66e6
    assert figure["per_million"] == {"low": 25.757576, "mid": None, "high": 25.757576}


def test_the_page_asks_nothing_of_any_other_place() -> None:
    html = comparison_page(a_comparison())
    assert {address for address in Page(html).addresses if address} == {"data:,"}
    assert not re.search(r"url\(|@import|<script|<iframe", html)


def test_the_page_escapes_what_it_was_given_and_links_sources() -> None:
    html = comparison_page(a_comparison())
    assert "A [sic] &lt;b&gt;" in html
    assert "<b>" not in html
    address = "https://example.org/a?b=1&amp;c=2"
    assert f'<a href="{address}">{address}</a>, page 3' in html


def test_only_web_addresses_become_links() -> None:
    assert str(linked("x javascript:alert(1) <i>")) == "x javascript:alert(1) &lt;i&gt;"
    assert str(linked("(https://a.org/b).")) == '(<a href="https://a.org/b">https://a.org/b</a>).'


def test_the_ids_of_a_page_are_unique_and_its_links_lead_to_them() -> None:
    html = comparison_page(a_comparison())
    ids = [name for name in Page(html).ids if name]
    assert len(ids) == len(set(ids)) > 0
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_a_chart_says_in_words_what_it_shows() -> None:
    rates = a_comparison().rankings[0].rates
    chart = str(rate_chart(rates, "Belgium", "own"))
    assert "Belgium 40 (32 to 50); France 26 (21 to 32); Denmark 24 (19 to 31)." in chart
    assert chart.count('<g class="subject">') == 1
    assert chart.count('<g class="other">') == 2
    height = [float(y) for y in re.findall(r'y="([\d.]+)" text-anchor="end"', chart)]
    assert height == sorted(height)


@pytest.mark.parametrize(
    ("probability", "expected"),
    [(0.0, "below .01"), (0.014, ".01"), (0.5, ".50"), (0.98, ".98"), (1.0, "above .99")],
)
def test_a_chance_is_never_certain(probability: float, expected: str) -> None:
    assert words.chance(probability) == expected


@pytest.mark.parametrize("width", [360, 1000])
def test_the_page_is_accessible_and_fits_a_phone(page: Any, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(comparison_page(a_comparison()))
    assert Axe().run(page).generate_report().startswith("Found 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [address for address in asked if not address.startswith("data:")] == []
