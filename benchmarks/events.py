"""Time the way from a large event file to a series, against DuckDB alone: time and peak memory.

Usage: python benchmarks/events.py [rows] [folder]

It writes a list of events, then counts it by country and month: once by the path of
`peil import` (one Ibis expression that also finds odd dates, unknown places and the span of the
file), once by the plain SQL that a person would write, and once by SQL that answers all that the
first does: it takes no date but one as in 2018-01-22, where the plain one takes 2018/01/22x too,
and keeps the first and last days. Each step runs in a process of its own, several times in turn, so
that none gains from what another left in memory; the medians are compared, of wall clock and of
processor time, which other work on the machine disturbs less. Libraries are imported within the
time. The folder needs about 45 bytes for each row.
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
SAME = """
select
    country,
    year(day) * 12 + month(day) as month,
    year(known) * 12 + month(known) as known_month,
    count(*) as events,
    min(day), max(day), max(known)
from (
    select
        country,
        case when date like '____-%' then try_cast(date as date) end as day,
        case when published like '____-%' then try_cast(published as date) end as known
    from read_csv('{file}', all_varchar = true)
)
group by all
"""
MEASURES = (("wall clock", "s"), ("processor time", "s"), ("peak memory", "GB"))
MEMORY = "1GB"
"""The limit that the import sets itself."""


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
        steps = ("peil", "duckdb", "same")
        turns = [{name: _run(name, file) for name in steps} for _ in range(ROUNDS)]
    for at, (what, unit) in enumerate(MEASURES):
        ours, plain, same = (statistics.median(turn[n][at] for turn in turns) for n in steps)
        print(f"{what}: {ours:.2f} {unit}, DuckDB alone {plain:.2f} {unit}", end=" ")
        print(f"({ours / plain:.2f} times), to all questions {same:.2f} {unit} ({ours / same:.2f})")


def _run(name: str, file: Path, rows: int = 0) -> tuple[float, ...]:
    command = [sys.executable, __file__, name, str(file), *([str(rows)] if rows else [])]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    *measures, events = done.stdout.split()
    told = ", ".join(f"{m} {unit}" for m, (_, unit) in zip(measures, MEASURES, strict=True))
    print(f"  {name}: {told}, {int(events):,} events counted", flush=True)
    return tuple(map(float, measures))


def _step(name: str, file: Path) -> None:
    begun, used = time.perf_counter(), time.process_time()
    events = STEPS[name](file)
    seconds, used = time.perf_counter() - begun, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{seconds:.2f} {used:.2f} {peak:.3f} {events}")


def _write(file: Path) -> int:
    import duckdb

    rows = int(sys.argv[3])
    duckdb.sql(WRITE.format(rows=rows, file=file))
    return rows


def _peil(file: Path) -> int:
    from datetime import date

    from peil.feeds.events_csv.parser import make_source
    from peil.feeds.importing.counting import count_events
    from peil.feeds.importing.reading import open_events

    source = make_source(date="date", country="country", published="published")
    with open_events(file, source) as events:
        counts = count_events(
            events, source, source.measures(()), name=file.name, today=date(2026, 1, 1)
        )
    return int(counts.amounts["events"].sum())


def _by_sql(query: str, *more: str) -> Callable[[Path], int]:
    def count(file: Path) -> int:
        import duckdb

        for setting in (f"memory_limit = '{MEMORY}'", *more):
            duckdb.sql(f"set {setting}")
        return int(duckdb.sql(query.format(file=file)).fetchnumpy()["events"].sum())

    return count


STEPS: dict[str, Callable[[Path], int]] = {
    "write": _write,
    "peil": _peil,
    "duckdb": _by_sql(PLAIN),
    # As in the import: a cast pushed into the reader would stop at the first date that is none.
    "same": _by_sql(SAME, "disabled_optimizers = 'type_pushdown'"),
}

if __name__ == "__main__":
    main()
