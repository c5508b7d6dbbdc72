"""What every command writes, kept, so that two versions of Peil can be compared.

`python -m benchmarks.outputs record FOLDER [WORD…]`, from the root of a version, runs each command on the dossier
of Belgium on three days, and on small tables, and keeps in FOLDER all that they write. `times.csv` has the
processor time of each in a process that has run others before, and of three in a process of their own. With
words, only commands whose name holds one of them are run.

`python -m benchmarks.outputs compare BEFORE AFTER [WORD…]` says what differs between two such folders, and ends
with code 1 where a file, a key, a row, a code or a number went or changed. Added keys and files are told, and are
no fault; sentences that went or came are told with the first file that they stand in. With words, only files whose
path holds one of them are compared.
"""

import csv
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from benchmarks.outputs_commands import ON_TABLES, SOURCES, Run, all_runs
from benchmarks.outputs_compared import compare

COLD = {
    "help": "--help",
    "assess": "assess belgium --as-of 2018-01-22",
    "site": "site belgium timed --as-of 2018-01-22",
}


def record(folder: Path, wanted: tuple[str, ...]) -> None:
    """Run every wanted command, two at a time, and keep what they write."""
    os.environ |= {"COLUMNS": "100", "NO_COLOR": "1", "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        _prepare(place)
        runs = [run for run in all_runs(_help) if not wanted or any(w in run.name for w in wanted)]
        with ProcessPoolExecutor(2, initializer=os.chdir, initargs=(place,)) as pool:
            rows = list(pool.map(_kept, runs))
        rows += [row for row in _cold(place) if not wanted or row[0] in wanted]
        _write(place / "out" / "times.csv", [("command", "file", "code", "seconds"), *rows])
        # What a stopped run goes on from is no output.
        unwanted = shutil.ignore_patterns("parts")
        shutil.copytree(place / "out", folder, dirs_exist_ok=True, ignore=unwanted)


@cache
def _help(command: tuple[str, ...]) -> str:
    return _said((*command, "--help"))[0]


def _kept(run: Run) -> tuple[str, str, int, float]:
    kept = Path("out") / run.kept
    kept.parent.mkdir(parents=True, exist_ok=True)
    begin = time.process_time()
    text, code = _said(run.words)
    seconds = time.process_time() - begin
    kept.write_text(text, encoding="utf-8")
    return run.name, run.kept, code, round(seconds, 2)


def _said(words: tuple[str, ...]) -> tuple[str, int]:
    """Run a command in this process; give what it printed, a refusal too, and its exit code."""
    (command,) = entry_points(group="console_scripts", name="peil")
    said, wrong = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    sys.argv = ["peil", *words]
    code: Any = 0
    with redirect_stdout(said), redirect_stderr(wrong):
        try:
            command.load()()
        except SystemExit as ended:
            code = ended.code or 0
    told = (said, wrong) if code else (said,)
    for stream in told:
        stream.flush()
    return "".join(stream.buffer.getvalue().decode() for stream in told), code


def _cold(place: Path) -> Iterator[tuple[str, str, int, float]]:
    """Time what must be quick, each three times in a process of its own; give the least."""
    for name, line in COLD.items():
        command = [str(Path(sys.executable).with_name("peil")), *line.split()]
        seconds = []
        for _ in range(3):
            begin = os.times()
            subprocess.run(command, cwd=place, check=True, capture_output=True)
            end = os.times()
            seconds.append(end[2] + end[3] - begin[2] - begin[3])
        yield name, f"{name} in a process of its own", 0, round(min(seconds), 2)


def _prepare(place: Path) -> None:
    """Put what the commands read where their words say, so that no path of this machine is printed."""
    (place / "out" / "tables").mkdir(parents=True)
    shutil.copytree("dossiers/belgium", place / "belgium")
    shutil.copytree("dossiers/belgium", place / "unsound")
    shutil.copytree("docs/guide", place / "guide")
    table = place / "unsound" / "observations.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace(",Belgium", ",Belgum").replace("2016-", "2O16-", 3), "utf-8")
    for source in SOURCES:
        for form in ("json", "text"):
            shutil.copytree("dossiers/belgium", place / "out" / "import" / f"{source}-{form}")
        (fixture,) = Path("src").rglob(f"{source}/fixture.[cC][sS][vV]")
        shutil.copy(fixture, place / f"{source}.csv")
    panel = Path("docs/guide/panel.csv").read_text(encoding="utf-8").splitlines()
    few = [line for line in panel if line.startswith(("unit", "N", "S", "E", "W"))]
    (place / "few.csv").write_text("\n".join(few) + "\n", encoding="utf-8")
    places = [(f"Place {i}", (7 * i * i) % 23, 40_000 + 9_000 * i) for i in range(12)]
    _write(place / "places.csv", [("place", "count", "population"), *places])
    _write(place / "thefts.csv", [("date", "count", "robberies", "burglaries"), *_thefts()])
    words = ON_TABLES["policy-questions"].replace("out/tables/questions", "answers").split()
    with chdir(place):
        _said(tuple(words))
    _answer(place / "answers.csv")


def _thefts() -> Iterator[tuple[str, int, int, int]]:
    for i in range(48):
        chance = (37 * i * i + 11 * i) % 17 - 8
        month = f"{2010 + i // 12}-{i % 12 + 1:02d}"
        yield month, (60 if i < 24 else 30) + chance, 50 - chance // 2, (40 if i < 24 else 70)


def _answer(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["choices"]:
            row |= {"choice": row["choices"].split()[0], "reason": "Needed.", "by": "government"}
    _write(path, [tuple(rows[0]), *(tuple(row.values()) for row in rows)])


def _write(path: Path, rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["record", folder, *wanted]:
            record(Path(folder), tuple(wanted))
        case ["compare", before, after, *wanted]:
            sys.exit(compare(Path(before), Path(after), tuple(wanted)))
        case _:
            sys.exit(__doc__)
