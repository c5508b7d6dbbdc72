"""The table of the largest differences from R, written into the docs once all of it has run."""

import json
import math
from collections import defaultdict
from pathlib import Path

from tests.reference import PARITY, ROOT, settings

PAGE = ROOT / "docs" / "methods" / "surveillance.md"
BEGIN, END = "<!-- parity: begin -->", "<!-- parity: end -->"


def begin_afresh() -> None:
    """Forget the differences of an earlier run."""
    for file in PARITY.glob("*.jsonl"):
        file.unlink()


def write_table(page: Path = PAGE) -> bool:
    """Write the table between its markers, if every result was compared; say whether it was."""
    rows = [
        json.loads(line)
        for file in sorted(PARITY.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    if {row["setting"] for row in rows} != {str(setting) for setting in settings()}:
        return False
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    new = f"{before}{BEGIN}\n{table(rows)}\n{END}{after}"
    if new != text:
        page.write_text(new, encoding="utf-8")
    return True


def table(rows: list[dict[str, object]]) -> str:
    """Give for each method the results, points, and largest differences of each column."""
    methods: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        methods[str(row["method"])].append(row)
    lines = [
        "| method | results of R | points | largest relative difference, by column | alarms and gaps that differ |",
        "|---|---:|---:|---|---:|",
    ]
    for method, own in sorted(methods.items()):
        worst: dict[str, float] = {}
        for row in own:
            for name, value in row.items():
                if name not in ("method", "setting", "points", "alarm") and isinstance(
                    value, float
                ):
                    worst[name] = max(worst.get(name, 0.0), value)
        differing = sum(float(str(row.get("alarm", 0.0))) > 0 for row in own)
        told = ", ".join(f"{name} {_at_most(value)}" for name, value in sorted(worst.items()))
        points = sum(int(str(row["points"])) for row in own)
        lines.append(f"| `{method}` | {len(own)} | {points:,} | {told} | {differing} |")
    return "\n".join(lines)


def _at_most(value: float) -> str:
    """Round up to a power of ten, so that another machine's last digit changes nothing."""
    if value == 0:
        return "0"
    return f"≤ 1e{max(math.ceil(math.log10(value)), -12)}"
