"""What the room offers: methods by name, with an example that runs and every parameter explained."""

import inspect
import re
from typing import Any

import pytest

from peil import surveillance
from peil.surveillance.parameters import TOLD_BY, parameters_of


def test_every_name_is_found() -> None:
    assert [name for name in surveillance.__all__ if not hasattr(surveillance, name)] == []
    assert set(TOLD_BY) <= set(surveillance.__all__)


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
