"""A small table is read without Arrow, and says the same as Arrow's reader does."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from peil.feeds.tables import table
from peil.terms.errors import BadDossier

TABLES = {
    "plain": "place,count\nA,1\nB,2\nA,1\n",
    "ends of Windows": "place,count\r\nA,1\r\nB,2\r\n",
    "ends of old": "place,count\rA,1\rB,2\r",
    "quotes": 'place,count\n"A, ""old""",1\n"B\nC",2\n',
    "quotes inside": 'place,count\nA "x" y,1\nB,"2"\n',
    "blanks": "place,count\n  ,1\nB, 2 \nNA,\n",
    "letters": "place,count\nÉvora,1\nŁódź,2\n",
    "head alone": "place,count\n",
    "short row": "place,count\nA\nB,2\n",
    "long row": "place,count\nA,1,2\nB,2\n",
    "empty line": "place,count\nA,1\n\nB,2\n",
    "empty row": "place,count\nA,1\n,\nB,2\n",
    "open quote": 'place,count\n"A,1\nB,2\n',
    "open quote in the last column": 'place,count\nA,1\nB,"2\nC,3\n',
    "cut within a cell": 'place,count\nA,1\nB,"tw',
}


def read(path: Path) -> Any:
    try:
        found = table.read_table(path.read_bytes(), "t.csv", table.Dialect())
    except BadDossier as error:
        return [str(problem) for problem in error.problems]
    return {
        name: [column.words[code] for code in column.codes.tolist()]
        for name, column in found.columns.items()
    }


@pytest.mark.parametrize("name", TABLES)
def test_a_small_table_reads_as_a_large_one(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TABLES[name].encode())
    small = read(path)
    monkeypatch.setattr(table, "SMALL", -1)
    assert small == read(path)


@pytest.mark.parametrize("name", ["open quote in the last column", "cut within a cell"])
def test_no_row_is_lost_in_a_cell_whose_quote_is_not_closed(name: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TABLES[name].encode())
    (problem,) = read(path)
    assert problem.startswith("t.csv, row 3: cannot be split into cells")


def test_a_bad_value_in_a_small_table_leaves_no_thread_behind_that_could_abort(
    tmp_path: Path,
) -> None:
    path = tmp_path / "places.csv"
    path.write_text("place,count,population\nA,10,1.900.000\n", encoding="utf-8")
    code = (
        "import os, sys; from peil.cli.main import main; sys.argv = ['peil', 'evaluate', 'events', "
        f"{str(path)!r}]\n"
        "try: main()\n"
        "except SystemExit as end: print(end.code)\n"
        "for task in os.listdir('/proc/self/task'):\n"
        "    print(open(f'/proc/self/task/{task}/comm').read().strip())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, env={"OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    end, *threads = done.stdout.split()
    assert end == "2"
    assert len([name for name in threads if not name.startswith("jemalloc")]) == 1
