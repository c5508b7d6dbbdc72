"""The watch in a terminal, on a page and on paper: the same report, nothing lost or added."""

import json
from dataclasses import asdict, replace
from datetime import date
from io import BytesIO

import numpy as np
import pytest
from pypdf import PdfReader
from tests.watched_builder import a_group, a_quiet, a_series, some_counts

from peil.observe.watch.delays import COMPARED_ONCE, OTHER_METHOD
from peil.observe.watch.series import Watch, WatchedSeries
from peil.observe.watch.watched import Untold
from peil.report.model import Figure, Link, Points, Rank, Section, Table, plain, walk
from peil.report.render.data import document_json
from peil.report.render.html import render_html
from peil.report.render.paper import render_paper
from peil.report.render.terminal import render_terminal
from peil.report.tell.watch.data import document
from peil.report.tell.watch.delays import delays
from peil.report.tell.watch.report import COLUMNS, MOST_CHARTS, tell
from peil.report.tell.watch.sentences import compared, duration
from peil.report.tell.watch.summary import MOST_KEEPABLE
from peil.report.words import LANGUAGES, Words, words_in

DAY = date(2024, 1, 20)
ENGLISH = words_in("en")


def brief(*series: WatchedSeries) -> Watch:
    return Watch(title="Exampleland", as_of=DAY, series=series or four())


def in_terminal(
    watch: Watch, words: Words = ENGLISH, *, width: int = 100, full: bool = False
) -> str:
    return render_terminal(tell(watch, words), words, width=width, is_terminal=False, full=full)


def on_page(watch: Watch, words: Words = ENGLISH) -> str:
    return render_html(tell(watch, words), words)


def on_paper(watch: Watch, words: Words = ENGLISH) -> PdfReader:
    return PdfReader(BytesIO(render_paper(tell(watch, words), words)))


def joined(text: str) -> str:
    """Give words with single spaces, whatever breaks between them."""
    return " ".join(text.split())


def table_of(watch: Watch) -> Table:
    (table,) = (block for block in tell(watch, ENGLISH).blocks if block.key == "series")
    assert isinstance(table, Table)
    return table


