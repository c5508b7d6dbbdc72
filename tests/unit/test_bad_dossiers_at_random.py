"""Whatever is done to a dossier, it is read, or refused in sentences; nothing else happens."""

import json
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.feeds.builders import Files, a_dossier, put_rows, rows_of, text_of, written
from tests.unit.feeds.sentences import is_a_sentence

from peil.feeds.dossier.check import check_dossier
from peil.feeds.dossier.load import load
from peil.feeds.dossier.read import read_dossier
from peil.terms.errors import BadDossier, Problem

EXAMPLES = 30
"""For each kind of damage."""

TEXTS = [name for name, data in a_dossier().items() if isinstance(data, str)]
TABLES = [name.removesuffix(".csv") for name in TEXTS if name.endswith(".csv")]
WORDS = st.one_of(
    st.text(max_size=12),
    st.dates().map(str),
    st.floats().map(str),
    st.integers().map(str),
    st.sampled_from(
        ["", " ", "NA", "nan", "true", "Norland", "files", "gone", "2017-02-30", "\ufeff", '"', ";",
         "\r", "\n", "\r\n", "completed+foiled", "-0", "1e400", "0001-01-01", "9999-12-31", "\x00"]
    ),
)  # fmt: skip
relaxed = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def outcome(files: Files) -> tuple[Problem, ...]:
    """Read what is left of a dossier; give its problems, each of which must be a sentence."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(files, Path(folder) / "norland")
        problems = _problems(read_dossier, path)
        assert all(is_a_sentence(problem) for problem in problems), problems
        assert problems == _problems(lambda path: load(path).problems, path)
        return problems


def _problems(act: Callable[[Path], object], path: Path) -> tuple[Problem, ...]:
    """Give the problems that an act returns, or is refused with."""
    try:
        found = act(path)
    except BadDossier as error:
        return error.problems
    return found if isinstance(found, tuple) else ()


@relaxed
@given(st.sampled_from(TABLES), st.integers(0, 99), st.integers(0, 99), WORDS)
def test_any_word_in_any_cell(table: str, row: int, column: int, word: str) -> None:
    files = a_dossier()
    rows = rows_of(files, table)
    cells = rows[row % len(rows)]
    cells[column % len(cells)] = word
    put_rows(files, table, rows)
    outcome(files)


@relaxed
@given(st.sampled_from(TABLES), st.randoms(use_true_random=False), st.integers(1, 4))
def test_rows_and_columns_moved_about(table: str, chance: random.Random, times: int) -> None:
    files = a_dossier()
    rows = rows_of(files, table)
    for _ in range(times):
        _move(rows, chance)
    put_rows(files, table, rows)
    outcome(files)


def _move(rows: list[list[str]], chance: random.Random) -> None:
    kind = chance.randrange(5)
    row = chance.randrange(len(rows)) if rows else 0
    if kind == 0 and rows:
        del rows[row]
    elif kind == 1 and rows:
        rows.insert(chance.randrange(len(rows) + 1), list(rows[row]))
    elif kind == 2 and rows and rows[row]:
        del rows[row][chance.randrange(len(rows[row]))]
    elif kind == 3:
        chance.shuffle(rows)
    else:
        rows.insert(row, [])


@relaxed
@given(st.sampled_from(TEXTS), st.binary(max_size=6), st.integers(0), st.integers(0, 20))
def test_any_bytes_in_any_file(name: str, put: bytes, at: int, cut: int) -> None:
    files = a_dossier()
    data = text_of(files, name).encode()
    at %= len(data)
    files[name] = data[:at] + put + data[at + cut :]
    outcome(files)


@relaxed
@given(st.sampled_from(TEXTS), st.integers(0))
def test_any_file_cut_short(name: str, at: int) -> None:
    files = a_dossier()
    data = text_of(files, name).encode()
    files[name] = data[: at % len(data)]
    outcome(files)


@relaxed
@given(st.sampled_from(TEXTS), st.binary(max_size=300))
def test_any_bytes_for_a_file(name: str, data: bytes) -> None:
    files = a_dossier()
    files[name] = data
    outcome(files)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "path", "schema", "fields", "dialect", "delimiter", "type"])
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@relaxed
@given(st.integers(0, 6), st.sampled_from(["name", "path", "schema", "dialect", "encoding"]), JSON)
def test_any_property_of_a_table(table: int, key: str, value: object) -> None:
    files = a_dossier()
    data = json.loads(text_of(files, "datapackage.json"))
    data["resources"][table][key] = value
    files["datapackage.json"] = json.dumps(data)
    if not outcome(files):
        with tempfile.TemporaryDirectory() as folder:
            said = check_dossier(written(files, Path(folder) / "norland"))
            assert all(is_a_sentence(problem) for problem in said)
