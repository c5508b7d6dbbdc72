"""What a fact says stands in the words of the page's language; what a dossier says in English."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from tests.builders import a_scale

from peil.report.model import Table, Text, plain, walk
from peil.report.tell.parts import day_known
from peil.report.tell.site.facts import (
    ATTACKS,
    FIGURES,
    FINDINGS,
    FUNDING,
    HAPPENINGS,
    PEERS,
    RECOMMENDATIONS,
    STATUSES,
    SiteFound,
    Sourced,
)
from peil.report.tell.site.lists import sources_csv, tell_sources
from peil.report.words import words_in

DAY = date(2018, 1, 22)


def a_fact(kind: str, *codes: str, said: str = "") -> Sourced:
    return Sourced(
        kind=kind, id="id", names={"en": "Cells"}, country="Norland", start=DAY, end=DAY,
        published=DAY, source="Gazette", said=said, codes=codes,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (
            a_fact(ATTACKS, "failed", "jihadist"),
            ("failed attack, ideology as listed: jihadist", "dschihadistisch"),
        ),
        (a_fact(RECOMMENDATIONS, said="Ministry"), ("addressed to Ministry", "gerichtet an")),
        (a_fact(STATUSES, "owner", "blocked"), ("its owner claims “blocked”", "„blockiert“")),
        (a_fact(HAPPENINGS, "partner_left"), ("partner left", "Ausscheiden eines Partners")),
        (a_fact(HAPPENINGS, "meeting", said="It met."), ("It met.", "It met.")),
        (a_fact(FINDINGS, said="Commission"), ("Commission", "Commission")),
    ],
)
def test_codes_are_said_in_words_and_sentences_as_they_are(
    fact: Sourced, said: tuple[str, str]
) -> None:
    assert fact.sentence(words_in("en")) == said[0]
    assert said[1] in fact.sentence(words_in("de"))


def test_money_is_named_with_how_far_it_has_come() -> None:
    fact = a_fact(FUNDING, "committed", "EUR")
    said = [fact.name(words_in(language)).replace("\xa0", " ") for language in ("en", "fr", "nl")]
    assert said == ["Cells: committed, EUR", "Cells : engagé, EUR", "Cells: vastgelegd, EUR"]


@pytest.mark.parametrize(
    ("precision", "told"),
    [
        ("day", "31 Dec 2017"),
        ("month", "December 2017"),
        ("assumed", "about December 2017"),
        ("year", "2017"),
    ],
)
def test_a_day_that_stands_in_for_another_is_never_told_as_one(precision: str, told: str) -> None:
    words = words_in("en")
    assert words.known(date(2017, 12, 31), precision).replace("\N{NO-BREAK SPACE}", " ") == told
    day = day_known(date(2017, 12, 31), precision, words)
    assert (day.value is None) is (precision != "day")


def test_the_sources_say_how_many_figures_lead_to_a_page_of_an_authority() -> None:
    ways = ("authority", "others", "others", "no_link")
    facts = tuple(
        replace(a_fact(FIGURES), id=str(n), source=f"Paper {n}", read_at=way)
        for n, way in enumerate(ways)
    )
    found = SiteFound(
        title="Norland", country="Norland", day=DAY, version="1", scale=a_scale(), facts=facts
    )
    page = tell_sources(found, words_in("en"))
    about = next(each for each in page.blocks if each.key == "about")
    assert isinstance(about, Text)
    assert plain(about.lines[1]) == (
        "A page of an authority is linked for 1 of the 4 figures of the country; the others lead only to "
        "the press, researchers or others (2), or to no page (1). The column read_at of sources.csv "
        "says which."
    )
    rows = csv.DictReader(io.StringIO(sources_csv(found).decode("utf-8")))
    assert [row["read_at"] for row in rows] == [*ways]
    none = replace(found, facts=facts[1:])
    assert "authority" not in str(tell_sources(none, words_in("en")))


def test_the_table_of_sources_says_of_a_figure_whether_we_worked_it_out() -> None:
    ours = replace(a_fact(FIGURES), value=275.0, is_worked_out=True)
    theirs = replace(ours, is_worked_out=False)
    paid = replace(a_fact(FUNDING, "paid", "EUR"), value=275.0)
    facts = (ours, theirs, replace(theirs, kind=PEERS), paid, a_fact(FINDINGS, said="Commission"))
    found = SiteFound(
        title="Norland", country="Norland", day=DAY, version="1", scale=a_scale(), facts=facts
    )
    rows = csv.DictReader(io.StringIO(sources_csv(found).decode("utf-8")))
    assert [(row["value"], row["worked_out"]) for row in rows] == [
        ("275.0", "True"), ("275.0", "False"), ("275.0", "False"), ("275.0", ""), ("", ""),
    ]  # fmt: skip


def test_the_sources_say_how_many_figures_rest_on_a_single_source() -> None:
    """Two rows of one period with two sources, a row that cites two, and one with a note on its one."""
    twice = [replace(a_fact(FIGURES), id="a", source=f"Paper {n}") for n in (1, 2)]
    both = replace(a_fact(FIGURES), id="b", source="Paper 1; Ministry")
    alone = [replace(a_fact(FIGURES), id="c", source="Paper 1 (day not read; about 20 March)")] * 2
    found = SiteFound(
        title="Norland", country="Norland", day=DAY, version="1", scale=a_scale(),
        facts=(*twice, both, *alone),
    )  # fmt: skip
    said = str(tell_sources(found, words_in("en")))
    assert "once, one of the 3 figures of the country rests on a single source:" in said
    none = replace(found, facts=(*twice, both))
    assert "single source" not in str(tell_sources(none, words_in("en")))


def test_the_sources_give_the_figures_of_the_country_with_their_years_and_of_peers_how_many() -> (
    None
):
    of = replace(a_fact(FIGURES), value=122.0, start=date(2016, 1, 1), end=date(2016, 12, 31))
    rough = replace(of, value=129.0, is_rough=True, start=date(2015, 2, 1), end=date(2015, 12, 31))
    ours = replace(
        of, value=48.0, is_worked_out=True, start=date(2020, 1, 1), end=date(2020, 12, 31)
    )
    peer = replace(of, kind=PEERS, country="Sudland")
    found = SiteFound(
        title="Norland", country="Norland", day=DAY, version="1", scale=a_scale(),
        facts=(ours, of, rough, peer),
    )  # fmt: skip
    rows = [
        plain(row.cells[2].text)
        for block in walk(tell_sources(found, words_in("en")).blocks)
        if isinstance(block, Table)
        for row in block.rows
    ]
    assert [str(each).replace("\xa0", " ") for each in rows] == [
        "February to December 2015: about 129; 2016: 122; 2020: 48, worked out by us", "1",
    ]  # fmt: skip
