"""A whole run summed up: what is counted of which period, in what order, and in which words."""

import json
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest

from peil.observe.watch.discoveries import DISCOVERY_FIELDS
from peil.observe.watch.hierarchy import CARRIED, CARRIER_FIELDS, SPREAD
from peil.observe.watch.many import WatchedMany, latest, sum_up
from peil.observe.watch.table import WATCH_SCHEMA
from peil.report.model import Cell, LeftOut, Table, Text, plain
from peil.report.render.data import document_json
from peil.report.render.terminal import render_terminal
from peil.report.tell.watch.many import MOST_CARRIERS, MOST_ROWS, document, tell
from peil.report.words import LANGUAGES, words_in
from peil.workflow.watched_folder import watched_csv

FIRST = date(2024, 1, 1)
FIELDS = (*WATCH_SCHEMA, *DISCOVERY_FIELDS, *CARRIER_FIELDS)
SIGNAL = {"reason": "signal_shift", "signal_since": FIRST}


def a_period(series: str = "theft", n: int = 0, days: int = 7, **changes: Any) -> dict[str, Any]:
    """Give a judged period of a steady series, the n-th from the first day on."""
    start = FIRST + n * timedelta(days=days)
    usual = {
        "series": series,
        "period_start": start,
        "period_end": start + timedelta(days=days - 1),
        "observed": 5.0,
        "expected": 4.0,
        "direction": "steady",
        "reason": "no_signal",
        "method": "peil-watch-3",
        "caveats": [],
    }
    return usual | changes


def summed(*periods: dict[str, Any]) -> WatchedMany:
    return sum_up(
        a_table(*periods), title="a", false_signals_per_year=0.1, false_discovery_rate=0.1
    )


def a_table(*periods: dict[str, Any]) -> pa.Table:
    rows = sorted(
        periods, key=lambda row: (row["series"], row.get("region") or "", row["period_start"])
    )
    return pa.Table.from_pylist(rows, schema=pa.schema(FIELDS))


def said(*periods: dict[str, Any], language: str = "en") -> str:
    told = tell(summed(*periods), words_in(language))
    lines = [line for block in told.blocks if isinstance(block, Text) for line in block.lines]
    return "\n".join(map(plain, (told.headline, *lines))).replace("\xa0", " ")