def four() -> tuple[WatchedSeries, ...]:
    return (
        a_series("arson", "rising", months=8, probability=0.97, caveats=("break",)),
        a_series("burglaries", "waning", months=4, probability=0.99),
        a_series("threats", "cannot tell", reason="too_few_events", probability=np.nan),
        a_series("theft", "steady"),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("full", [False, True])
def test_no_line_is_wider_than_the_terminal(language: str, width: int, *, full: bool) -> None:
    text = in_terminal(brief(), words_in(language), width=width, full=full)
    assert max(map(len, text.splitlines())) <= width
    assert "\ue000" not in text
    if full:
        assert all(name in text for name in ("arson", "burglaries", "threats", "theft"))
    else:
        assert len(text.splitlines()) <= 40


def test_the_table_of_a_terminal_holds_what_is_asked_for() -> None:
    text = in_terminal(brief(), width=120).replace("\xa0", " ")
    row = next(line for line in text.splitlines() if line.startswith("arson"))
    wanted = ("▲ rising (97%)", "at most", "1 May 2023", "20/55/20", "20 days", "█")
    assert all(part in row for part in wanted)
    assert text.index("The counts cannot tell") < text.index("rising (97%)")
    assert "A break of definition or source" in in_terminal(brief(), full=True)


def test_only_a_terminal_gets_colours_and_no_name_steers_it() -> None:
    hostile = brief(a_series("arson\x1b[2J", "rising", months=2))
    assert "\x1b" not in in_terminal(hostile)
    report = tell(hostile, ENGLISH)
    coloured = render_terminal(report, ENGLISH, width=100, is_terminal=True)
    assert "\x1b[1" in coloured
    assert "\x1b[2J" not in coloured


def test_of_many_series_the_short_answer_shows_the_first_and_says_how_many_there_are() -> None:
    many = brief(*(a_series(f"series {i:03}") for i in range(67)))
    text = in_terminal(many)
    assert "of 67." in text
    assert "series 066" not in text
    assert "series 066" in in_terminal(many, full=True)


def test_a_terminal_names_every_old_outbreak_and_how_it_is_kept() -> None:
    days = ((date(2018, 7, 1), date(2018, 12, 31)),)
    told = a_series("arson", "rising", months=8, outbreaks=days)
    further = [a_series(name, outbreaks=days) for name in ("locks", "theft")]
    text = joined(in_terminal(brief(told, *further), full=True))
    assert text.count("Left out of the baseline as an old outbreak: July to December 2018.") == 3
    assert "Each --keep holds for all series." in text
    assert text.count("--keep=2018-07-01:2018-12-31") == 1
    kept = joined(in_terminal(brief(a_series(kept=days)), full=True))
    assert "Kept in the baseline by a person" in kept
    assert "--keep" not in kept


def test_a_terminal_writes_out_how_each_of_several_old_outbreaks_is_kept() -> None:
    years = range(2016, 2016 + MOST_KEEPABLE + 2)
    days = tuple((date(year, 7, 1), date(year, 12, 31)) for year in years)
    text = in_terminal(brief(a_series(outbreaks=days[:2])))
    assert "\n--keep=2016-07-01:2016-12-31 --keep=2017-07-01:2017-12-31\n" in text
    assert "for all series" not in text
    many = joined(in_terminal(brief(a_series(outbreaks=days)), full=True))
    assert many.count("--keep=") == MOST_KEEPABLE
    assert "2 more: --format json has their days." in many


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_delay_is_told_text_page_and_json_say_why(language: str) -> None:
    why = Untold(reason="few_events", value=0.05, limit=0.1)
    rare, words = brief(a_series("rare", delays=(), untold=why)), words_in(language)
    (sentence,) = delays(rare.series[0], words)
    assert words("watch_untold.few_events", limit=duration(10, "month", words)) in sentence
    for text in (in_terminal(rare, words), on_page(rare, words)):
        assert joined(sentence) in joined(text).replace(" • ", " ")
    (told,) = document(rare)["series"]
    assert (told["delays"], told["delays_untold"]) == ([], asdict(why))


def test_of_many_series_the_table_names_those_without_a_delay_with_the_reason() -> None:
    few = Untold(reason="few_events", value=0.05, limit=0.1)
    wide = Untold(reason="wide_spread", value=2.0, limit=1.0)
    silent = [a_series(name, delays=(), untold=few) for name in ("a", "b")]
    told = brief(a_series("c"), *silent, a_series("d", delays=(), untold=wide))
    named = "fewer than one event expected in 10 months (a, b); counts that vary too widely (d)."
    paper = "".join(page.extract_text() for page in on_paper(told).pages)
    for text in (in_terminal(told, full=True), on_page(told), paper):
        assert named in joined(text)
    assert "for such a series: counts that vary too widely." in joined(paper)
    assert "for some series" not in on_page(brief(a_series()))


def test_of_many_series_the_page_has_all_in_the_table_and_charts_of_the_changed() -> None:
    quiet = [a_series(f"series {i:03}") for i in range(MOST_CHARTS)]
    watch = brief(*quiet, a_series("arson", "rising", months=2))
    report = tell(watch, ENGLISH)
    (charts,) = (block for block in report.blocks if block.key == "charts")
    assert isinstance(charts, Section)
    figures = [block for block in walk(charts.blocks) if isinstance(block, Figure)]
    assert len(figures) == MOST_CHARTS
    assert len(table_of(watch).rows) == MOST_CHARTS + 1
    assert f"the {MOST_CHARTS} series that changed most" in charts.title
    assert (charts.blocks[0].key, charts.blocks[0].title) == ("series-1", "arson")


def test_what_is_compared_once_stands_in_the_table_and_has_no_chart() -> None:
    once = WatchedSeries(watched=a_series("totals", "rising", probability=0.98, last=1).watched)
    html = on_page(brief(once, *four()))
    assert html.count("<figure") == 4 + 1
    assert "One chart for each of the 4 series with enough regular periods" in html
    assert 'href="#series-4"' in html
    (told,) = (block for block in tell(brief(once, *four()), ENGLISH).blocks if block.key == "told")
    assert isinstance(told, Points)
    assert [plain(point.what) for point in told.items] == ["totals"]
    alone = on_page(brief(once))
    assert "<figure" not in alone
    assert "One chart" not in alone
    assert len(on_paper(brief(once)).pages) == 1


def test_a_row_leads_to_what_is_said_of_its_series() -> None:
    once = WatchedSeries(watched=a_series("totals", "rising", probability=0.98, last=1).watched)
    watch = brief(once, *four())
    blocks = list(walk(tell(watch, ENGLISH).blocks))
    said = {block.key: block.title for block in blocks if isinstance(block, Section)}
    points = [point for block in blocks if isinstance(block, Points) for point in block.items]
    said |= {point.anchor: plain(point.what) for point in points if point.anchor}
    for row in table_of(watch).rows:
        assert isinstance(row.to, Link)
        assert said[row.to.anchor] == row.cells[0].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_alone_and_escapes_names(language: str) -> None:
    hostile = a_series("<script>alert(1)</script>", "waning", months=3)
    html = on_page(brief(hostile, a_series()), words_in(language))
    assert "<script" not in html
    assert f'<html lang="{language}">' in html
    assert "http" not in html.replace("http-equiv", "").replace("http://www.w3.org", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_paper_stands_every_series_and_its_sentences(language: str) -> None:
    reader = on_paper(brief(), words_in(language))
    text = joined(" ".join(page.extract_text() for page in reader.pages))
    for name in ("arson", "burglaries", "threats", "theft"):
        assert text.count(name) >= 2
    assert words_in(language)("watch.table") in text
    assert len(reader.pages) <= 4


def test_the_same_watch_gives_the_same_report() -> None:
    assert tell(brief(), ENGLISH) == tell(brief(*reversed(four())), ENGLISH)


def test_letters_that_the_font_lacks_do_not_stop_the_pdf() -> None:
    assert on_paper(brief(a_series("火災 🔥 حريق"))).pages


def test_columns_that_say_nothing_of_any_series_are_left_out() -> None:
    full = a_series("arson", "waning", months=4)
    bare = replace(a_series("theft", last=1, delays=()), counts=None)
    bare.watched.points.upper[:] = np.nan
    for series, keys in (
        ((bare,), ("series", "direction", "last", "aged")),
        ((bare, full), tuple(COLUMNS)),
    ):
        table = table_of(brief(*series))
        assert [column.head for column in table.columns] == [ENGLISH(f"watch.{k}") for k in keys]
        assert all(len(row.cells) == len(keys) for row in table.rows)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "34%"), ("fr", "34 %"), ("nl", "34%"), ("de", "34 %")]
)
def test_a_share_has_its_sign_and_a_count_has_none(language: str, said: str) -> None:
    share, persons, none = (
        replace(a_series(unit, last=1), counts=None, unit=unit)
        for unit in ("percent of departed", "persons", "percent")
    )
    share.watched.points.observed[:] = persons.watched.points.observed[:] = 34.0
    none.watched.points.observed[:] = np.nan
    report = tell(brief(share, persons, none), words_in(language))
    (table,) = (block for block in report.blocks if block.key == "series")
    assert isinstance(table, Table)
    latest = {
        plain(row.cells[0].text): next(
            plain(cell.text).replace("\xa0", " ")
            for cell, column in zip(row.cells, table.columns, strict=True)
            if column.head == words_in(language)("watch.last")
        )
        for row in table.rows
    }
    assert latest == {"percent of departed": said, "persons": "34", "percent": "–"}


