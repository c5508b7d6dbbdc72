"""Spoil every table and file by chance, and say what came of it: `python -m tests.hostile --seed 7`."""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.hostile.mutations import WEIGHING
from tests.hostile.oracle import FINDING, summed
from tests.hostile.targets import MOST_SILENT, TIMES
from tests.hostile.trial import some


def main() -> int:
    """Run all, print what was found by class, and end with 1 where something is to be mended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="Of a full run.")
    parser.add_argument("--all", action="store_true", help="Print every verdict.")
    asked = parser.parse_args()
    work = [
        (of, asked.seed, range(first, min(first + 50, last)))
        for of, times in TIMES.items()
        for last in [int(times * asked.share)]
        for first in range(0, last, 50)
    ]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = [
            (of, v)
            for (of, *_), some_ in zip(work, pool.map(some, work), strict=True)
            for v in some_
        ]
    lines = []
    for of in TIMES:
        lines += ["", f"{of}, seed {asked.seed}", summed([v for o, v in found if o == of])]
    verdicts = [v for _, v in found]
    lines += ["", "all", summed(verdicts), ""]
    lines += [str(v) for v in verdicts if asked.all or v.is_ == FINDING]
    sys.stdout.write("\n".join(lines) + "\n")
    silent = [v for v in verdicts if v.why.startswith("silent")]
    findings = sum(v.is_ == FINDING for v in verdicts)
    cells = sum(v.mutation.of in WEIGHING for v in verdicts)
    return int(findings > len(silent) or len(silent) > MOST_SILENT * cells)


if __name__ == "__main__":
    sys.exit(main())
