"""The guide for users of R: its examples run, and give the alarms that R gives."""

import csv
import io
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from peil.cli.main import main

LATEST = 104


@pytest.fixture(scope="module")
def guide(root: Path) -> str:
    return (root / "docs" / "guide" / "from-r.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def in_r(root: Path) -> Any:
    return pd.read_csv(root / "docs" / "guide" / "from-r-alarms.csv")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def run(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", shlex.split(command))
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0), capsys.readouterr().out


def test_the_examples_in_python_give_the_alarms_of_r(
    root: Path,
    guide: str,
    in_r: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(root)
    names: dict[str, Any] = {}
    for code in blocks(guide, "python"):
        exec(code, names)  # noqa: S102 - the guide's own examples
    for method in ("flexible", "ears"):
        found = names["as_in_r" if method == "flexible" else method]
        np.testing.assert_allclose(found.upper, in_r[f"{method}_upper"], rtol=1e-11)
        assert found.rise.tolist() == in_r[f"{method}_alarm"].tolist()
        assert in_r[f"{method}_alarm"].any()
    assert names["cases"]["date"][366:].tolist() == in_r["date"].tolist()
    moved = np.abs(names["mended"].upper - in_r["flexible_upper"]).max()
    assert 3 < moved <= 4, "the guide says by up to four cases"
    assert float(capsys.readouterr().out.splitlines()[-1]) == pytest.approx(moved)


def test_the_command_gives_the_alarms_of_r(
    root: Path,
    guide: str,
    in_r: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(root)
    (command,) = (text for text in blocks(guide, "sh") if "compat" in text)
    code, out = run(command, monkeypatch, capsys)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (code, len(rows)) == (0, LATEST)
    upper = np.array([float(row["upper"]) for row in rows])
    np.testing.assert_allclose(upper, in_r["flexible_upper"], rtol=1e-11)
    alarms = [float(row["observed"]) > float(row["upper"]) for row in rows]
    assert alarms == (in_r["flexible_alarm"] == 1).tolist()


@pytest.mark.parametrize("number", [1, 2])
def test_the_other_commands_run(
    root: Path,
    guide: str,
    number: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(root)
    code, out = run(blocks(guide, "sh")[number], monkeypatch, capsys)
    assert code == 0
    assert ("Known outbreaks found" if number == 2 else "cases") in out


def test_what_is_shown_of_r_is_what_was_run(root: Path, guide: str) -> None:
    script = (root / "docs" / "guide" / "from-r.R").read_text(encoding="utf-8")
    assert [block for block in blocks(guide, "r") if block not in script] == []
