"""A comparison per head as text, as data and as a page."""

import inspect
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.unit.report.render.test_html_assessed import Page

from peil.observe.population import Population
from peil.report.chart.figure import Dot
from peil.report.model import Figure, Points, Report, Table, plain, walk
from peil.report.render.data import document_json
from peil.report.render.html import render_html
from peil.report.render.terminal import render_terminal
from peil.report.tell.comparison import CAVEATS, chance, document, tell
from peil.report.words import LANGUAGES, words_in
from peil.review import comparison as review
from peil.review.comparison import CountryComparison, compare_per_head
from peil.review.estimates import Estimate
from peil.terms.regions import read_regions, regions_on

AS_OF = date(2018, 1, 22)
ENGLISH = words_in("en")
FIRST = (
    "Among the 3 of 28 EU countries in the record, Belgium had the highest rate per million "
    "inhabitants, with a probability of 98%."
)
ABSENT = "24 EU countries have no figure of this series in the record: Austria, Bulgaria, Croatia, "


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


def a_comparison(
    *more: Estimate, subject: str = "Belgium", own: float = 440.0
) -> CountryComparison:
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
        names={"en": "Fighters departed, total to date", "fr": "Combattants partis"},
        estimates=estimates,
        populations={c: Population(by_year={2013: n}) for c, n in people.items()},
        regions=regions_on(AS_OF),
        as_of=AS_OF,
        subject=subject,
    )


def page_of(comparison: CountryComparison, language: str = "en") -> str:
    words = words_in(language)
    return render_html(tell(comparison, words), words)


def text_of(comparison: CountryComparison, width: int = 100, language: str = "en") -> str:
    words = words_in(language)
    return render_terminal(
        tell(comparison, words), words, width=width, is_terminal=False, full=True
    )


def spaced(text: str) -> str:
    return " ".join(text.split())


def headline(comparison: CountryComparison, language: str = "en") -> str:
    return spaced(plain(tell(comparison, words_in(language)).headline))


def block_of(told: Report, key: str) -> Any:
    (block,) = (block for block in walk(told.blocks) if block.key == key)
    return block


def rows_of(table: Table) -> list[list[str]]:
    return [[spaced(plain(cell.text)) for cell in row.cells] for row in table.rows]


def test_the_first_sentence_of_every_form_answers_and_names_the_set() -> None:
    comparison = a_comparison()
    assert headline(comparison) == FIRST
    lines = text_of(comparison, 70).split("\n\n")
    assert spaced(lines[1]).startswith(f"{FIRST} {ABSENT}")
    page = page_of(comparison)
    assert f"<h1>{FIRST}</h1>" in page
    assert page.index(FIRST) < page.index(f"<p>{ABSENT}") < page.index("<svg")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "fr",
            "Belgique : le taux par million d’habitants était le plus élevé des 3 pays de l’UE ",
        ),
        (
            "nl",
            "België: het aantal per miljoen inwoners was het hoogste van de 3 EU-landen (op 28) ",
        ),
        (
            "de",
            "Belgien: Mit 98 % Wahrscheinlichkeit war die Zahl je Million "
            "Einwohner die höchste der 3 Länder der EU (von 28)",
        ),
    ],
)
def test_every_language_answers(language: str, expected: str) -> None:
    assert headline(a_comparison(), language).startswith(expected)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (285.0, "the figures cannot tell whether Belgium had the highest rate per million inhab"),
        (90.0, "Belgium did not have the highest rate per million inhabitants: its probability "
         "of having it is under 1% (France: "),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_said_in_words(own: float, expected: str) -> None:
    assert expected in headline(a_comparison(own=own))


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Norway", "Norway was not one of the 28 EU countries on 22 January 2018, so it is not"),
        ("Sweden", "the figures cannot tell whether Sweden had the highest rate per million inh"),
        ("Malta", "no rate is known for it"),
    ],
)
def test_a_subject_without_a_rate_or_a_place_is_answered_too(subject: str, expected: str) -> None:
    comparison = a_comparison(subject=subject)
    assert expected in headline(comparison)
    assert expected in spaced(text_of(comparison))
    assert page_of(comparison).startswith("<!doctype html>")


def test_nothing_known_makes_a_page_without_a_chart() -> None:
    nothing = compare_per_head(
        indicator="departed",
        estimates=[],
        populations={},
        regions=regions_on(AS_OF),
        as_of=AS_OF,
        subject="Belgium",
    )
    assert "<svg" not in page_of(nothing)
    assert "28 EU countries have no figure" in text_of(nothing, 500)


