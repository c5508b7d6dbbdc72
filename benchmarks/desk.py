"""How long the pages of the desk take, in processor time, and by how much more rows slow them.

`python -m benchmarks.desk` fills two desks, one with a hundred times the rows of the other, asks
each page of both many times, and prints queries, milliseconds and the ratio of the two.
`python -m benchmarks.desk --load [sqlite|postgresql]` lets fifty people ask ten pages a second of a desk.
"""

import datetime as dt
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
FEW, MANY = (100, 10_000), (10_000, 1_000_000)
"""Assessments and events of the two desks."""
TIMES = 40


def measure(assessments: int, events: int) -> dict[str, tuple[int, float]]:
    """Fill a desk, and give queries and milliseconds of processor time of each page."""
    from benchmarks.desk_rows import fill
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from peil.store.shared.models import Person

    pages = fill(assessments, events, dt.datetime.now(dt.UTC))
    client = Client(headers={"host": "localhost"})
    client.force_login(Person.objects.get(email="ada@example.org"))
    found = {}
    for name, address in pages.items():
        client.get(address, secure=True)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address, secure=True)
            queries = len(asked)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        begun = time.process_time()
        for _ in range(TIMES):
            client.get(address, secure=True)
        found[name] = (queries, (time.process_time() - begun) / TIMES * 1000)
    return found


def in_process(size: tuple[int, int]) -> dict[str, tuple[int, float]]:
    """Measure a desk of a size in a process of its own."""
    import json
    import subprocess

    command = [sys.executable, "-m", "benchmarks.desk", "--size", *map(str, size)]
    run = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    *_, last = run.stdout.splitlines()
    return {name: (row[0], row[1]) for name, row in json.loads(last).items()}


def measure_one(assessments: int, events: int) -> None:
    """Measure a desk of a size, and print what was found as one line of JSON."""
    import json

    from peil.workflow.serving import Settings, set_up

    with tempfile.TemporaryDirectory() as home:
        belgium = ROOT / "dossiers" / "belgium"
        set_up(Settings(home=Path(home), dossier=belgium, is_demonstration=True))
        found = measure(assessments, events)
    found["memory"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, 0.0)
    print(json.dumps(found))


def compare() -> None:
    """Print each page of a small and of a large desk beside each other."""
    few, many = in_process(FEW), in_process(MANY)
    print(f"{'page':<14}{'queries':>8}{'ms, few':>10}{'ms, many':>10}{'ratio':>8}")
    for name, (queries, slow) in many.items():
        quick = few[name][1]
        ratio = f"{slow / quick:8.2f}" if quick else ""
        print(f"{name:<14}{queries:>8}{quick:10.1f}{slow:10.1f}{ratio}")


if __name__ == "__main__":
    if "--size" in sys.argv:
        measure_one(*map(int, sys.argv[-2:]))
    elif "--load" in sys.argv:
        from benchmarks.desk_load import load

        load("postgresql" if "postgresql" in sys.argv else "sqlite")
    else:
        compare()
