"""Many series from a file: stopped and begun again, the result is the same bytes."""

import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from peil.observe.watch.discoveries import with_discoveries
from peil.observe.watch.table import watch_table
from peil.terms.errors import BadInput, BadOutput
from peil.workflow import watching_many
from peil.workflow.watching_many import ManySettings, watch_many

SERIES, WEEKS = 12, 40
LATEST = ManySettings(last=2)


class StoppedError(Exception):
    pass


def rows(**columns: Any) -> pa.Table:
    days = [date(2021, 1, 4) + timedelta(weeks=n) for n in range(WEEKS)]
    table = {
        "series": [f"s{i:02d}" for i in range(SERIES) for _ in days],
        "date": pa.array(days * SERIES, pa.date32()),
        "count": np.random.default_rng(4).poisson(3.0, SERIES * WEEKS),
    }
    return pa.table(table | columns)


def in_bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "counts.parquet"
    pq.write_table(rows(), path)
    return path


@pytest.fixture(autouse=True)
def five_to_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching_many, "SERIES_IN_A_PART", 5)


def run(source: Path, parts: Path, **more: Any) -> pa.Table:
    return watch_many(source, parts, **({"settings": LATEST, "workers": 1} | more))


def stop_after(parts: int) -> Callable[[int, int], None]:
    """Progress that stops the run, as Ctrl-C would, once so many parts are done."""

    def watched(done: int, _total: int) -> None:
        if done >= min(5 * parts, SERIES):
            raise StoppedError

    return watched


def test_all_series_of_a_file_are_watched_with_discoveries_over_the_set(
    source: Path, tmp_path: Path
) -> None:
    found = run(source, tmp_path / "parts")
    assert in_bytes(found) == in_bytes(with_discoveries(watch_table(rows(), last=2)))
    assert len(list((tmp_path / "parts").iterdir())) == 3


def test_progress_counts_series(source: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    run(source, tmp_path / "parts", watched=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 12), (5, 12), (10, 12), (12, 12)]


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_a_stopped_run_goes_on_where_it_stopped(source: Path, tmp_path: Path, parts: int) -> None:
    folder = tmp_path / "parts"
    with pytest.raises(StoppedError):
        run(source, folder, watched=stop_after(parts))
    kept = {part: part.stat().st_mtime_ns for part in folder.iterdir()}
    seen: list[int] = []
    again = run(source, folder, watched=lambda done, _: seen.append(done))
    assert len(kept) == parts
    assert seen[0] == min(5 * parts, SERIES)
    assert {part: part.stat().st_mtime_ns for part in kept} == kept
    assert in_bytes(again) == in_bytes(run(source, tmp_path / "fresh"))


def test_processes_change_no_byte(source: Path, tmp_path: Path) -> None:
    together = run(source, tmp_path / "two", workers=2)
    assert in_bytes(together) == in_bytes(run(source, tmp_path / "one"))


def test_a_process_is_sent_its_own_rows_alone() -> None:
    whole = len(pickle.dumps(rows()))
    sent = [len(pickle.dumps(chunk)) for chunk in watching_many._chunks(rows())]
    assert len(sent) == 3
    assert sum(sent) < 1.5 * whole


def test_other_settings_start_afresh(source: Path, tmp_path: Path) -> None:
    run(source, tmp_path / "parts")
    before = set((tmp_path / "parts").iterdir())
    run(source, tmp_path / "parts", settings=ManySettings(last=3))
    assert not before & set((tmp_path / "parts").iterdir())
    assert len(list((tmp_path / "parts").iterdir())) == len(before)


def test_another_input_makes_the_parts_that_it_changes(source: Path, tmp_path: Path) -> None:
    run(source, tmp_path / "parts")
    before = set((tmp_path / "parts").iterdir())
    changed = rows()["count"].to_numpy().copy()
    changed[-1] += 1
    pq.write_table(rows(count=changed), source)
    again = run(source, tmp_path / "parts")
    assert len(before & set((tmp_path / "parts").iterdir())) == 2
    assert in_bytes(again) == in_bytes(run(source, tmp_path / "fresh"))