def test_a_country_without_another_is_not_called_the_highest() -> None:
    people = {"Belgium": Population(by_year={2013: 11.1e6})}
    alone = compare_per_head(
        indicator="departed",
        estimates=[said("Belgium", 440.0, 440.0)],
        populations=people,
        regions=regions_on(AS_OF),
        as_of=AS_OF,
        subject="Belgium",
    )
    assert headline(alone) == (
        "Among the 28 EU countries, there is no rate to compare Belgium with."
    )


def test_what_is_known_and_not_compared_is_named_everywhere() -> None:
    comparison = a_comparison(said("Belgium", 380.0, 380.0, publisher="C"))
    page, text = page_of(comparison), text_of(comparison, 1000)
    for expected in (
        "Not comparable, because no population is known: Malta.",
        "C has a figure for Belgium and for no other country of the same day",
        "Figures about other places are not compared: the world.",
    ):
        assert expected in page
        assert expected in text
    found = document(comparison)
    assert found["outside"] == ("World",)
    assert found["alone"][0]["publisher"] == "C"


def test_one_end_of_a_range_is_named_with_its_publisher() -> None:
    bound = Estimate(
        country="Norway", low=None, mid=None, high=9.0, published=AS_OF, period_end=AS_OF,
        publisher="D", source="D",
    )  # fmt: skip
    assert "because D published only the upper end of a range: Norway." in text_of(
        a_comparison(bound), 1000
    )


def test_ranks_and_probabilities_stand_in_the_table_by_set() -> None:
    told = tell(a_comparison(said("Norway", 10.0, 20.0, publisher="N")), ENGLISH)
    table = block_of(told, "rates")
    assert table.columns[3].head == "Rank among EU countries"
    assert rows_of(table)[1][:4] == [
        "France",
        "26",
        "21 to 32",
        "2 to 3",
    ]


