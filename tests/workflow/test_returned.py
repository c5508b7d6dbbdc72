"""`peil policy returns` and `peil policy local` on the dossier of Belgium: as it was known, in every form."""

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

import peil as library
from peil.cli.main import main
from peil.feeds.dossier.read import Dossier, read_dossier
from peil.report.chart.figure import Bar
from peil.report.model import Entries, Figure, Piece, Report, Table, pieces, plain, walk
from peil.report.render.html import render_html
from peil.report.tell.site.facts import RETURNS
from peil.report.words import LANGUAGES, words_in
from peil.terms.text import names_of
from peil.workflow.local_arrangements import local_of
from peil.workflow.reports import REPORTS
from peil.workflow.return_policy import returns_of
from peil.workflow.site_facts import facts_known

BELGIUM = Path(__file__).parents[2] / "dossiers" / "belgium"
DAYS = (date(2015, 9, 1), date(2017, 6, 15), date(2018, 1, 22), date(2019, 2, 1), date(2020, 12, 31),
        date(2021, 6, 20), date(2022, 7, 1), date(2023, 8, 1), date(2024, 12, 31), date(2026, 3, 1))  # fmt: skip
COUNTS = ("counts", "every-count")
YEAR = re.compile(r"(?<![\d/-])(20[0-2]\d)(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")
"""A year, month or day as sources write it, outside addresses."""


