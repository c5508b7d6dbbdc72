"""The run as a whole: what is compared with reference results, and the table made from it."""

from typing import Any

import pytest
from tests import parity_table
from tests.evaluation_data import REFERENCE


def pytest_sessionstart(session: pytest.Session) -> None:
    """Forget what an earlier run compared."""
    if not hasattr(session.config, "workerinput"):
        parity_table.begin_afresh()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the table, if all was compared."""
    if not hasattr(session.config, "workerinput"):
        parity_table.write_table()


def pytest_collection_modifyitems(config: pytest.Config, items: list[Any]) -> None:
    """Collect no test over reference results where their folder is absent: that is no skip."""
    absent = [item for item in items if _has_nothing_to_compare(item)]
    if absent:
        config.hook.pytest_deselected(items=absent)
        items[:] = [item for item in items if item not in absent]


def _has_nothing_to_compare(item: pytest.Item) -> bool:
    marks = item.iter_markers("skip")
    return REFERENCE is None and any("empty parameter set" in str(m.kwargs) for m in marks)
