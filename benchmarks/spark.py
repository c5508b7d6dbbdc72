"""Time the same work in one process, in two and in Spark on this machine, at several sizes.

Usage: python benchmarks/spark.py [series ...]

Ten years of weekly counts, the last evaluated, from a table in memory to a table in memory; Spark's
session is started before and timed apart, and every kernel is compiled before. Ratios are to one
process, in one run.
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

SIZES = (50, 200, 1000, 4000)


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
    for n in (20, *(int(size) for size in sys.argv[1:] or SIZES)):
        with tempfile.TemporaryDirectory() as folder:
            compare(spark, n, Path(folder), is_shown=n != 20)
    spark.stop()


def compare(spark: object, n: int, folder: Path, *, is_shown: bool) -> None:
    """Time one size in the three ways, and check that all say the same."""
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
    if is_shown:
        print(f"{n:6d} series: one process {one:.1f} s, two {two:.1f} s ({two / one:.2f})", end="")
        print(f", Spark {spread:.1f} s ({spread / one:.2f})", flush=True)


if __name__ == "__main__":
    main()
