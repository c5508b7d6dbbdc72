"""Rows and columns added to a table leave every byte before them as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peil.feeds.importing.writing import with_column, with_rows
from peil.feeds.tables.table import Dialect

PLAIN = Dialect()
SEMICOLONS = Dialect(delimiter=";", quote="'")
WORDS = st.text(st.sampled_from("ab ,;'\"\n"), max_size=5)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_rows_go_to_the_end_in_the_form_of_the_table(end) -> None:
    old = f"a,b{end or chr(10)}1,2{end}".encode()
    new = with_rows(old, PLAIN, ["a", "b"], [{"b": "x,y"}])
    line = b"\r\n" if end == "\r\n" else b"\n"
    assert new == old.rstrip(b"\r\n") + line + b',"x,y"' + line


def test_nothing_to_add_changes_nothing() -> None:
    assert with_rows(b"a,b\n1,2", PLAIN, ["a", "b"], []) == b"a,b\n1,2"


@given(
    rows=st.lists(st.tuples(WORDS, WORDS), max_size=5),
    dialect=st.sampled_from([PLAIN, SEMICOLONS]),
)
def test_a_column_is_added_to_every_row_whatever_stands_in_it(rows, dialect) -> None:
    sign = {"delimiter": dialect.delimiter, "quotechar": dialect.quote}
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", **sign).writerows([("a", "b"), *rows])
    new = with_column(text.getvalue().encode(), dialect, "c").decode()
    found = list(csv.reader(io.StringIO(new, newline=""), **sign))
    assert found == [["a", "b", "c"], *([*row, ""] for row in rows)]
