"""From Python: values go in, results that show themselves come out, and the guide's examples run."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pyarrow as pa
import pytest
from matplotlib import pyplot as plt
from nbclient import NotebookClient

import peil
from peil.report.chart.figure import Line
from peil.report.model import Figure, walk

NOTEBOOKS = ("weekly", "dossier")
PLACES = {"place": ["Aa", "Bo"], "count": [12, 40], "population": [1_000_000, 2_000_000]}


@pytest.fixture(scope="module")
def weekly(root: Path) -> Any:
    return pd.read_csv(root / "docs" / "guide" / "weekly.csv")


@pytest.fixture(scope="module")
def found(weekly: Any) -> Any:
    return peil.watch(weekly)


@pytest.fixture(autouse=True)
def pictures_without_a_window(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MPLBACKEND", "agg")
    yield
    plt.close("all")


def test_the_examples_of_the_guide_run_in_order(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    text = (root / "docs" / "guide" / "python.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(code, names)  # noqa: S102 - the guide's own examples
    assert "give at least two" in capsys.readouterr().out
    assert names["data"]["series"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_notebooks_run_and_are_kept_without_output(root: Path, name: str) -> None:
    folder = root / "docs" / "guide"
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    assert f"docs/guide/{name}.ipynb" in (root / "README.md").read_text(encoding="utf-8")
    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}, timeout=120).execute()
    shown = [out.get("data", {}) for cell in notebook.cells for out in cell.get("outputs", ())]
    assert any("srcdoc" in "".join(data.get("text/html", "")) for data in shown)


def wide(weekly: Any) -> dict[str, Any]:
    return {"date": weekly["date"].tolist(), "table": weekly["count"].tolist()}


def in_weeks(weekly: Any) -> Any:
    days = pd.to_datetime(weekly["date"])
    return weekly.assign(date=days.dt.strftime("%G-W%V"))


def by_index(weekly: Any) -> Any:
    return weekly.set_index(pd.to_datetime(weekly["date"]))[["count"]]


def by_periods(weekly: Any) -> Any:
    return by_index(weekly).to_period("W-SUN")


def as_series(weekly: Any) -> Any:
    return by_index(weekly)["count"].rename("table")


def shuffled(weekly: Any) -> Any:
    return weekly.sample(frac=1, random_state=3)


def arrow(weekly: Any) -> Any:
    return pa.Table.from_pandas(weekly)


def columns(weekly: Any) -> dict[str, Any]:
    return {name: weekly[name].to_numpy() for name in weekly}


@pytest.mark.parametrize(
    "form", [wide, in_weeks, by_index, by_periods, as_series, shuffled, arrow, columns]
)
def test_the_same_counts_give_the_same_whatever_holds_them(
    weekly: Any, found: Any, form: Any
) -> None:
    assert peil.watch(form(weekly)).to_dict() == found.to_dict()


def test_a_file_gives_what_its_table_gives(root: Path, found: Any) -> None:
    of_file = peil.watch(root / "docs" / "guide" / "weekly.csv").to_dict()
    same = ("points", "delays", "quiet", "caveats")
    (own,), (other,) = of_file["series"], found.to_dict()["series"]
    assert {key: own[key] for key in same if key in own} == {
        key: other[key] for key in same if key in own
    }


def test_each_column_of_a_wide_table_is_a_series() -> None:
    months = [f"2020-{month:02}" for month in range(1, 13)]
    table = {"month": months, "north": range(12), "south": [None, *range(11)]}
    both = peil.watch(table)
    assert [one.watched.series for one in both.series] == ["north", "south"]
    assert [int(one.watched.points.observed[-1]) for one in both.series] == [11, 10]


def test_a_dossier_is_watched_too(belgium: Path) -> None:
    whole = peil.watch(belgium, date(2018, 1, 22))
    files = {str(p.relative_to(belgium)): p.read_bytes() for p in belgium.rglob("*") if p.is_file()}
    assert peil.watch(files, date(2018, 1, 22)).to_dict() == whole.to_dict()


@pytest.mark.parametrize("given", [3, object(), {"date": [object()]}, {"date": [[1]]}])
def test_what_is_no_table_is_refused_in_a_sentence(given: Any) -> None:
    with pytest.raises(peil.BadInput, match="give a pandas or Arrow table"):
        peil.watch(given)


def test_a_result_is_what_was_found_and_shows_its_report(found: Any) -> None:
    assert found.as_of == found.result.as_of
    assert repr(found) == found.report().headline
    assert repr(found) in found._repr_html_()
    assert found.report("de").language == "de"
    assert not hasattr(found, "score_person")


def test_the_data_of_a_result_are_those_of_the_command(tmp_path: Path) -> None:
    table = tmp_path / "places.csv"
    pd.DataFrame(PLACES).to_csv(table, index=False)
    peil_command = Path(sys.executable).with_name("peil")
    words = [peil_command, "evaluate", "events", table, "--format", "json"]
    said = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)
    del said["report"]
    assert peil.evaluate.events(PLACES).to_dict() == said


def test_rows_and_pictures_are_those_of_the_report(found: Any) -> None:
    rows = found.to_frame()
    assert len(rows) == len(found.series[0].watched.points)
    figure = next(block for block in walk(found.report().blocks) if isinstance(block, Figure))
    axes = found.plot()
    assert len(axes) == len(figure.drawing.panels)
    assert len(axes[0].lines) == sum(isinstance(m, Line) for m in figure.drawing.panels[0].marks)


def test_what_has_no_picture_says_so() -> None:
    with pytest.raises(peil.BadInput, match="no picture"):
        peil.evaluate.events(PLACES).plot()


def test_an_extra_that_is_not_installed_is_named(
    found: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(peil.BadInput, match=r"pip install 'peil\[plot\]'"):
        found.plot()


def test_importing_peil_loads_nothing_large() -> None:
    code = "import sys, peil; sys.exit(bool({'numba', 'numpy', 'pandas'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
