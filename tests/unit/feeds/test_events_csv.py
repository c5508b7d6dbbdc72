"""A plain list of events: known counts, names of columns, forms of files, and odd rows."""

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.feeds.event_files import FEEDS, TODAY, a_list, by_knowledge, by_month, count

from peil.feeds.events_csv.parser import make_source
from peil.feeds.importing.reading import OpenEvents
from peil.feeds.importing.source import Source
from peil.terms.errors import BadInput

FIXTURE = FEEDS / "events_csv" / "fixture.csv"
SOURCE = make_source(date="date", country="country", published="published")
UNDATED = make_source(date="date", country="country", published=None)
ROWS = [("2022-01-01", "Belgium", "2022-01-02"), ("2022-03-31", "Belgium", "2022-04-01")]


def test_events_are_counted_by_the_month_in_which_they_became_known() -> None:
    assert by_knowledge(count(FIXTURE, SOURCE), "events") == {
        ("Belgium", "2022-01", "2022-01"): 1,
        ("Belgium", "2022-01", "2022-03"): 1,
        ("Belgium", "2022-03", "2022-03"): 1,
        ("France", "2022-01", "2022-01"): 1,
        ("France", "2022-03", "2022-04"): 1,
    }


def test_columns_are_found_by_the_names_that_are_given(tmp_path) -> None:
    path = a_list(tmp_path / "a.csv", ROWS, header="Day,Where is it,told")
    source = make_source(date="Day", country="Where is it", published="told")
    assert by_month(count(path, source), "events") == by_month(
        count(a_list(tmp_path / "b.csv", ROWS), SOURCE), "events"
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b",", b";"),
        lambda data: data.replace(b",", b"\t"),
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"Belgium", b'"Belgium"'),
        lambda data: data.replace(b"Belgium", b" Belgium "),
        lambda data: data.rstrip(b"\n"),
    ],
)
def test_other_forms_of_a_file_give_the_same(change, tmp_path) -> None:
    plain = a_list(tmp_path / "a.csv", ROWS)
    other = tmp_path / "b.csv"
    other.write_bytes(change(plain.read_bytes()))
    assert by_knowledge(count(other, SOURCE), "events") == by_knowledge(
        count(plain, SOURCE), "events"
    )


def test_a_parquet_file_gives_the_same(tmp_path) -> None:
    from pyarrow import csv, parquet

    other = tmp_path / "fixture.parquet"
    parquet.write_table(csv.read_csv(FIXTURE), other)
    assert by_knowledge(count(other, SOURCE), "events") == by_knowledge(
        count(FIXTURE, SOURCE), "events"
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2022-13-05,Belgium,2022-01-06", r"date that cannot be read \(row 4: date '2022-13-05'\)"),
        (",Belgium,2022-01-06", r"date that cannot be read \(row 4: date ''\)"),
        ("2022-02-05,Belgium,", r"day of publication that cannot be read \(row 4: published ''\)"),
        ("1899-12-31,Belgium,2022-01-06", r"date before 1900 \(row 4: date '1899-12-31'\)"),
        ("2031-01-05,Belgium,2031-01-06", r"date in the future \(row 4: date '2031-01-05'\)"),
        (
            "2022-02-05,Belgium,2031-01-06",
            r"day of publication in the future \(row 4: published '2031-01-06'\)",
        ),
        ("2022-02-05,Belgium,2022-01-06", r"\(row 4: date '2022-02-05', published '2022-01-06'\)"),
        ("2022-02-05,Belgium", "row 4: has 2 cells where 3 are expected"),
        ('2022-02-05,"Belgium,2022-02-06', "a quote that is not closed"),
        ("2022-02-05,Bel\u202egium,2022-02-06", "a country is called"),
        ("infinity,Belgium,2022-02-06", "date"),
    ],
)
def test_an_odd_row_is_refused_and_named(row, said, tmp_path) -> None:
    path = a_list(tmp_path / "a.csv", [*ROWS, row.split("|")])
    with pytest.raises(BadInput, match=said):
        count(path, SOURCE)


@pytest.mark.parametrize("other", ["", "Country of birth", "c0", "0", 'a"b', "the date"])
def test_columns_that_are_not_read_may_have_any_name(other, tmp_path) -> None:
    rows = [("7", *row, "") for row in ROWS]
    path = a_list(
        tmp_path / "a.csv",
        rows,
        header=f'"{other.replace(chr(34), chr(34) * 2)}",date,country,published,x',
    )
    assert sum(by_month(count(path, SOURCE), "events").values()) == len(ROWS)


def test_two_unread_columns_may_have_one_name(tmp_path) -> None:
    path = a_list(tmp_path / "a.csv", [(*row, "", "") for row in ROWS], "date,country,published,,")
    assert sum(by_month(count(path, SOURCE), "events").values()) == len(ROWS)


def test_events_may_be_known_on_their_own_day(tmp_path) -> None:
    source = make_source(date="date", country="country", published="date")
    assert by_knowledge(count(a_list(tmp_path / "a.csv", ROWS), source), "events") == {
        ("Belgium", "2022-01", "2022-01"): 1,
        ("Belgium", "2022-03", "2022-03"): 1,
    }


