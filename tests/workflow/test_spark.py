"""The same function in Spark: groups of it in Spark's processes give the bytes of one call here."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from peil.observe.watch.table import WATCH_DDL, in_order, watch_table

# Spark warns of pandas 3 wherever it checks that pandas is there; no pandas frame is used here.
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")

SERIES, WEEKS = 6, 190
RISEN = 110
"""Weeks for which the last series has been higher, over a year of them."""


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One local session on two processors; it needs Java, and no network."""
    from pyspark.sql import SparkSession

    environment = pytest.MonkeyPatch()
    environment.setenv("PYSPARK_PYTHON", sys.executable)
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    yield session
    session.stop()
    environment.undo()


def rows() -> pa.Table:
    days = [date(2021, 1, 4) + timedelta(weeks=n) for n in range(WEEKS)]
    count = np.random.default_rng(4).poisson(3.0, SERIES * WEEKS).astype(float)
    count[50] = np.nan
    count[-RISEN:] += 6.0
    return pa.table(
        {
            "series": [f"s{i}" for i in range(SERIES) for _ in days],
            "date": pa.array(days * SERIES, pa.date32()),
            "count": pa.array(count, from_pandas=True),
            "region": ["Belgium" if i % 2 else None for i in range(SERIES) for _ in days],
        }
    )


def in_bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


def test_spark_gives_the_bytes_of_the_local_run(spark: Any) -> None:
    frame = spark.createDataFrame(rows()).repartition(3)
    watched = frame.groupBy("series").applyInArrow(watch_table, schema=WATCH_DDL)
    collected = in_order(watched.toArrow())
    assert in_bytes(collected) == in_bytes(watch_table(rows()))
    assert set(collected["level_changed"].to_pylist()) == {None, "rising"}


def test_settings_and_finer_groups_change_nothing_of_that(spark: Any) -> None:
    frame = spark.createDataFrame(rows()).groupBy("series", "region")
    watched = frame.applyInArrow(lambda group: watch_table(group, last=4), schema=WATCH_DDL)
    assert in_bytes(in_order(watched.toArrow())) == in_bytes(watch_table(rows(), last=4))
