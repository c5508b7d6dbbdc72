"""Time the same work in one process, in two and in Spark on this machine, at several sizes.

Usage: python benchmarks/spark.py [series ...]

Ten years of weekly counts, the last evaluated, from a table in memory to a table in memory; Spark's
session is started before and timed apart, and every kernel is compiled before. Spark works on two
processors: the time of one process says what it costs on half of them, that of two what it costs
on as many. At the end stands the size from which Spark is the faster, or that there is none.
"""

import os
import sys
import tempfile
import time
import warnings
from pathlib import Path

import pyarrow.parquet as pq
from many import LAST, WEEKS, write

from peil.observe.watch.table import WATCH_DDL, in_order, watch_table
from peil.workflow.watching_many import ManySettings, watch_many

SIZES = (100, 1_000, 10_000)
NEVER = (
    "never here, because it does the same work on the same processors, and moves every row as well"
)
WARMING = 20
"""Series of a first run, which is not shown."""


def main() -> None:
    """Print seconds and ratios for each size."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
    begin = time.perf_counter()
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    spark.range(10).toArrow()
    print(f"Spark's session: {time.perf_counter() - begin:.1f} s; series of {WEEKS} weeks")
    measured = {}
    for n in (WARMING, *(int(size) for size in sys.argv[1:] or SIZES)):
        with tempfile.TemporaryDirectory() as folder:
            measured[n] = compare(spark, n, Path(folder))
        if n != WARMING:
            one, two, spread = measured[n]
            print(
                f"{n:6d} series: one process {one:.1f} s, two {two:.1f} s ({two / one:.2f})", end=""
            )
            print(f", Spark {spread:.1f} s ({spread / one:.2f} and {spread / two:.2f})", flush=True)
    spark.stop()
    del measured[WARMING]
    for processes, place in (("one process", 0), ("two processes", 1)):
        pays = [n for n, seconds in measured.items() if seconds[2] < seconds[place]]
        since = f"from {min(pays)} series on" if pays else NEVER
        print(f"Spark is faster than {processes}: {since}")


def compare(spark: object, n: int, folder: Path) -> tuple[float, float, float]:
    """Time one size in one process, two and Spark, and check that all say the same."""
    source = folder / "counts.parquet"
    write(source, n)
    begin = time.perf_counter()
    alone = watch_table(pq.read_table(source), last=LAST)
    one = time.perf_counter() - begin
    begin = time.perf_counter()
    watch_many(source, folder / "parts", settings=ManySettings(last=LAST), workers=2)
    two = time.perf_counter() - begin
    begin = time.perf_counter()
    groups = spark.read.parquet(str(source)).groupBy("series")
    watched = groups.applyInArrow(lambda rows: watch_table(rows, last=LAST), schema=WATCH_DDL)
    there = in_order(watched.toArrow())
    spread = time.perf_counter() - begin
    if not there.equals(alone):
        raise SystemExit(f"Spark says something else of {n} series")
    return one, two, spread


if __name__ == "__main__":
    main()
