"""What the room offers: methods by name, with an example that runs and every parameter explained."""

import inspect
import re
import subprocess
import sys
from importlib import import_module
from typing import Any

import pytest

from peil import surveillance
from peil.surveillance.parameters import TOLD_BY, parameters_of


def test_every_name_is_found() -> None:
    assert [name for name in surveillance.__all__ if not hasattr(surveillance, name)] == []
    assert set(TOLD_BY) <= set(surveillance.__all__)


def test_a_method_is_a_function_although_its_module_is_called_so_too() -> None:
    for home in surveillance.HOMES:
        import_module(home)
    assert [name for name in TOLD_BY if not callable(getattr(surveillance, name))] == []


def test_the_room_loads_no_method_before_it_is_asked_for() -> None:
    code = "import sys, peil.surveillance; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_example_runs() -> None:
    example = re.findall(r"```python\n(.*?)```", surveillance.__doc__ or "", re.DOTALL)
    names: dict[str, Any] = {}
    for code in example:
        exec(code, names)  # noqa: S102 - the package's own example
    assert names["found"].rise.tolist() == [1.0]


@pytest.mark.parametrize("method", TOLD_BY)
def test_every_parameter_is_explained(method: str) -> None:
    sources: list[Any] = [*TOLD_BY[method]]
    if method == "farrington_flexible":
        sources.append(surveillance.FarringtonSettings)
    told = " ".join(inspect.getdoc(source) or "" for source in sources)
    names = parameters_of(method)
    assert [name for name in names if not re.search(rf"\b{name}\b", told)] == []