def test_other_code_starts_afresh(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(source, tmp_path / "parts")
    before = set((tmp_path / "parts").iterdir())
    monkeypatch.setattr(watching_many, "_code", lambda: b"other")
    run(source, tmp_path / "parts")
    assert not before & set((tmp_path / "parts").iterdir())


@pytest.mark.parametrize("package", ["peil.terms", "peil.observe"])
def test_what_judges_a_series_is_part_of_the_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    before, packaged = watching_many._code(), watching_many.files
    (tmp_path / "changed.py").write_text("changed")
    monkeypatch.setattr(
        watching_many, "files", lambda name: tmp_path if name == package else packaged(name)
    )
    assert watching_many._code() != before


@pytest.mark.parametrize("name", ["numba", "numpy", "pyarrow", "scipy"])
def test_other_versions_of_what_counts_make_other_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = watching_many._part_of(rows(), tmp_path, LATEST)
    installed = watching_many.version
    monkeypatch.setattr(
        watching_many, "version", lambda asked: "other" if asked == name else installed(asked)
    )
    assert watching_many._part_of(rows(), tmp_path, LATEST) != before


def test_a_broken_part_is_made_again(source: Path, tmp_path: Path) -> None:
    first = run(source, tmp_path / "parts")
    broken = min((tmp_path / "parts").iterdir())
    broken.write_bytes(b"")
    (tmp_path / "parts" / f"{broken.name}.unfinished").write_bytes(b"half")
    assert in_bytes(run(source, tmp_path / "parts")) == in_bytes(first)
    assert len(list((tmp_path / "parts").iterdir())) == 3


def test_what_others_keep_in_the_folder_stays(source: Path, tmp_path: Path) -> None:
    run(source, tmp_path, workers=1)
    assert source.exists()


def test_a_csv_file_and_a_folder_give_the_bytes_of_a_parquet_file(
    source: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    pyarrow.csv.write_csv(rows().slice(100), folder / "a.csv")
    pyarrow.csv.write_csv(rows().slice(0, 100), folder / "b.csv")
    from_csv = run(folder, tmp_path / "parts_csv")
    assert in_bytes(from_csv) == in_bytes(run(source, tmp_path / "parts"))


def test_the_regions_above_are_watched_and_explained(tmp_path: Path) -> None:
    regions = [f"Belgium/R{i % 3}" for i in range(SERIES) for _ in range(WEEKS)]
    names = [f"s{i // 3}" for i in range(SERIES) for _ in range(WEEKS)]
    pq.write_table(rows(series=names, region=regions), tmp_path / "counts.parquet")
    found = run(tmp_path / "counts.parquet", tmp_path / "parts")
    first = [row for row in found.to_pylist() if row["series"] == "s0"][::2]
    assert [row["region"] for row in first] == ["Belgium", *(f"Belgium/R{i}" for i in range(3))]
    assert first[0]["observed"] == sum(row["observed"] for row in first[1:])
    assert "carried_by" in found.column_names


def test_no_series_give_no_rows(tmp_path: Path) -> None:
    pq.write_table(rows().slice(0, 0), tmp_path / "counts.parquet")
    assert len(run(tmp_path / "counts.parquet", tmp_path / "parts")) == 0


def test_ctrl_c_leaves_finished_parts_and_no_half_one(source: Path, tmp_path: Path) -> None:
    """A process that is told to stop in the middle, with two of its own at work."""
    program = f"""
import os, signal
from pathlib import Path
from peil.workflow import watching_many as many
many.SERIES_IN_A_PART = 5
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell in the background ignores it
def stop(done, total):
    if done >= 5:
        os.kill(os.getpid(), signal.SIGINT)
if __name__ == "__main__":
    many.watch_many(Path({str(source)!r}), Path({str(tmp_path / "parts")!r}),
                    settings=many.ManySettings(last=2), workers=2, watched=stop)
"""
    script = tmp_path / "stopped.py"
    script.write_text(program)
    ended = subprocess.run([sys.executable, script], capture_output=True, check=False)
    assert ended.returncode in (-signal.SIGINT, 128 + signal.SIGINT)
    assert ended.stderr.count(b"Traceback") == 1
    names = [path.name for path in (tmp_path / "parts").iterdir()]
    assert names
    assert all(name.endswith(".part.parquet") for name in names)
    assert in_bytes(run(source, tmp_path / "parts")) == in_bytes(run(source, tmp_path / "fresh"))


@pytest.mark.parametrize("name", ["counts.txt", "absent.csv"])
def test_a_source_that_is_no_table_is_refused(tmp_path: Path, name: str) -> None:
    if name == "counts.txt":
        (tmp_path / name).write_text("series")
    with pytest.raises(BadInput, match=name):
        run(tmp_path / name, tmp_path / "parts")


def test_a_folder_that_cannot_be_made_is_refused(source: Path) -> None:
    with pytest.raises(BadOutput, match="parts cannot be kept in"):
        run(source, source / "parts")


def test_a_series_that_cannot_be_watched_is_named(source: Path, tmp_path: Path) -> None:
    pq.write_table(rows(count=[-1] * SERIES * WEEKS), source)
    with pytest.raises(BadInput, match=r"'s\d\d'"):
        run(source, tmp_path / "parts", workers=2)