def tables(found: WatchedMany) -> list[Table]:
    return [block for block in tell(found, words_in("en")).blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    """Give the cells of each row with the sign of its mark as a word."""
    return [[shown(cell) for cell in row.cells] for row in table.rows]


def shown(cell: Cell) -> str:
    return f"{cell.mark} {plain(cell.text)}".strip().replace("\xa0", " ")


def many_json(found: WatchedMany) -> str:
    return document_json(document(found))


def latest_csv(watched: pa.Table) -> bytes:
    return watched_csv(latest(watched))


def test_only_the_latest_period_of_each_series_is_counted() -> None:
    rising = {"direction": "rising", **SIGNAL}
    brief = summed(
        a_period("a", 0, **rising), a_period("a", 1), a_period("b", 0), a_period("b", 1, **rising)
    )
    assert (brief.series, brief.directions["rising"], brief.directions["steady"]) == (2, 1, 1)
    assert [one.series for one in brief.changed] == ["b"]
    assert brief.judged == 2


def test_the_same_name_in_two_regions_is_two_series() -> None:
    regions = ("X", "X/A", "X/B", None)
    brief = summed(*(a_period("a", n, region=r) for r in regions for n in (0, 1)))
    assert (brief.series, brief.names, brief.regions, brief.wholes) == (4, 1, 3, 1)


def test_a_discovery_of_an_older_period_is_not_one_of_the_newest() -> None:
    found = {"discovery": "rising", "discovery_over_time": "waning"}
    brief = summed(a_period("a", 3, **found), a_period("b", 2, **found), a_period("c", 3))
    assert brief.found == {"rising": 1, "waning": 0}
    assert brief.found_over_time == {"rising": 0, "waning": 1}
    assert brief.behind == 1


def test_what_stands_out_is_listed_the_surest_first() -> None:
    brief = summed(
        a_period("a", discovery="rising", adjusted_p=0.05),
        a_period("b", discovery_over_time="waning", adjusted_over_time=0.001, adjusted_p=1.0),
        a_period("c", adjusted_p=1.0),
    )
    table, *others = tables(brief)
    assert texts(table) == [["b", "–", "waning waning"], ["a", "rising rising", "–"]]
    assert others == []
    assert [one["series"] for one in json.loads(many_json(brief))["discoveries"]] == ["b", "a"]


def test_periods_of_each_length_have_a_newest() -> None:
    brief = summed(a_period("d", days=1), a_period("w", 2), a_period("m", 1, days=31))
    ends = [end for _, end in brief.newest]
    assert ends == [date(2024, 1, 1), date(2024, 1, 21), date(2024, 3, 2)]
    assert brief.behind == 0


def test_the_strongest_evidence_comes_first_whatever_the_direction() -> None:
    brief = summed(
        a_period("a", direction="rising", e_rise=3.0, e_fall=99.0, **SIGNAL),
        a_period("b", direction="waning", e_rise=99.0, e_fall=7.0, **SIGNAL),
        a_period("c", direction="rising", **SIGNAL),
    )
    assert [(one.series, one.score) for one in brief.changed] == [
        ("b", 7.0),
        ("a", 3.0),
        ("c", None),
    ]


def test_counts_are_added_up_since_the_signal_where_both_are_known() -> None:
    since = FIRST + timedelta(days=7)
    last = a_period("a", 3, direction="rising", reason="signal_shift", signal_since=since)
    brief = summed(
        a_period("a", 0, observed=90.0), a_period("a", 1), a_period("a", 2, observed=None), last
    )
    (one,) = brief.changed
    assert (one.counted, one.foreseen) == (10.0, 8.0)


def test_a_change_that_no_signal_dates_has_no_day_and_no_sum() -> None:
    brief = summed(a_period("a", direction="rising", reason="settled"))
    (one,) = brief.changed
    assert (one.signal_since, one.counted) == (None, None)
    (table,) = tables(brief)
    assert texts(table)[0][2:] == ["–", "5 (4)", "–"]


def test_wholes_are_explained_from_the_top_of_the_tree() -> None:
    signal = {"direction": "waning", **SIGNAL}
    parts = [f"X/A/{n}" for n in range(MOST_CARRIERS + 2)]
    brief = summed(
        a_period(region="X", e_fall=1.0, explanation=SPREAD, carried_by=[], **signal),
        a_period(
            region="X/A",
            e_fall=9.0,
            explanation=CARRIED,
            carried_by=parts,
            carried_share=1.2,
            **signal,
        ),
        a_period(region="X/A/0", e_fall=50.0, explanation="own", **signal),
    )
    whole, part = texts(tables(brief)[0])
    assert (whole[1], part[1]) == ("X", "X/A")
    assert whole[4:] == ["spread over all parts; none shows it alone", "–"]
    assert part[4:] == ["0, 1, 2, 3, 4 and 2 more", "120%"]


def test_what_the_text_leaves_out_stands_in_the_json() -> None:
    signal = {"direction": "waning", "explanation": SPREAD, "carried_by": [], **SIGNAL}
    brief = summed(*(a_period(f"s{n:02d}", region="X", **signal) for n in range(13)))
    table, changed = tables(brief)
    assert len(table.rows) == MOST_ROWS
    assert table.left_out == changed.left_out == LeftOut(shown=10, of=13)
    assert "rise or wane: 13" in plain(changed.note)
    document = json.loads(many_json(brief))
    assert (len(document["explained"]), len(document["changed_most"])) == (13, 10)
    assert document["changed"] == 13


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_told_and_what_chance_does_is_said(language: str) -> None:
    unknown = {"direction": "cannot tell", "reason": "too_few_events", "discovery": "rising"}
    text = said(
        *(a_period(f"s{n}", **unknown) for n in range(30)), a_period("z"), language=language
    )
    assert words_in(language).code("watch_reason", "too_few_events") in text
    for number in ("31", "30", "10", "6"):
        assert number in text


def test_none_is_said_where_nothing_stands_out_and_no_method_promises_what_it_does_not_keep() -> (
    None
):
    text = said(a_period("a", caveats=["own_threshold"]), a_period("b"))
    assert text.count(": none.") == 2
    assert "threshold of its own" in text
    assert "chance alone" not in text


def test_the_latest_table_has_a_row_for_each_series_and_parts_apart() -> None:
    carried = {"carried_by": ["X/A b", "X/C"], "explanation": CARRIED}
    rows = latest_csv(a_table(a_period("a", 0), a_period("a", 1, **carried), a_period("=b", 1)))
    head, first, second = rows.decode().splitlines()
    assert head.startswith("series,region,period_start")
    assert first.startswith("'=b,")
    assert "X/A b; X/C" in second


def test_a_narrow_terminal_still_shows_every_figure() -> None:
    brief = summed(a_period("a", region="X/A", direction="rising", **SIGNAL))
    words = words_in("en")
    narrow = render_terminal(tell(brief, words), words, width=60, is_terminal=False)
    assert max(map(len, narrow.splitlines())) <= 60
    assert "X/A" in narrow
    assert "5 (4)" in narrow.replace("\xa0", " ")