@pytest.mark.parametrize(
    ("names", "said"),
    [(("date", "date", None), "countries and days"), (("", "country", None), "by no letter")],
)
def test_columns_that_cannot_be_what_they_are_named_for_are_refused(names, said) -> None:
    with pytest.raises(BadInput, match=said):
        make_source(**dict(zip(("date", "country", "published"), names, strict=True)))


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("date,country,published,date", "has the column 'date' twice"),
        ("date,country,published,Date", "the columns 'date' and 'Date', which differ in capitals"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_column_that_is_there_twice_is_refused(form, header, said, tmp_path) -> None:
    path = a_list(tmp_path / "a.csv", [(*row, "") for row in ROWS], header=header)
    if form == "parquet":
        from pyarrow import csv, parquet

        parquet.write_table(csv.read_csv(path), path := tmp_path / "a.parquet")
    with pytest.raises(BadInput, match=said):
        count(path, SOURCE)


LONG = b"2022-01-01," + b"B" * 20_000_000 + b",2022-01-02"
"""A row that no buffer holds."""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.replace(b"\n", b"\r\n", 1), "ends some lines as Unix and some as Win"),
        (lambda data: b"\n" + data, "no row of column names at its top"),
        (lambda data: data.replace(b"\n", b"\r"), "no row of column names at its top"),
        (lambda data: data + LONG, "about byte [0-9]+: has a row that is too long"),
        (lambda data: data + LONG + b"\n" + data, "about byte [0-9]+: has a row that is too long"),
    ],
)
def test_a_file_that_cannot_be_split_is_explained(change, said, tmp_path) -> None:
    path = a_list(tmp_path / "a.csv", ROWS)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(BadInput, match=said):
        count(path, SOURCE)


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to(os.devnull)])
def test_what_is_no_file_that_stays_is_refused_at_once(make, tmp_path) -> None:
    make(tmp_path / "a.csv")
    with pytest.raises(BadInput, match="no file that stays"):
        count(tmp_path / "a.csv", SOURCE)


def test_of_many_odd_rows_three_are_named_and_all_are_counted(tmp_path) -> None:
    path = a_list(tmp_path / "a.csv", [*ROWS, *[("x", "Belgium", "2022-02-06")] * 7])
    with pytest.raises(
        BadInput,
        match=r"has 7 rows with a date .* \(row 4: .*, row 5: .*, row 6: date 'x', \.\.\.\)",
    ):
        count(path, SOURCE)


def test_a_row_without_a_country_is_left_out_and_told(tmp_path) -> None:
    rows = [*ROWS, ("2022-02-05", "", "2022-02-06"), ("x", " ", "2022-02-06")]
    counts = count(a_list(tmp_path / "a.csv", rows), SOURCE)
    assert counts.left_out == {"without a country": 2}
    assert sum(by_month(counts, "events").values()) == 2


READ = ("2022-02-05", "2022-2-5", "2022-02-05 ", '"2022-02-05"', "2022-02-05 10:00:00")
READ += ("2022-02-05T23:59:59Z", "2022-02-05 00:00:00+14", " 2022-02-05", " \t 2022-02-05 ")
"""Words for one and the same day."""
REFUSED = ("", " ", '""', "NULL", "epoch", "infinity", "2022-02", "20220205", "2022-02-29")
REFUSED += ("2022-02-05x", "2022 -02-05", "2022-02-05 25:00:00", "2022/02/05", "2022/02/05x")
REFUSED += ("2022 02 05", "22-02-05", "202-02-05", "12022-02-05", "02022-02-05", "-2022-02-05")
"""Words for no day; a reader of CSV that parses dates by itself takes some of them for one."""
FORMS = {
    "plain": lambda data: data,
    "lines that end as in Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "semicolons": lambda data: data.replace(b",", b";"),
}


@pytest.mark.parametrize("form", FORMS)
def test_words_for_one_day_are_read_as_that_day(form, tmp_path) -> None:
    path = a_list(tmp_path / "a.csv", [(word, "Belgium", word) for word in READ])
    path.write_bytes(FORMS[form](path.read_bytes()))
    counts = count(path, SOURCE)
    assert by_knowledge(counts, "events") == {("Belgium", "2022-02", "2022-02"): len(READ)}
    assert {str(counts.first), str(counts.last), str(counts.last_known)} == {READ[0]}


@pytest.mark.parametrize("word", REFUSED)
def test_a_word_for_no_day_is_refused_and_its_row_named(word, tmp_path) -> None:
    path = a_list(tmp_path / "a.csv", [*ROWS, (word, "Belgium", "2022-04-01")])
    with pytest.raises(BadInput, match=r"1 row with a date that cannot be read \(row 4: date '"):
        count(path, SOURCE)


def test_words_for_no_day_of_publication_are_refused_too(tmp_path) -> None:
    rows = [*ROWS, *[("2022-01-01", "Belgium", word) for word in REFUSED]]
    said = (
        rf"{len(REFUSED)} rows with a day of publication that cannot be read \(row 4: .*, row 6: "
    )
    with pytest.raises(BadInput, match=said):
        count(a_list(tmp_path / "a.csv", rows), SOURCE)


