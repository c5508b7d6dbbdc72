"""The watch in a terminal, on a page and on paper: the same account, nothing lost or added."""

import json
from dataclasses import asdict, replace
from datetime import date
from io import BytesIO

import numpy as np
import pytest
from pypdf import PdfReader
from tests.watched_builder import a_quiet, a_series, some_counts

from peil.observe.watch.delays import COMPARED_ONCE, OTHER_METHOD
from peil.observe.watch.watched import Untold
from peil.report.watch_account import HEAD, MOST_KEEPABLE, tell_watch
from peil.report.watch_page import MOST_CHARTS, render_watch_page
from peil.report.watch_pdf import render_watch_pdf
from peil.report.watch_text import MOST_ROWS, render_watch_text
from peil.report.watch_words import duration
from peil.report.watching import WatchBrief, WatchedSeries, watch_json
from peil.report.words import LANGUAGES, words_in

DAY = date(2024, 1, 20)
ENGLISH = words_in("en")


def brief(*series: WatchedSeries) -> WatchBrief:
    return WatchBrief(title="Exampleland", as_of=DAY, series=series or four())


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def four() -> tuple[WatchedSeries, ...]:
    return (
        a_series("arson", "rising", months=8, probability=0.97, caveats=("break",)),
        a_series("burglaries", "waning", months=4, probability=0.99),
        a_series("threats", "cannot tell", reason="too_few_events", probability=np.nan),
        a_series("theft", "steady"),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_no_line_is_wider_than_the_terminal(language: str, width: int) -> None:
    text = render_watch_text(brief(), words_in(language), width=width)
    assert max(map(len, text.splitlines())) <= width
    assert "\ue000" not in text
    assert all(name in text for name in ("arson", "burglaries", "threats", "theft"))


def test_the_table_of_a_terminal_holds_what_is_asked_for() -> None:
    text = render_watch_text(brief(), ENGLISH, width=120)
    row = next(line for line in text.splitlines() if line.startswith("arson"))
    said = row.replace("\xa0", " ")
    wanted = ("▲ rising (97%)", "at most", "1 May 2023", "20/55/20", "20 days", "█")
    assert all(part in said for part in wanted)
    assert text.index("The counts cannot tell") < text.index("rising (97%)")
    assert "A break of definition or source" in text.replace("\n  ", " ")


def test_only_a_terminal_gets_colours_and_no_name_steers_it() -> None:
    hostile = a_series("arson\x1b[2J", "rising", months=2)
    assert "\x1b" not in render_watch_text(brief(hostile), ENGLISH)
    coloured = render_watch_text(brief(hostile), ENGLISH, is_terminal=True)
    assert "\x1b[1" in coloured
    assert "\x1b[2J" not in coloured


def test_of_many_series_the_terminal_shows_the_first_and_says_where_the_rest_is() -> None:
    many = [a_series(f"series {i:03}") for i in range(MOST_ROWS + 7)]
    text = render_watch_text(brief(*many), ENGLISH)
    assert "7 more series stand in --html" in text
    assert "series 066" not in text


def test_a_terminal_names_every_old_outbreak_and_how_it_is_kept() -> None:
    days = ((date(2018, 7, 1), date(2018, 12, 31)),)
    told = a_series("arson", "rising", months=8, outbreaks=days)
    further = [a_series(name, outbreaks=days) for name in ("locks", "theft")]
    text = " ".join(render_watch_text(brief(told, *further), ENGLISH).split())
    assert "Left out of the baseline as an old outbreak: July to December 2018." in text
    assert (
        "Stretches of high counts in further series: locks, left out: July to December 2018; "
        "theft, left out: July to December 2018."
    ) in text
    assert "Each --keep holds for all series." in text
    assert text.count("--keep=2018-07-01:2018-12-31") == 1
    kept = " ".join(render_watch_text(brief(a_series(kept=days)), ENGLISH).split())
    assert "Kept in the baseline by a person" in kept
    assert "--keep" not in kept


def test_a_terminal_writes_out_how_each_of_several_old_outbreaks_is_kept() -> None:
    years = range(2016, 2016 + MOST_KEEPABLE + 2)
    days = tuple((date(year, 7, 1), date(year, 12, 31)) for year in years)
    text = render_watch_text(brief(a_series(outbreaks=days[:2])), ENGLISH)
    assert "\n--keep=2016-07-01:2016-12-31 --keep=2017-07-01:2017-12-31\n" in text
    assert "for all series" not in text
    many = " ".join(render_watch_text(brief(a_series(outbreaks=days)), ENGLISH).split())
    assert many.count("--keep=") == MOST_KEEPABLE
    assert "2 more: --format json has their days." in many


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_delay_is_told_text_page_and_json_say_why(language: str) -> None:
    why = Untold(reason="few_events", value=0.05, limit=0.1)
    rare, words = brief(a_series("rare", delays=(), untold=why)), words_in(language)
    (sentence,) = tell_watch(rare, words).rows[0].delays
    assert sentence.endswith(
        f"{words('watch_untold.few_events', limit=duration(10, 'month', words))}."
    )
    for text in (render_watch_text(rare, words), render_watch_page(rare, words)):
        assert " ".join(plain(sentence).split()) in " ".join(plain(text).split())
    (told,) = json.loads(watch_json(rare))["series"]
    assert (told["delays"], told["delays_untold"]) == ([], asdict(why))


def test_of_many_series_the_table_names_those_without_a_delay_with_the_reason() -> None:
    few = Untold(reason="few_events", value=0.05, limit=0.1)
    wide = Untold(reason="wide_spread", value=2.0, limit=1.0)
    silent = [a_series(name, delays=(), untold=few) for name in ("a", "b")]
    told = brief(a_series("c"), *silent, a_series("d", delays=(), untold=wide))
    named = "fewer than one event expected in 10 months (a, b); counts that vary too widely (d)."
    paper = PdfReader(BytesIO(render_watch_pdf(told, ENGLISH)))
    on_paper = "".join(page.extract_text() for page in paper.pages)
    for text in (render_watch_text(told, ENGLISH), render_watch_page(told, ENGLISH), on_paper):
        assert named in " ".join(plain(text).split())
    assert "for such a series: counts that vary too widely." in " ".join(plain(on_paper).split())
    assert "for some series" not in render_watch_page(brief(a_series()), ENGLISH)


def test_of_many_series_the_page_has_all_in_the_table_and_charts_of_the_changed() -> None:
    quiet = [a_series(f"series {i:03}") for i in range(MOST_CHARTS)]
    html = render_watch_page(brief(*quiet, a_series("arson", "rising", months=2)), ENGLISH)
    assert html.count("<figure") == MOST_CHARTS
    assert html.count('scope="row"') >= MOST_CHARTS + 1
    assert f"the {MOST_CHARTS} series that changed most" in html
    assert 'id="series-1">\n<h3>arson</h3>' in html


def test_what_is_compared_once_stands_in_the_table_and_has_no_chart() -> None:
    once = WatchedSeries(watched=a_series("totals", "rising", probability=0.98, last=1).watched)
    html = render_watch_page(brief(once, *four()), ENGLISH)
    assert html.count("<figure") == 4
    assert "One chart for each of the 4 series with enough regular periods" in html
    assert 'href="#series-4"' in html
    assert ">totals</th>" in html
    alone = render_watch_page(brief(once), ENGLISH)
    assert "<figure" not in alone
    assert "One chart" not in alone
    assert render_watch_pdf(brief(once), ENGLISH).startswith(b"%PDF")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_alone_and_escapes_names(language: str) -> None:
    hostile = a_series("<script>alert(1)</script>", "waning", months=3)
    html = render_watch_page(brief(hostile, a_series()), words_in(language))
    assert "<script" not in html
    assert f'<html lang="{language}">' in html
    assert "http" not in html.replace("http-equiv", "").replace("http://www.w3.org", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_paper_stands_every_series_and_its_sentences(language: str) -> None:
    reader = PdfReader(BytesIO(render_watch_pdf(brief(), words_in(language))))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for name in ("arson", "burglaries", "threats", "theft"):
        assert text.count(name) >= 2
    assert words_in(language)("watch.table") in text
    assert len(reader.pages) <= 3


def test_the_same_watch_gives_the_same_pages() -> None:
    for render in (render_watch_page, render_watch_pdf):
        assert render(brief(), ENGLISH) == render(brief(*reversed(four())), ENGLISH)


def test_letters_that_the_font_lacks_do_not_stop_the_pdf() -> None:
    assert render_watch_pdf(brief(a_series("火災 🔥 حريق")), ENGLISH).startswith(b"%PDF")


@pytest.mark.parametrize(("weeks", "bars"), [(3, 24), (23, 24), (60, 24), (200, 24)])
def test_the_course_shows_what_was_before_the_change(weeks: int, bars: int) -> None:
    counts = some_counts("arson", n=400)
    counts.count[:] = 9
    counts.count[-weeks:] = 1
    one = a_series("arson", "waning", months=weeks, counts=counts, last=300)
    row = tell_watch(WatchBrief(title="x", as_of=date(2049, 5, 1), series=(one,)), ENGLISH).rows[0]
    for course, most in ((row.course, bars), (row.course_short, 10)):
        assert len(course) == most
        assert course[0] == 9
        assert course[-1] == 1


def test_columns_that_say_nothing_of_any_series_are_left_out() -> None:
    full = a_series("arson", "waning", months=4)
    bare = replace(a_series("theft", last=1, delays=()), counts=None)
    bare.watched.points.upper[:] = np.nan
    told = {
        n: tell_watch(WatchBrief(title="x", as_of=date(2024, 1, 20), series=series), ENGLISH)
        for n, series in {"bare": (bare,), "both": (bare, full)}.items()
    }
    assert told["bare"].columns == ("series", "direction", "last", "aged")
    assert told["both"].columns == HEAD
    for account in told.values():
        assert len(account.head) == len(account.columns)


def test_of_many_series_the_terminal_tells_all_that_changed_and_counts_the_rest() -> None:
    changed = [a_series(f"up {i}", "rising", months=3) for i in range(7)]
    stopped = a_series("stop", "cannot tell", months=20, level_changed="waning")
    quiet = a_series("quiet", quiet=a_quiet(33.0, is_long=True))
    unknown = [a_series(f"rare {i}", "cannot tell", reason="too_few_events") for i in range(4)]
    text = render_watch_text(brief(*changed, stopped, quiet, *unknown), ENGLISH)
    told = text[text.index("To know") :].splitlines()
    assert [*(f"up {i}" for i in range(7)), "stop", "quiet"] == [
        line for line in told if line and not line.startswith((" ", "The ", "To ", "4 more"))
    ]
    assert "4 more changed or cannot be told: --html or --format json." in told
    assert " more changed" not in render_watch_text(brief(*changed), ENGLISH)


def test_one_chart_among_several_series_is_said_to_be_one() -> None:
    once = WatchedSeries(watched=a_series("totals", "rising", probability=0.98, last=1).watched)
    html = render_watch_page(brief(once, a_series()), ENGLISH)
    assert "One chart, for the only series with enough regular periods" in html
    assert "each of the 1" not in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("untold", [OTHER_METHOD, COMPARED_ONCE])
def test_what_was_never_simulated_is_said_with_its_reason(untold: Untold, language: str) -> None:
    words = words_in(language)
    told = brief(a_series("a", delays=(), untold=untold, period="irregular"))
    (sentence,) = tell_watch(told, words).rows[0].delays
    assert words.code("watch_untold", untold.reason) in sentence
    (one,) = json.loads(watch_json(told))["series"]
    assert one["delays_untold"] == {"reason": untold.reason, "value": None, "limit": None}


def test_a_short_course_takes_no_more_room_on_paper_than_a_long_one() -> None:
    def pages(n: int) -> int:
        many = [a_series(f"s{i}", counts=some_counts(n=n), last=2) for i in range(12)]
        return len(PdfReader(BytesIO(render_watch_pdf(brief(*many), ENGLISH))).pages)

    assert pages(2) <= pages(48)
