"""Days of events as people write them in Europe: read where one reading is left, else shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.feeds.event_files import FEEDS, TODAY, a_list, by_knowledge, count

from peil.feeds.acled.parser import SOURCE as ACLED
from peil.feeds.events_csv.parser import make_source
from peil.feeds.importing.counting import count_events
from peil.feeds.importing.reading import OpenEvents, open_events
from peil.feeds.tables.days import DAY_FIRST, MONTH_FIRST
from peil.terms.errors import BadInput

SOURCE = make_source(date="date", country="country", published="published")
WRITTEN = {
    "points": "%d.%m.%Y",
    "slashes, day first": "%d/%m/%Y",
    "slashes, month first": "%m/%d/%Y",
    "hyphens, day first": "%d-%m-%Y",
}
EVENTS = [date(2022, 1, 31), date(2022, 2, 1), date(2022, 3, 4), date(2022, 3, 31)]


def months(path: Path, words: Sequence[str]) -> dict[tuple[str, str, str], int]:
    rows = [(word, "Belgium", word) for word in words]
    return by_knowledge(count(a_list(path, rows), SOURCE), "events")


def expected(days: Sequence[date]) -> dict[tuple[str, str, str], int]:
    each = [str(day)[:7] for day in days]
    return {("Belgium", month, month): each.count(month) for month in each}


@pytest.mark.parametrize("later", ["", " 10:00", " 00:00:00"])
@pytest.mark.parametrize("form", WRITTEN)
def test_a_form_with_one_reading_is_read(form, later, tmp_path) -> None:
    words = [day.strftime(WRITTEN[form]) + later for day in EVENTS]
    assert months(tmp_path / "a.csv", words) == expected(EVENTS)


@pytest.mark.parametrize(
    ("words", "order"),
    [
        (["31/01/2022", "01/02/2022"], DAY_FIRST),
        (["01/02/2022"] * 2000 + ["31/01/2022"], DAY_FIRST),
        (["2022-01-31", "01-31-2022"], MONTH_FIRST),
        (["01/31/2022", "01/02/2022 10:00"], MONTH_FIRST),
        (["2022-01-31", "31.01.2022"], None),
        (["31.01.2022"], None),
    ],
)
def test_the_order_that_was_read_is_told(words, order, tmp_path) -> None:
    path = a_list(tmp_path / "a.csv", [(word, "Belgium", word) for word in words])
    assert count(path, SOURCE).order == order


@pytest.mark.parametrize("word", ["1.2.2022", " 01.02.2022", "1.02.2022 ", '"01.02.2022"'])
def test_with_points_the_day_comes_first(word, tmp_path) -> None:
    assert months(tmp_path / "a.csv", [word]) == expected([date(2022, 2, 1)])


def test_forms_may_be_mixed_while_each_has_one_reading(tmp_path) -> None:
    words = ["2022-01-31", "01.02.2022", "4/3/2022", "31/03/2022 10:00"]
    assert months(tmp_path / "a.csv", words) == expected(EVENTS)


def test_one_column_tells_the_order_of_the_other(tmp_path) -> None:
    rows = [("01/02/2022", "Belgium", "01/03/2022"), ("02/02/2022", "Belgium", "31/03/2022")]
    found = by_knowledge(count(a_list(tmp_path / "a.csv", rows), SOURCE), "events")
    assert found == {("Belgium", "2022-02", "2022-03"): 2}


def test_words_of_a_parquet_file_are_read_alike(tmp_path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    words = [day.strftime("%d/%m/%Y") for day in EVENTS]
    table = pa.table({"date": words, "country": ["Belgium"] * 4, "published": words})
    parquet.write_table(table, path := tmp_path / "a.parquet")
    assert by_knowledge(count(path, SOURCE), "events") == expected(EVENTS)


def test_a_file_of_acled_may_have_points(tmp_path) -> None:
    text = (FEEDS / "acled" / "fixture.csv").read_text(encoding="utf-8")
    path = tmp_path / "a.csv"
    path.write_text(text.replace("20 January 2021", "20.01.2021"), encoding="utf-8")
    indicator = "acled_political_violence"
    assert by_knowledge(count(path, ACLED), indicator) == by_knowledge(
        count(FEEDS / "acled" / "fixture.csv", ACLED), indicator
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["01/02/2022", "03/04/2022"], "row 2: date '01/02/2022', row 3: date '03/04/2022'"),
        (["31/01/2022", "01/31/2022"], "row 2: date '31/01/2022', row 3: date '01/31/2022'"),
        (["2022-01-31", "01-02-2022"], "row 3: date '01-02-2022'"),
    ],
)
def test_an_order_that_is_not_told_is_asked_for(words, shown, tmp_path) -> None:
    with pytest.raises(BadInput) as refused:
        months(tmp_path / "a.csv", words)
    assert str(refused.value).endswith(
        f"({shown}), and the file does not tell the day from the month; "
        "write each as in date '2018-01-22', or delete the rows"
    )


def test_no_name_of_a_column_hides_that_the_order_is_open(tmp_path) -> None:
    name, path = "as written: date", tmp_path / "a.csv"
    path.write_text(f"{name},country,published\n01/02/2022,Belgium,2022-03-01\n", encoding="utf-8")
    with pytest.raises(BadInput, match="the file does not tell the day from the month"):
        count(path, make_source(date=name, country="country", published="published"))


@pytest.mark.parametrize(
    "word", ["31.02.2022", "01.13.2022", "01.02.22", "1.2.2022x", "1. 2.2022", "01.02.2022 25:00"]
)
@pytest.mark.parametrize("other", ["2022-01-31", "31.01.2022"])
def test_a_word_with_points_that_is_no_day_is_shown(word, other, tmp_path) -> None:
    with pytest.raises(BadInput) as refused:
        months(tmp_path / "a.csv", [other, word])
    assert f"(row 3: date '{word}'); write each as in date '2018-01-22'" in str(refused.value)


def test_a_day_of_no_calendar_is_shown_as_it_was_written(tmp_path) -> None:
    with pytest.raises(BadInput, match=r"\(row 3: date '31/02/2022'\); write"):
        months(tmp_path / "a.csv", ["31/01/2022", "31/02/2022"])


@pytest.mark.parametrize("form", WRITTEN)
def test_the_reader_itself_reads_a_form_that_the_beginning_tells(
    form, tmp_path, monkeypatch
) -> None:
    computed = []
    arrays = OpenEvents.arrays
    monkeypatch.setattr(
        OpenEvents, "arrays", lambda *given: (computed.append(1), arrays(*given))[1]
    )
    monkeypatch.setattr("peil.feeds.importing.codes.repeated_rows", lambda _: 0)
    monkeypatch.setattr("peil.feeds.importing.codes.refuse_swapped", lambda *_: None)
    months(tmp_path / "a.csv", [day.strftime(WRITTEN[form]) for day in EVENTS])
    assert len(computed) == 1


def told(path: Path, *, by_words: bool) -> object:
    """Give all that counting a file tells, or what it is refused for."""
    try:
        with open_events(path, SOURCE) as events:
            asked = replace(events, with_days=None) if by_words else events
            counts = count_events(asked, SOURCE, SOURCE.measures(()), name=path.name, today=TODAY)
    except BadInput as error:
        return str(error)
    days = [str(day) for day in (counts.first, counts.last, counts.last_known)]
    return by_knowledge(counts, "events"), counts.rows, days, counts.order


CHANGES = (
    lambda word, _: word,
    lambda word, at: word[:at] + word[at + 1 :],
    lambda word, at: word[:at] + " " + word[at:],
    lambda word, at: word[:at] + "1" + word[at:],
    lambda word, at: word[:at] + "./-"[at % 3] + word[at + 1 :],
    lambda word, at: word + " 10:00"[: 6 if at else 0],
    lambda word, at: ("+", "-", "x", "0")[at % 4] + word,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    form=st.sampled_from([*WRITTEN.values()]),
    days=st.lists(st.dates(date(1890, 1, 1), date(2030, 1, 1)), min_size=1, max_size=4),
    change=st.sampled_from(CHANGES),
    at=st.integers(0, 9),
)
def test_days_that_the_reader_parses_are_those_of_the_words(
    form, days, change, at, tmp_path
) -> None:
    words = [day.strftime(form) for day in days]
    rows = [(word, "Belgium", word) for word in [*words, change(words[-1], at)]]
    path = a_list(tmp_path / "a.csv", rows)
    assert told(path, by_words=False) == told(path, by_words=True)
