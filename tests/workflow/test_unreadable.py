"""A file that may not be read is refused in one sentence, whichever command is to read it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from peil.cli.main import main

COMMANDS = {
    "watch": ("watch", "--counts", "locked.csv"),
    "watch-many": ("watch-many", "locked.csv", "made"),
    "watch-many, Parquet": ("watch-many", "locked.parquet", "made"),
    "import": ("import", "events_csv", "locked.csv", "DOSSIER"),
    "assess": ("assess", "locked", "--as-of", "2018-01-22"),
    "policy lowering": (
        "policy", "lowering", "DOSSIER", "--from", "3", "--to", "2", "--on", "2018-01-22",
        "--answers", "locked.csv",
    ),
    "evaluate events": ("evaluate", "events", "locked.csv"),
    "evaluate series": ("evaluate", "series", "locked.csv", "--from", "2024-01-01"),
    "evaluate control": (
        "evaluate", "control", "locked.csv", "--unit", "a", "--from", "2016", "--predictor", "v"
    ),
}  # fmt: skip


def refusing(real: Callable[..., object]) -> Callable[..., object]:
    """Make what opens a file refuse the locked ones, as the system does to all but its owner."""

    def opened(path: object, *rest: object, **named: object) -> object:
        if Path(str(path)).name.startswith("locked") or "locked" in Path(str(path)).parts:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *rest, **named)

    return opened


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_may_not_be_read_is_refused_in_one_sentence(
    command: str,
    belgium: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("locked.csv", "locked.parquet", "locked/datapackage.json"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("date,count\n2024-01,3\n", encoding="utf-8")
    may = os.access
    monkeypatch.setattr(
        os, "access", lambda path, *how: "locked" not in str(path) and may(path, *how)
    )
    monkeypatch.setattr(Path, "open", refusing(Path.open))
    monkeypatch.setattr(pq, "ParquetFile", refusing(pq.ParquetFile))
    words = [str(belgium) if word == "DOSSIER" else word for word in COMMANDS[command]]
    monkeypatch.setattr(sys, "argv", ["peil", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert (ended.value.code, said.count("\n")) == (2, 1), said
    assert "ermission denied" in said