def test_of_series_without_a_chart_all_that_changed_are_told_and_then_the_first_others() -> None:
    def once(name: str, direction: str, **changes: object) -> WatchedSeries:
        return WatchedSeries(watched=a_series(name, direction, last=1, **changes).watched)  # type: ignore[arg-type]

    def told(*series: WatchedSeries) -> list[str]:
        blocks = [block for block in tell(brief(*series), ENGLISH).blocks if block.key == "told"]
        return [
            plain(point.what)
            for block in blocks
            if isinstance(block, Points)
            for point in block.items
        ]

    changed = [once(f"up {i}", "rising") for i in range(4)]
    quiet = once("quiet", "steady", quiet=a_quiet(33.0, is_long=True))
    unknown = [once(f"rare {i}", "cannot tell", reason="too_few_events") for i in range(4)]
    names = [f"up {i}" for i in range(4)]
    assert told(*changed, quiet, *unknown, once("same", "steady")) == [*names, "quiet"]
    assert told(*changed, *unknown, once("same", "steady")) == [*names, "rare 0"]
    assert told(once("same", "steady"), once("other", "steady")) == []
    assert told(once("same", "steady")) == ["same"]


def test_of_few_series_the_short_answer_tells_what_is_known_of_those_that_changed() -> None:
    stopped = a_series("stop", "cannot tell", months=20, level_changed="waning")
    quiet = a_series("quiet", quiet=a_quiet(33.0, is_long=True))
    report = tell(brief(stopped, quiet, a_series("same")), ENGLISH)
    wanted = {block.key for block in walk(report.blocks) if block.rank == Rank.FIRST_PAGE}
    assert {"series-1-verdict", "series-1-facts"} <= wanted
    assert "series-3-verdict" not in wanted


def test_one_chart_among_several_series_is_said_to_be_one() -> None:
    once = WatchedSeries(watched=a_series("totals", "rising", probability=0.98, last=1).watched)
    html = on_page(brief(once, a_series()))
    assert "One chart, for the only series with enough regular periods" in html
    assert "each of the 1" not in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("untold", [OTHER_METHOD, COMPARED_ONCE])
def test_what_was_never_simulated_is_said_with_its_reason(untold: Untold, language: str) -> None:
    words = words_in(language)
    told = brief(a_series("a", delays=(), untold=untold, period="irregular"))
    (sentence,) = delays(told.series[0], words)
    assert words.code("watch_untold", untold.reason) in sentence
    assert sentence in on_page(told, words).replace("&#39;", "'")
    (one,) = json.loads(document_json(document(told)))["series"]
    assert one["delays_untold"] == {"reason": untold.reason, "value": None, "limit": None}


def test_a_short_course_takes_no_more_room_on_paper_than_a_long_one() -> None:
    def pages(n: int) -> int:
        many = [a_series(f"s{i}", counts=some_counts(n=n), last=2) for i in range(12)]
        return len(on_paper(brief(*many)).pages)

    assert pages(2) <= pages(48)


def test_a_rate_that_is_compared_is_said_a_month_as_it_was_published() -> None:
    latest, before = (
        a_group(year, count, derived="rate_times_months")
        for year, count in ((2015, 72.0), (2014, 132.0))
    )
    said = "6 a month (2015), after 11 a month (2014)"
    assert compared(replace(a_series(), compared=(latest, before)), ENGLISH) == said
