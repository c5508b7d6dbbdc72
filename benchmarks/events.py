"""Time the way from a large event file to a series, against DuckDB alone: seconds and peak memory.

Usage: python benchmarks/events.py [rows] [folder]

It writes a list of events, then counts it by country and month: once by the path of
`peil import` (one Ibis expression that also finds odd dates, unknown places and the span of the
file), once by the plain SQL that a person would write. Each step runs in a process of its own,
several times in turn, so that neither gains from what the other left in memory; the medians are
compared. The folder needs about 45 bytes for each row.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROWS = 50_000_000
ROUNDS = 3
WRITE = """
copy (
    select
        (date '2000-01-01' + (hash(i) % 9131)::int)::varchar as date,
        'Country ' || (hash(i + 1) % 200) as country,
        (date '2000-01-01' + (hash(i) % 9131 + hash(i + 2) % 60)::int)::varchar as published,
        i as number
    from range({rows}) as numbers(i)
) to '{file}' (header, delimiter ',')
"""
PLAIN = """
select
    country,
    date_trunc('month', date) as month,
    date_trunc('month', published) as known,
    count(*) as events
from read_csv('{file}')
group by all
"""


def main() -> None:
    """Write the file and time each step in turn."""
    if sys.argv[1:2] and sys.argv[1] in STEPS:
        _step(sys.argv[1], Path(sys.argv[2]))
        return
    rows = int(sys.argv[1]) if sys.argv[1:] else ROWS
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if sys.argv[2:] else None) as folder:
        file = Path(folder) / "events.csv"
        _run("write", file, rows)
        print(f"{rows:,} events, {file.stat().st_size / 1e9:.2f} GB", flush=True)
        turns = [{name: _run(name, file) for name in ("peil", "duckdb")} for _ in range(ROUNDS)]
    for what, unit, at in (("time", "s", 0), ("peak memory", "GB", 1)):
        ours, plain = (statistics.median(turn[n][at] for turn in turns) for n in ("peil", "duckdb"))
        print(
            f"{what}: {ours:.2f} {unit}, DuckDB alone {plain:.2f} {unit}, {ours / plain:.2f} times"
        )


def _run(name: str, file: Path, rows: int = 0) -> tuple[float, float]:
    command = [sys.executable, __file__, name, str(file), *([str(rows)] if rows else [])]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, memory, events = done.stdout.split()
    print(f"  {name}: {seconds} s, {memory} GB, {int(events):,} events counted", flush=True)
    return float(seconds), float(memory)


def _step(name: str, file: Path) -> None:
    begun = time.perf_counter()
    events = STEPS[name](file)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{seconds:.2f} {peak:.3f} {events}")


def _write(file: Path) -> int:
    import duckdb

    rows = int(sys.argv[3])
    duckdb.sql(WRITE.format(rows=rows, file=file))
    return rows


def _peil(file: Path) -> int:
    from datetime import date

    from peil.feeds.events_csv.parser import make_source
    from peil.feeds.importing.counting import count_events
    from peil.feeds.importing.reading import opened

    source = make_source(date="date", country="country", published="published")
    with opened(file, source) as events:
        counts = count_events(
            events, source, source.measures(()), name=file.name, today=date(2026, 1, 1)
        )
    return int(counts.amounts["events"].sum())


def _duckdb(file: Path) -> int:
    import duckdb

    from peil.feeds.importing.reading import MEMORY

    # The same limit, and the same form of the answer.
    duckdb.sql(f"set memory_limit = '{MEMORY}'")
    table = duckdb.sql(PLAIN.format(file=file)).arrow().read_all()
    return int(sum(table["events"].to_pylist()))


STEPS: dict[str, Callable[[Path], int]] = {"write": _write, "peil": _peil, "duckdb": _duckdb}

if __name__ == "__main__":
    main()
