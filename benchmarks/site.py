"""Time, memory and size of `peil site` on a large dossier, and how they grow with it.

Run with `python -m benchmarks.site [SIZE…]`. At size 1 there are 20,000 recommendations, 5,000 arrangements and
200,000 vintages of money. Each size is a process of its own.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.policy_status import write

SIZES = ("1", "3", "10")


def measure(folder: Path, place: Path) -> None:
    """Tell the seconds that a site took in this process, step by step, its size and the megabytes."""
    from datetime import date

    from peil.workflow.site import Step, export_site

    laps: dict[str, float] = {}
    wall, begin = time.perf_counter(), time.process_time()

    def timed(steps: list[Step]) -> object:
        for step in steps:
            start = time.process_time()
            yield step
            laps[step[0]] = round(time.process_time() - start, 1)

    export_site(folder, place, as_of=date(2020, 1, 1), watched=timed)  # type: ignore[arg-type]
    files = [path.stat().st_size for path in place.rglob("*") if path.is_file()]
    pages = [path.stat().st_size for path in place.rglob("*.html")]
    told = {
        "seconds": time.process_time() - begin,
        "wall": time.perf_counter() - wall,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "site": sum(files) / 1e6,
        "largest": max(pages) / 1e6,
        "laps": laps,
    }
    print(json.dumps(told))


def main(sizes: tuple[str, ...]) -> None:
    """Measure each size in a process of its own."""
    with tempfile.TemporaryDirectory() as made:
        for size in sizes:
            folder, place = Path(made) / f"size-{size}", Path(made) / f"site-{size}"
            write(folder, float(size))
            told = subprocess.run(
                [sys.executable, "-m", "benchmarks.site", "--one", str(folder), str(place)],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
            found = json.loads(told)
            print(
                f"size {size:>3}: {found['seconds']:6.1f} s of one core, {found['wall']:6.1f} s on the "
                f"clock; {found['memory']:6.0f} MB; the site has {found['site']:6.1f} MB, its largest page "
                f"{found['largest']:5.2f} MB; {found['laps']}"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(tuple(sys.argv[1:]) or SIZES)