def test_what_one_source_says_alone_stands_apart() -> None:
    told = tell(a_comparison(), ENGLISH)
    answers: Points = block_of(told, "source-0-answers")
    assert answers.title == "One source alone: A [sic] <b>, 26 January 2015"
    said = plain(answers.items[0].what)
    assert said.startswith("Among the 2 of 28 EU countries with a figure by A [sic]")
    assert plain(answers.note).endswith("by this source of that day in the record: France.")
    chart: Figure = block_of(told, "source-0")
    assert [row[0] for row in rows_of(chart.data)] == ["Belgium", "Denmark"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_keeps_to_its_width_and_takes_no_name_for_markup(language: str) -> None:
    text = text_of(a_comparison(), 60, language)
    assert max(len(line) for line in text.splitlines()) <= 60
    assert "A [sic] <b>" in spaced(text)
    assert "\x1b" not in text


def test_data_is_the_same_for_the_same_comparison() -> None:
    (text,) = {document_json(document(a_comparison())) for _ in range(2)}
    found = json.loads(text)
    assert [r["region"] for r in found["rankings"]] == ["eu", "western_europe", "europe"]
    assert found["rankings"][0]["not_comparable"][0]["country"] == "Malta"
    (figure,) = found["rankings"][0]["rates"][1]["figures"]
    assert figure["estimate"]["approximate"] is True
    assert figure["population"] == 66e6
    assert figure["mid"] is None
    assert (figure["low"], figure["high"]) == pytest.approx((1700 / 66, 1700 / 66))


def test_the_page_escapes_what_it_was_given_and_links_sources() -> None:
    html = page_of(a_comparison())
    assert "A [sic] &lt;b&gt;" in html
    assert "<b>" not in html
    address = "https://example.org/a?b=1&amp;c=2"
    assert f'<a href="{address}" rel="noreferrer">{address}</a>, page 3' in html


def test_the_page_asks_nothing_of_any_other_place() -> None:
    assert not re.search(r"url\(|@import|<script|<iframe| src=", page_of(a_comparison()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tag_is_closed_and_every_id_is_there_once(language: str) -> None:
    read = Page(page_of(a_comparison(), language))
    assert read.open == []
    assert ("html", {"lang": language}) in read.tags
    ids = [known["id"] for _, known in read.tags if "id" in known]
    assert len(ids) == len(set(ids)) > 0


def test_the_figures_stand_as_published_with_their_days() -> None:
    rows = rows_of(block_of(tell(a_comparison(), ENGLISH), "figures"))
    cells = [row[:-1] for row in rows]
    assert cells[1:] == [
        ["France", "B", "1,700", "26 Jan 2015", "26 Jan 2015", "66,000,000", "26"],
        ["Denmark", "A [sic] <b>", "125 to 150", "26 Jan 2015", "26 Jan 2015", "5,600,000",
         "22 to 27"],
    ]  # fmt: skip


def test_a_middle_value_that_is_rounded_is_marked() -> None:
    about = said("Norway", 90.0, 120.0, mid=100.0, approximate=True)
    populous = compare_per_head(
        indicator="departed",
        estimates=[about],
        populations={"Norway": Population(by_year={2013: 5e6})},
        regions=regions_on(AS_OF),
        as_of=AS_OF,
        subject="Norway",
    )
    assert "about 100 (90 to 120)" in spaced(page_of(populous))


def test_a_chart_says_in_words_what_it_shows() -> None:
    chart: Figure = block_of(tell(a_comparison(), ENGLISH), "chart")
    assert "Belgium 40 (32 to 50); France 26 (21 to 32); Denmark 24 (19 to 31)." in spaced(
        chart.alt
    )
    (panel,) = chart.drawing.panels
    assert [row.text for row in panel.y.rows] == ["Belgium", "France", "Denmark"]
    shapes = [mark.shape for mark in panel.marks if isinstance(mark, Dot)]
    assert shapes == ["diamond", "circle", "circle"]
    assert [row[0] for row in rows_of(chart.data)] == ["Belgium", "France", "Denmark"]


@pytest.mark.parametrize(
    ("probability", "expected"),
    [(0.0, "under 1%"), (0.014, "1%"), (0.5, "50%"), (0.98, "98%"), (1.0, "over 99%")],
)
def test_a_chance_is_never_certain(probability: float, expected: str) -> None:
    assert spaced(chance(probability, ENGLISH)) == expected


def test_every_code_that_a_comparison_can_give_has_words() -> None:
    source = inspect.getsource(review)
    assigned = re.findall(r'^[A-Z_, ]+ = ((?:"[a-z_]+",? ?)+)$', source, re.MULTILINE)
    codes = set(re.findall(r'"(\w+)"', " ".join(assigned)))
    assert {"probable", "only_one", "no_population"} <= codes
    codes |= {*CAVEATS, *read_regions()}
    assert {code for code in codes if f"compare.{code}" not in ENGLISH.terms} == set()


def test_every_country_of_a_set_has_a_name_in_every_language() -> None:
    countries = {country for members in regions_on(AS_OF).values() for country in members}
    keys = {f"country.{country.replace(' ', '_')}" for country in countries}
    assert keys - ENGLISH.terms.keys() == set()


def test_figures_of_several_counters_are_said_to_be_so() -> None:
    said = "The figures are of different counters and days."
    assert said in spaced(text_of(a_comparison()))
    (told,) = a_comparison().same_source[:1]
    one = replace(a_comparison(), rankings=(told,))
    assert said not in spaced(text_of(one))


@pytest.mark.parametrize(
    ("precision", "published", "expected"),
    [
        ("day", "day", ["26 Jan 2015", "26 Jan 2015"]),
        ("month", "month", ["January 2015", "January 2015"]),
        ("year", "year", ["2015", "2015"]),
        ("year", "assumed", ["2015", "about January 2015"]),
    ],
)
def test_a_month_or_a_year_is_told_as_that_and_no_day(
    precision: str, published: str, expected: list[str]
) -> None:
    rough = said(
        "France", 150.0, 180.0, publisher="C", precision=precision, published_precision=published
    )
    rows = rows_of(block_of(tell(a_comparison(rough), ENGLISH), "figures"))
    assert [row[3:5] for row in rows if row[1] == "C"] == [expected]


def test_a_figure_that_we_worked_out_says_so_beside_its_publisher() -> None:
    ours = replace(said("France", 150.0, 150.0, publisher="C"), worked_out=True)
    rows = rows_of(block_of(tell(a_comparison(ours), ENGLISH), "figures"))
    told = {row[1]: row[2].endswith(", worked out by us") for row in rows}
    assert told.pop("C")
    assert not any(told.values())
