"""Every constant of the watch has its reason beside it, and every table is read."""

from importlib.resources import files
from itertools import pairwise

import pytest

from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import PERIODS_A_YEAR
from peil.observe.watch.expectation import constants_for

TEXT = files("peil.observe.watch").joinpath("watch.toml").read_text(encoding="utf-8")
CODE = [
    path.read_text(encoding="utf-8")
    for path in files("peil.observe.watch").iterdir()
    if path.name.endswith(".py")
]


def test_a_reason_stands_above_each_group_of_constants() -> None:
    for before, line in pairwise(TEXT.splitlines()):
        if "=" in line and not line.startswith("#"):
            assert before.startswith("#") or "=" in before, line


@pytest.mark.parametrize("table", CONSTANTS)
def test_every_constant_is_read(table: str) -> None:
    names = [name for name in CONSTANTS[table] if table not in ("field", "outbreak")]
    assert [name for name in names if not any(f'"{name}"' in code for code in CODE)] == []
    assert any(f'CONSTANTS["{table}"]' in code for code in CODE)


@pytest.mark.parametrize("period", PERIODS_A_YEAR)
def test_the_detector_has_constants_for_each_length_of_period(period: str) -> None:
    chosen = constants_for(period)
    assert 0.0 < chosen.alone < 1.0
    assert chosen.fewest > 0
