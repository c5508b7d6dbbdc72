"""A run over many series that is stopped: what is said, what is kept, and what goes on from there."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.regions_builder import FILE

MARK = "PEIL_RUN_OF_THIS_TEST"


def begun(folder: Path, parts: int) -> subprocess.Popen[str]:
    """Start a run in processes of its own, and wait until it has made some parts."""
    program = f"""
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell in the background ignores it
from peil.workflow import watching_many as many
many.SERIES_IN_A_PART = 2
if __name__ == "__main__":
    from peil.cli.main import main
    sys.argv = ["peil", "watch-many", {str(FILE)!r}, {str(folder / "made")!r}, "--workers", "2"]
    main()
"""
    script = folder / "run.py"
    script.write_text(program, encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, MARK: str(folder)},
    )
    while run.poll() is None and len(made(folder)) < parts:
        time.sleep(0.02)
    return run


def made(folder: Path) -> list[Path]:
    return sorted((folder / "made" / "parts").glob("*.parquet"))


def test_ctrl_c_says_how_it_goes_on_and_the_same_command_does(tmp_path: Path) -> None:
    for more in (1, 1):
        parts = len(made(tmp_path)) + more
        run = begun(tmp_path, parts)
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=120)
        assert (run.returncode, out) == (130, "")
        assert err == (
            "stopping; the parts that are done are kept, and the same command goes on from there\n"
        )
        assert len(made(tmp_path)) >= parts
    kept = {path: path.stat().st_mtime_ns for path in made(tmp_path)}
    run = begun(tmp_path, 0)
    out, _ = run.communicate(timeout=120)
    assert out.startswith("regions.csv")
    assert len(made(tmp_path)) == 24
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_a_second_ctrl_c_and_an_end_by_force_leave_nothing_behind(tmp_path: Path) -> None:
    run = begun(tmp_path, 1)
    run.send_signal(signal.SIGINT)
    time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=120)
    assert err.count("\n") == 1
    run = begun(tmp_path, len(made(tmp_path)) + 1)
    run.kill()
    run.communicate(timeout=120)
    assert orphans(tmp_path) == []
    run = begun(tmp_path, 0)
    assert run.communicate(timeout=120)[0].startswith("regions.csv")
    assert list((tmp_path / "made" / "parts").glob("*.unfinished")) == []


def orphans(folder: Path) -> list[Path]:
    """List processes that still work for a folder, once they had time to end."""
    found, until = [folder], time.monotonic() + 20
    while found and time.monotonic() < until:
        time.sleep(0.1)
        found = [path for path in Path("/proc").glob("[0-9]*/environ") if is_of(path, folder)]
    return found


def is_of(environment: Path, folder: Path) -> bool:
    try:
        return f"{MARK}={folder}\0".encode() in environment.read_bytes()
    except OSError:
        return False