DAYS = st.dates(date(2015, 1, 1), date(2015, 6, 30))
GOOD = st.tuples(DAYS, st.sampled_from(["Belgium", "Côte d'Ivoire", "A b"]), st.integers(0, 90))
ODD = st.sampled_from(["", "2015-02-29", "15-01-01", "yesterday", "2015-1-", "99999999999", "NULL"])


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(GOOD, min_size=1, max_size=30), odd=st.lists(ODD, max_size=3))
def test_every_event_is_counted_once_or_the_file_is_refused(rows, odd, tmp_path) -> None:
    lines = [(str(day), country, str(day + timedelta(late))) for day, country, late in rows]
    lines += [(word, "Belgium", "2015-07-01") for word in odd]
    path = a_list(tmp_path / "a.csv", lines)
    if odd:
        with pytest.raises(BadInput, match=f"{len(odd)} row"):
            count(path, SOURCE)
        return
    expected: dict[tuple[str, str, str], int] = {}
    for day, country, late in rows:
        key = (country, str(day)[:7], str(day + timedelta(late))[:7])
        expected[key] = expected.get(key, 0) + 1
    assert by_knowledge(count(path, SOURCE, today=TODAY), "events") == expected
    assert by_month(count(path, UNDATED), "events") == by_month(count(path, SOURCE), "events")


@pytest.mark.parametrize("indicator", ["A b", "1st", "", "é"])
def test_an_indicator_that_is_no_id_is_refused(indicator) -> None:
    with pytest.raises(BadInput, match="not one lower-case word"):
        SOURCE.measures([indicator])


WORDS_ALONE = replace(SOURCE, days=())
A_DAY = st.dates(date(1890, 1, 1), date(2030, 1, 1)).map(date.isoformat) | st.sampled_from(
    ("1970-01-01", "epoch", "infinity", "-infinity", "")
)
CHANGES = (
    lambda word, at: word[:at] + word[at + 1 :],
    lambda word, at: word[:at] + " " + word[at:],
    lambda word, at: word[:at] + "1" + word[at:],
    lambda word, at: word[:at] + "/" + word[at + 1 :],
    lambda word, at: word + " 10:00"[: 6 if at else 0],
    lambda word, at: word.upper() + "x" * (at % 2),
)


def told(path: Path, source: Source) -> object:
    """Give all that counting a file tells, or what it is refused for."""
    try:
        counts = count(path, source)
    except BadInput as error:
        return str(error)
    days = [str(day) for day in (counts.first, counts.last, counts.last_known)]
    return by_knowledge(counts, "events"), counts.rows, dict(counts.left_out), days


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    days=st.lists(A_DAY, min_size=1, max_size=4),
    change=st.sampled_from(CHANGES),
    at=st.integers(0, 9),
    country=st.sampled_from(("Belgium", "")),
    is_event=st.booleans(),
)
def test_days_that_the_reader_parses_are_those_of_the_words(
    days, change, at, country, is_event, tmp_path
) -> None:
    *others, last = [(day, "2030-01-01") if is_event else ("1960-01-01", day) for day in days]
    place = 0 if is_event else 1
    odd = [*last]
    odd[place] = change(odd[place], at)
    rows = [(day, "Belgium", known) for day, known in others] + [(odd[0], country, odd[1])]
    path = a_list(tmp_path / "a.csv", rows)
    assert told(path, SOURCE) == told(path, WORDS_ALONE)


@pytest.mark.parametrize(("word", "passes"), [("2022-02-05", 1), ("2022-02-05 10:00", 2)])
def test_words_are_asked_only_where_the_reader_cannot_tell(
    word, passes, tmp_path, monkeypatch
) -> None:
    computed = []
    arrays = OpenEvents.arrays
    monkeypatch.setattr(
        OpenEvents, "arrays", lambda *given: (computed.append(1), arrays(*given))[1]
    )
    monkeypatch.setattr("peil.feeds.importing.codes.repeated_rows", lambda _: 0)
    monkeypatch.setattr("peil.feeds.importing.codes.refuse_swapped", lambda *_: None)
    count(a_list(tmp_path / "a.csv", [*ROWS, (word, "Belgium", "2022-02-06")]), SOURCE)
    assert len(computed) == passes


def test_rows_with_every_cell_of_an_earlier_one_are_told(tmp_path) -> None:
    rows = [(*row, what) for row in ROWS for what in ("fire", "shots", "fire", "fire")]
    header = "date,country,published,what"
    found = count(a_list(tmp_path / "a.csv", rows, header=header), SOURCE)
    assert (found.rows, found.repeats) == (8, 4)
    with_id = replace(SOURCE, id="what", columns=(*SOURCE.columns, "what"))
    numbered = [(*row, str(n)) for n, row in enumerate([*ROWS, *ROWS])]
    # Each of the two rows stands there again under an id of its own.
    assert count(a_list(tmp_path / "b.csv", numbered, header=header), with_id).repeats == 2