class Done(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


Peil = Callable[..., Done]


@pytest.fixture
def peil(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Peil:
    """Run `peil policy` in this process, as its entry point does."""

    def run(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["peil", "policy", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        return Done(int(ended.value.code or 0), written.out, written.err)

    return run


@pytest.fixture(scope="module")
def belgian() -> Dossier:
    return read_dossier(BELGIUM)


def told(key: str, dossier: Dossier, day: date, language: str = "en") -> Report:
    made = returns_of if key == "return-policy" else local_of
    return REPORTS[key]().tell(made(dossier, day), words_in(language))  # type: ignore[operator]  # one of two


def known_on(dossier: Dossier, day: date) -> Iterator[Report]:
    if day >= date(2017, 2, 28):
        yield told("return-policy", dossier, day)
    yield told("local-arrangements", dossier, day)


def later_than(text: str, day: date) -> list[str]:
    """Give the days that a text names and that are later, as exactly as it names them."""
    named = ("-".join(filter(None, match)) for match in YEAR.findall(text))
    return [each for each in named if each > day.isoformat()[: len(each)]]


def texts(report: Report) -> Iterator[str]:
    """Give each text of the pages with its own sentence on a later source taken out."""
    for block in walk(report.blocks):
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from (_without_marked(said) for said in (cell.text, *cell.lines))
        if isinstance(block, Entries):
            for entry in block.items:
                yield from (_without_marked(said) for said in (*entry.lines, *entry.sources))


def _without_marked(said: str | tuple[Piece, ...]) -> str:
    text = re.sub(r"https?://\S+", "", plain(said))
    return re.sub(r"read in a source of [^;]*", "", text)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_page_of_a_day_names_a_later_day_save_of_a_source_that_it_marks(
    day: date, belgian: Dossier
) -> None:
    for report in known_on(belgian, day):
        found = [text for text in texts(report) if later_than(text, day)]
        assert found == []


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_published_later_is_in_the_data_of_a_day(day: date, belgian: Dossier) -> None:
    local = local_of(belgian, day)
    published = [each.published for rows in local.rows.values() for each in rows]
    if day >= date(2017, 2, 28):
        known = returns_of(belgian, day)
        published += [each.published for rows in known.vintages.values() for each in rows]
        published += [each.published for each in known.counts]
    assert max(published) <= day


def test_on_the_day_of_the_lowering_the_line_of_ten_has_a_source_of_its_own_time(
    belgian: Dossier,
) -> None:
    report = told("return-policy", belgian, date(2018, 1, 22))
    assert (
        plain(report.headline)
        == "Belgium: children under 10 may come back, since December 2017 (last source: December 2017)."
    )
    page = re.sub("<[^>]*>", "", render_html(report, words_in("en")))
    assert "Kinderen Syriëstrijders onder 10 krijgen terugkeerrecht (VTM, 2017-12)" in page
    assert "Deux enfants orphelins" not in page
    assert "twelve" not in page
    # Of the source of the time its month is known.
    assert "No source after December 2017 was read; whether it still holds is not known." in page


def test_today_the_line_is_twelve_and_its_last_source_is_named(belgian: Dossier) -> None:
    report = told("return-policy", belgian, date(2026, 3, 1))
    assert plain(report.headline).endswith(
        "children under 12 may come back, since 4 March 2021 (last source: 21 June 2022); "
        "before, the line was 10 years."
    )
    page = re.sub("<[^>]*>", "", render_html(report, words_in("en")))
    assert "No source after 21 June 2022 was read; whether it still holds is not known." in page
    assert "In none of the 6 other countries here was an age limit read" in page
    later = plain(told("return-policy", belgian, date(2026, 11, 30)).headline)
    assert "since 4 March 2021 (last source: 8 June 2026)" in later.replace("\xa0", " ")


def test_beside_the_count_of_fighters_stands_what_the_minister_said_the_next_day(
    belgian: Dossier,
) -> None:
    """The minister's answer of 18 October 2017 stands in La Libre of that day, and nothing of it before."""
    report = told("return-policy", belgian, date(2018, 1, 22))
    beside, every = (b for b in walk(report.blocks) if isinstance(b, Table) and b.key in COUNTS)
    (cell,) = (cell for row in beside.rows for cell in row.cells if plain(cell.text) == "275")
    (about,) = (plain(line) for line in cell.lines)
    assert "presumed dead are counted is not said" in about
    assert "the next day the minister spoke of 177 Belgians" in about
    assert any(plain(cell.text) == "177" for row in every.rows for cell in row.cells)
    before = told("return-policy", belgian, date(2017, 10, 17))
    beside, _ = (b for b in walk(before.blocks) if isinstance(b, Table) and b.key in COUNTS)
    assert any(plain(cell.text) == "275" for row in beside.rows for cell in row.cells)
    assert "177" not in render_html(before, words_in("en"))


def test_an_info_house_keeps_its_year_and_one_section_its_own_day(belgian: Dossier) -> None:
    report = told("local-arrangements", belgian, date(2026, 11, 30))
    page = re.sub("<[^>]*>", "", render_html(report, words_in("en"))).replace("\xa0", " ")
    assert "Social Services Act, section 12b, since 10 December 2015" in page
    assert "· since 10 December 2015" not in page
    assert "Police and municipalities, since 2009; where needed, regional psychiatry" in page


def test_the_picture_has_a_row_for_each_country_and_fades_after_the_last_source(
    belgian: Dossier,
) -> None:
    report = told("return-policy", belgian, date(2026, 3, 1))
    (figure,) = (block for block in walk(report.blocks) if isinstance(block, Figure))
    (panel,) = figure.drawing.panels
    assert [each.text for each in panel.y.rows] == [
        "Belgium", "Denmark", "France", "Germany", "Netherlands", "Sweden", "United Kingdom",
    ]  # fmt: skip
    british = [each for each in panel.marks if isinstance(each, Bar) and each.y[0] > 5.5]
    assert [(bar.x, bar.look.faded) for bar in british] == [
        ((date(2019, 10, 1), date(2022, 10, 12)), False),
        ((date(2022, 10, 12), date(2026, 1, 31)), False),
        ((date(2026, 1, 31), date(2026, 3, 1)), True),
    ]


def test_what_held_says_of_when_its_last_source_is(belgian: Dossier) -> None:
    report = told("return-policy", belgian, date(2026, 3, 1))
    held = next(b for b in walk(report.blocks) if isinstance(b, Table) and b.key == "countries")
    dutch = next(r for r in held.rows if plain(r.cells[0].text) == "Netherlands")
    assert (
        plain(dutch.cells[1].text)
        .replace("\xa0", " ")
        .endswith("(5 Jun 2021; last source: 7 May 2024)")
    )
    # Of a source whose day is not known, its month stands.
    danish = next(r for r in held.rows if plain(r.cells[0].text) == "Denmark")
    assert (
        plain(danish.cells[1].text)
        .replace("\xa0", " ")
        .endswith("(29 Aug 2024; last source: Oct 2024)")
    )
    local = told("local-arrangements", belgian, date(2026, 3, 1))
    side = next(b for b in walk(local.blocks) if isinstance(b, Table) and b.key == "side")
    names = [[plain(x).replace("\xa0", " ") for x in row.cells[0].lines] for row in side.rows]
    assert ["Channel panel", "Channel", "last read in a source of 15 December 2023"] in names
    assert all(lines[-1].startswith("last read in a source of ") for lines in names)


def test_who_counted_stands_beside_each_count_and_who_is_not_named_is_counted(
    belgian: Dossier,
) -> None:
    report = told("return-policy", belgian, date(2026, 3, 1))
    tables = {block.key: block for block in walk(report.blocks) if isinstance(block, Table)}
    dutch = next(r for r in tables["counts"].rows if plain(r.cells[0].text) == "Netherlands")
    assert plain(dutch.cells[2].text) == "85"
    assert plain(dutch.cells[2].lines[-1]).endswith(" · Minister of Justice")
    # Of Germany only people of any age were counted: about 40 are no count of children.
    german = next(r for r in tables["counts"].rows if plain(r.cells[0].text) == "Germany")
    assert plain(german.cells[1].text) == "about 40 in all, not counted separately"
    assert plain(german.cells[3].text) == "27"
    assert len(tables["every-count"].rows) == 161
    unnamed = [r for r in tables["every-count"].rows if "not named" in plain(r.cells[5].text)]
    page = re.sub("<[^>]*>", "", render_html(report, words_in("en")))
    said = f"For {len(unnamed)} of the 161 counts, the source does not say who counted."
    assert said in page


def test_before_the_law_nobody_knew_what_a_cell_may_write_down(belgian: Dossier) -> None:
    before, after = (
        {each.id: each for each in local_of(belgian, day).described}["be_csil"]
        for day in (date(2018, 1, 22), date(2018, 9, 14))
    )
    assert (before.may_write, before.since) == ("", date(2015, 8, 21))
    assert after.may_write.startswith("The mayor keeps a list of cases")
    assert after.legal_basis == "Law of 30 July 2018"


def test_who_tells_of_a_return_stands_on_both_pages_and_the_rest_on_one(belgian: Dossier) -> None:
    for key in ("local-arrangements", "return-policy"):
        said = str(told(key, belgian, date(2018, 1, 22)))
        assert "says who tells a mayor that somebody is coming back to the municipality" in said
        assert ("may refuse a permit" in said) == (key == "local-arrangements")


def test_what_a_mayor_is_told_by_law_names_no_later_day(belgian: Dossier) -> None:
    days = (date(2018, 1, 22), date(2025, 1, 1))
    before, after = (str(told("local-arrangements", belgian, day)) for day in days)
    for said in (before, after):
        assert "by law since 19 May 2016, each new entry is told to the chief of police" in said
    assert "information card" not in before
    assert "Since 1 October 2024, the mayor gets from the chief of police" in after
    for who in (
        "fighters, potentially violent extremists",
        "and hate propagandists in it who live",
    ):
        assert who in after
    assert "live in the municipality or regularly visit or act there, and on hate" in after


def test_the_latest_count_of_cells_is_that_of_the_month_before(belgian: Dossier) -> None:
    (cells,) = local_of(belgian, date(2018, 1, 22)).latest_numbers("be_csil")
    assert (cells.number, cells.period_end) == (16 + 224 + 66, date(2017, 12, 7))


def test_five_countries_stand_side_by_side(belgian: Dossier) -> None:
    report = told("local-arrangements", belgian, date(2026, 3, 1))
    side = next(b for b in walk(report.blocks) if isinstance(b, Table) and b.key == "side")
    countries = list(dict.fromkeys(plain(row.cells[0].text) for row in side.rows))
    assert countries == ["Belgium", "Denmark", "France", "Netherlands", "United Kingdom"]
    last = side.rows[0].cells[-1]
    many = [plain(text).replace("\xa0", " ") for text in (last.text, *last.lines)]
    doubted = "Municipalities with a cell (by the title of the source; its text still has 382): 388"
    assert {"Municipalities with a cell: 382 (15 Jun 2019)", f"{doubted} (26 Aug 2019)"} < {*many}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["return-policy", "local-arrangements"])
def test_what_the_dossier_says_is_told_in_the_language_of_the_page_or_marked(
    key: str, language: str, belgian: Dossier
) -> None:
    report = told(key, belgian, date(2026, 3, 1), language)
    said = {each.text for each in belgian.return_rules} | {
        getattr(each, name)
        for each in belgian.local_arrangements
        for name in ("members", "may_say", "may_write", "legal_basis", "evaluation", "counted")
    }
    foreign = {text for text in said if text and names_of(text).get(language) != text}
    for block in walk(report.blocks):
        for row in block.rows if isinstance(block, Table) else ():
            for cell in row.cells:
                found = [p for text in (cell.text, *cell.lines) for p in pieces(text)]
                unmarked = [p.text for p in found if p.lang is None and cell.lang is None]
                assert foreign.isdisjoint(unmarked)


@pytest.mark.parametrize(("word", "rows"), [("returns", 121), ("local", 48)])
def test_each_command_gives_every_form(word: str, rows: int, peil: Peil, tmp_path: Path) -> None:
    done = peil(word, BELGIUM, "--html", tmp_path / "a.html", "--xlsx", tmp_path / "a.xlsx")
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "a.html").read_bytes().startswith(b"<!doctype html>")
    assert (tmp_path / "a.xlsx").stat().st_size > 5000
    listed = csv.DictReader(io.StringIO(peil(word, BELGIUM, "--format", "csv").out))
    assert len(list(listed)) == rows
    assert json.loads(peil(word, BELGIUM, "--format", "json").out)["country"] == "Belgium"


def test_a_day_on_which_nothing_was_known_is_one_sentence(peil: Peil) -> None:
    done = peil("returns", BELGIUM, "--as-of", "2014-01-01")
    assert done.code != 0
    assert "no rule or count on returns was known on 2014-01-01; add returns_rules.csv" in done.err
    assert "Traceback" not in done.err


def test_both_are_offered_from_python() -> None:
    found = library.policy.local(BELGIUM, date(2018, 1, 22))
    assert found.country == "Belgium"
    assert repr(found).startswith("Belgium: 2 local arrangements are known.")
    assert len(library.policy.returns(BELGIUM).to_frame()) == 121


def test_what_became_known_of_a_count_a_day_later_stands_among_the_facts(belgian: Dossier) -> None:
    """The 275 of 17 October 2017, and what the minister told the Chamber the day after."""
    facts = facts_known(belgian, date(2018, 1, 22))
    told = [
        each.name(words_in("en")) for each in facts if each.kind == RETURNS and each.value == 275
    ]
    assert [("177 Belgians" in name, "55 women" in name) for name in told] == [
        (False, True), (True, True),
    ]  # fmt: skip
