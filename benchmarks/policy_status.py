"""Time and memory of `peil policy status` on a large dossier, and how they grow with its size.

Run with `python -m benchmarks.policy_status [FOLDER]`. At size 1 there are 20,000 recommendations, 5,000
arrangements and 200,000 vintages of money. Each size is a process of its own.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from peil.feeds.dossier.new import as_json, describe

RECOMMENDATIONS, ARRANGEMENTS, FUNDING = 20_000, 5_000, 200_000
SIZES = (0.1, 1.0, 3.0, 10.0)
SCALE = """
name = "Level"
instrument = "Law"
article = "1"
valid_from = 2010-01-01
replay_from = 2010-01-31
levels = [
  { number = 1, name = { en = "low" }, meaning = { en = "none" } },
  { number = 2, name = { en = "high" }, meaning = { en = "some" } },
]
"""
TABLES = {
    "indicators": "id,name_en,name_fr,name_nl,name_de,unit,measure_kind,family,effort,definition,"
    "caveat,weighs",
    "observations": "country,indicator,period_start,period_end,value,published,partial,"
    "approximate,publisher,source,licence",
    "findings": "id,country,inquiry,theme,statement,date,published,source",
    "recommendations": "id,findings,statement,addressee,published,source",
    "statuses": "recommendation,side,state,on,published,source",
    "arrangements": "id,name,function,body,type,answers,carries_out,published,source",
    "events": "arrangement,kind,on,published,source",
    "funding": "line,arrangement,stage,year,amount,currency,published,source",
}

ROWS = {
    "recommendations": (
        RECOMMENDATIONS,
        ["r{i},f{f},Do {i}.,ministry,2015-02-01,Report {s}"],
    ),
    "statuses": (
        RECOMMENDATIONS,
        [
            "r{i},owner,in_progress,2016-01-01,2016-02-01,Answer {s}",
            "r{i},overseer,not_started,2016-01-01,2016-03-01,Audit {s}",
        ],
    ),
    "arrangements": (
        ARRANGEMENTS,
        ["a{i},A {i},work,ministry,prevent,f{f},r{i},2015-03-01,Law {s}"],
    ),
    "events": (ARRANGEMENTS, ["a{i},meeting,2016-01-01,2016-02-01,Minutes {s}"]),
}
"""Tables with their number of entries at size 1, and the rows of each entry."""


def rows_of(table: str, size: float) -> Iterator[str]:
    """Write the rows of a table, spread evenly over what they refer to."""
    if table == "indicators":
        yield "files,Files,,,,files,flow_count,judicial_opened,effort_dependent,Opened.,,true"
    elif table == "observations":
        yield "Norland,files,2016-01-01,2016-12-31,226,2017-01-31,false,false,Office,Report,free"
    elif table == "findings":
        for i in range(100):
            yield f"f{i},Norland,Commission,capacity,Too few.,2015-01-01,2015-01-01,Report"
    elif table in ROWS:
        count, lines = ROWS[table]
        for i in range(int(count * size)):
            yield from (line.format(i=i, f=i % 100, s=i % 50) for line in lines)
    else:
        yield from _funding(int(ARRANGEMENTS * size), int(FUNDING * size))


def _funding(arrangements: int, rows: int) -> Iterator[str]:
    for i in range(rows):
        line, vintage = i % (arrangements * 4), i // (arrangements * 4)
        day = f"201{5 + vintage % 5}-0{1 + vintage % 9}-01"
        yield f"l{line},a{line % arrangements},committed,2018,{i},EUR,{day},Budget {i % 50}"


def write(folder: Path, size: float) -> None:
    """Write a dossier of a size."""
    folder.mkdir(parents=True, exist_ok=True)
    described = describe("Norland", tables=tuple(TABLES), title="Large")
    (folder / "datapackage.json").write_text(as_json(described), encoding="utf-8")
    (folder / "scale.toml").write_text(SCALE, encoding="utf-8")
    (folder / "policy.toml").write_text('[bodies]\nministry = "Ministry"\n', encoding="utf-8")
    for table, header in TABLES.items():
        text = "\n".join((header, *rows_of(table, size)))
        (folder / f"{table}.csv").write_text(text + "\n", encoding="utf-8")


def measure(folder: Path) -> None:
    """Tell the seconds of one core that a status took as text and as JSON in this process, and the megabytes."""
    from datetime import date

    from peil.report.render.data import document_json
    from peil.report.render.terminal import render_terminal
    from peil.report.tell.policy import status_document, tell_status
    from peil.report.words import words_in
    from peil.workflow.policy import policy_on

    words = words_in("en")
    begin = time.process_time()
    found = policy_on(folder, date(2018, 1, 22))
    report = tell_status(found, words)
    render_terminal(report, words, width=100, is_terminal=False, full=True)
    seconds = time.process_time() - begin
    text = document_json(status_document(found), report)
    more = time.process_time() - begin - seconds
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps({"seconds": seconds, "json": more, "megabytes": memory, "characters": len(text)})
    )


def main(folder: Path) -> None:
    """Measure each size in a process of its own."""
    for size in SIZES:
        place = folder / f"size-{size:g}"
        write(place, size)
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.policy_status", "--one", str(place)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        found = json.loads(told)
        print(
            f"size {size:4g}: text {found['seconds']:6.1f} s; JSON {found['json']:6.1f} s more, "
            f"{found['characters'] / 1e6:6.1f} million characters; {found['megabytes']:6.0f} MB"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(sys.argv[1] if sys.argv[1:] else made))
