"""The run as a whole: what is compared with reference results, and the table made from it."""

import pytest
from hypothesis import settings
from tests import parity_table

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Forget what an earlier run compared."""
    if not hasattr(session.config, "workerinput"):
        parity_table.begin_afresh()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the table, if all was compared."""
    if not hasattr(session.config, "workerinput"):
        parity_table.write_table()
