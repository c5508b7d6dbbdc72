"""What the engine says of a file becomes one sentence, and an interruption stays one."""

import pytest

from peil.feeds.importing.reading import explained
from peil.terms.errors import BadInput


def test_an_interrupted_count_is_an_interruption(tmp_path) -> None:
    with pytest.raises(KeyboardInterrupt), explained(tmp_path / "a.csv"):
        raise RuntimeError("Query interrupted")


def test_a_fault_of_our_own_is_not_hidden(tmp_path) -> None:
    with pytest.raises(RuntimeError, match="ours"), explained(tmp_path / "a.csv"):
        raise RuntimeError("ours")


def test_a_column_without_end_is_explained(tmp_path) -> None:
    import duckdb

    with (
        pytest.raises(BadInput, match=r"a\.csv has too many different countries"),
        explained(tmp_path / "a.csv"),
    ):
        raise duckdb.OutOfMemoryException("Out of Memory Error")
