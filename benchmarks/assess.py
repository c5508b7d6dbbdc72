"""Time `peil assess` and `peil replay` of Belgium and `peil --help` from a cold start, as ratios.

The yardstick is a bare interpreter that imports numpy, scipy.special and pyarrow, run in
turn with the commands, so that a slow machine slows both. Run: python benchmarks/assess.py
"""

import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEIL = Path(sys.executable).with_name("peil")
BELGIUM = str(ROOT / "dossiers/belgium")
ASSESS = [str(PEIL), "assess", BELGIUM, "--as-of"]
REPLAY = [str(PEIL), "replay", BELGIUM, "--from", "2006-12-31", "--to", "2026-11-01"]
COMMANDS = {
    "yardstick: import numpy, scipy.special, pyarrow": [
        sys.executable,
        "-c",
        "import numpy, scipy.special, pyarrow",
    ],
    "peil --help": [str(PEIL), "--help"],
    "peil assess of 2018 (JSON)": [*ASSESS, "2018-01-22", "--format", "json"],
    "peil assess of 2018 (text)": [*ASSESS, "2018-01-22"],
    "peil assess of 2025 (text), at most 3 s": [*ASSESS, "2025-06-30"],
    "peil replay of twenty years, at most 10 s": REPLAY,
}
ROUNDS = 5


def cpu_seconds(command: list[str]) -> float:
    """Run a command and give its processor time, children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the median seconds of each command and its ratio to the yardstick."""
    times = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            times[name].append(cpu_seconds(command))
    medians = {name: sorted(each)[ROUNDS // 2] for name, each in times.items()}
    unit = next(iter(medians.values()))
    for name, seconds in medians.items():
        print(f"{name:50s} {seconds:6.2f} s CPU  {seconds / unit:5.1f} x")


if __name__ == "__main__":
    main()
