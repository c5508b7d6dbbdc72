"""Time a bulk run over many weekly series, and the cold start for one; and their memory.

Usage: python benchmarks/many.py [series]

Ten years of weekly counts, the last of them evaluated, from a Parquet file to the final table,
discoveries included. Every measure is of a process of its own; compiled kernels are cached
before. Memory is the sum of the peaks of all processes: a bound, since they share pages and do not
peak at once. The yardstick is a bare interpreter that imports what any of it needs.
"""

import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SERIES, WEEKS, LAST = 10_000, 522, 52
ROUNDS = 5
WANTED_SECONDS, WANTED_GIB, WANTED_COLD = 60, 2, 2
YARDSTICK = "import numpy, scipy.special, pyarrow.parquet, numba"
ONE = """
import numpy as np
from peil.observe.watch.regular import counts_from_table
from peil.observe.watch.engine import watch_counts
dates = np.datetime64("2015-01-05") + 7 * np.arange(522)
counts = counts_from_table("calls", dates, np.random.default_rng(1).poisson(3.0, 522))
watch_counts(counts, last=52)
"""


def main() -> None:
    """Run everything, or be the process that is measured."""
    if len(sys.argv) == 3:
        bulk(Path(sys.argv[1]), Path(sys.argv[2]))
        return
    series = int(sys.argv[1]) if len(sys.argv) > 1 else SERIES
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "counts.parquet"
        write(source, series)
        few = Path(folder) / "few.parquet"
        write(few, 600)
        again([sys.executable, __file__, str(few), str(Path(folder) / "few")], times=1)
        command = [sys.executable, __file__, str(source), str(Path(folder) / "parts")]
        print(f"{series} weekly series of {WEEKS} weeks, the last {LAST} evaluated")
        print(f"from nothing (wanted: {WANTED_SECONDS} s, {WANTED_GIB} GiB):", flush=True)
        subprocess.run(command, check=True)
        print("all parts there:", flush=True)
        subprocess.run(command, check=True)
    print(f"cold start, one series (wanted: {WANTED_COLD} s): {again([sys.executable, '-c', ONE])}")
    print(f"yardstick, imports alone: {again([sys.executable, '-c', YARDSTICK])}")


def write(source: Path, series: int) -> None:
    """Write counts with a season, of means from one in two months to thirty a week."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(1)
    season = 0.3 * np.cos(2 * np.pi * np.arange(WEEKS) / 52)
    mean = np.exp(rng.uniform(np.log(0.12), np.log(30), series)[:, None] + season)
    count = rng.negative_binomial(5, 5 / (5 + mean))
    week = np.datetime64("2015-01-05") + 7 * np.arange(WEEKS)
    names = pa.array([f"series {i:05d}" for i in range(series)])
    table = {
        "series": names.take(pa.array(np.repeat(np.arange(series), WEEKS))),
        "date": np.tile(week, series),
        "count": count.ravel(),
    }
    pq.write_table(pa.table(table), source)


def bulk(source: Path, parts: Path) -> None:
    """Watch all series, and print seconds and memory."""
    from peil.workflow.watching_many import ManySettings, watch_many

    peaks: dict[int, float] = {}

    def measure(_done: int, _total: int) -> None:
        peaks.update({child.pid: peak(child.pid) for child in multiprocessing.active_children()})

    settings = ManySettings(last=LAST)
    begin, cpu = time.perf_counter(), processor_seconds()
    found = watch_many(source, parts, settings=settings, workers=2, watched=measure)
    seconds, cpu = time.perf_counter() - begin, processor_seconds() - cpu
    own, others = peak("self"), sum(peaks.values())
    said = len(found) - found.column("discovery").null_count
    print(f"  {seconds:.1f} s, {cpu:.1f} s of processors; {own + others:.2f} GiB", end=" ")
    print(f"({own:.2f} and {others:.2f}); {len(found)} rows, {said} discoveries", flush=True)


def processor_seconds() -> float:
    """Give the processor time of this process and its children."""
    used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def peak(process: int | str) -> float:
    """Give the peak of resident memory in GiB; that of getrusage is the parent's at least."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 2**20


def again(command: list[str], times: int = ROUNDS) -> str:
    """Run a command some times and tell the fastest wall clock and processor time."""
    walls, cpus = [], []
    for _ in range(times):
        begin, cpu = time.perf_counter(), processor_seconds()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        walls.append(time.perf_counter() - begin)
        cpus.append(processor_seconds() - cpu)
    return f"{min(walls):.2f} s, {min(cpus):.2f} s of processors"


if __name__ == "__main__":
    main()
