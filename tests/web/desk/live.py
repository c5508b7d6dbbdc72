"""A desk that really runs: its address, its home, and the commands beside it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
BELGIUM = ROOT / "dossiers" / "belgium"
PEIL = [sys.executable, "-c", "from peil.cli.main import main; main()"]
PATIENCE = 90.0


@dataclass(frozen=True, kw_only=True)
class Live:
    """A running desk."""

    address: str
    home: Path
    process: subprocess.Popen[bytes]
    settings: Mapping[str, str]

    def kill(self) -> None:
        """Take its processes down at once, as a failing machine would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def peil(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command beside it."""
        command = [*PEIL, *words]
        return subprocess.run(
            command,
            env=environment() | self.settings,
            capture_output=True,
            text=True,
            check=False,
        )


def environment() -> dict[str, str]:
    """Give the environment without what the settings of other tests left in it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PEIL_")}


@contextmanager
def running(home: Path, *more: str, workers: int = 1, **settings: str) -> Iterator[Live]:
    """Start a demonstration on a free port, wait until it answers, and stop it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*PEIL, "serve", "desk", str(BELGIUM), "--home", str(home), "--demonstration"]
    command += ["--address", f"127.0.0.1:{port}", "--workers", str(workers), *more]
    env = environment() | settings
    with subprocess.Popen(command, env=env, start_new_session=True) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/report.css", process)
            yield Live(
                address=f"http://127.0.0.1:{port}", home=home, process=process, settings=settings
            )
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  # our own address
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"no desk answers at {address}")
