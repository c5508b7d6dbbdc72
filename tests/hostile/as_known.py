"""Every report of a day, before and after rows that became known later were added to every table.

`python -m tests.hostile.as_known --seed 7` compares every form, on 22 January 2018 and a day it draws.
"""

import argparse
import datetime as dt
import shutil
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.hostile.later import DAY, whole_dossier, with_later
from tests.hostile.oracle import run
from tests.unit.feeds.builders import Files, written

from peil.workflow.reports import POLICY

Command = tuple[str, ...]
AS_OF = ("--as-of", "DAY")
UNVERIFIED = ("--with", "unverified")
STATUS: Command = ("policy", "status", "DOSSIER", *AS_OF)
LOWERING: Command = ("policy", "lowering", "DOSSIER", "--from", "3", "--to", "2", "--on", "DAY")
COMPARED = ("ftf_departed_cumulative", "ftf_returned_cumulative")
COMMANDS: Mapping[str, Sequence[Command]] = {
    "assessment": [("assess", "DOSSIER", *AS_OF), ("assess", "DOSSIER", *AS_OF, *UNVERIFIED)],
    "watch": [("watch", "DOSSIER", *AS_OF)],
    "comparison": [("compare", "DOSSIER", *AS_OF, "--indicator", each) for each in COMPARED],
    "track": [
        ("track", "DOSSIER", "--to", "DAY"),
        ("track", "DOSSIER", "--to", "DAY", *UNVERIFIED),
    ],
    **{key: [STATUS] for key in POLICY},
    "policy-status": [STATUS],
    "lowering": [LOWERING, (*LOWERING, "--questions", "MADE/questions.csv")],
    "then-and-now": [("policy", "diff", "DOSSIER", "--from", "2014-01-22", "--to", "DAY")],
    "return-policy": [("policy", "returns", "DOSSIER", *AS_OF)],
    "local-arrangements": [("policy", "local", "DOSSIER", *AS_OF)],
    "reassessment": [("reassess", "DOSSIER", *AS_OF)],
    "practices": [("practices", "DOSSIER", *AS_OF), ("practices", "DOSSIER", *AS_OF, *UNVERIFIED)],
    "judgement": [("judge", "DOSSIER", *AS_OF), ("judge", "DOSSIER", *AS_OF, "--extremise")],
    "replay": [("replay", "DOSSIER", "--from", "2017-01-01", "--to", "DAY")],
}
"""The commands that give each kind of report as a day knew it."""
APART = {
    "watch-many": "it reads a table of counts, which has no day of knowledge",
    "watch-quality": "it reads a table of counts, which has no day of knowledge",
    "evaluation": "it reads a table of its own, which has no day of knowledge",
}
"""Kinds of report that no day of knowledge is asked for, and why."""
COUNTS = "it reads a table of counts, and what is in it is known"
SERVES = "a desk decides on what it was told, and keeps when"
COMMANDS_APART = {
    "check": "it reports on the files as they are now",
    "new": "it makes a dossier",
    "import": "it writes what an event file says, with its days",
    "watch_many": COUNTS,
    "watch_quality": COUNTS,
    "evaluate": COUNTS,
    **dict.fromkeys(("work", "backup", "restore", "serve", "audit"), SERVES),
}
"""Commands, and groups of them, that no day of knowledge is asked for, and why."""
SITE: Command = ("site", "DOSSIER", "MADE/site", *AS_OF, "--languages", "en")
FORMS: Mapping[str, Command] = {
    "json": ("--format", "json"),
    "text": (),
    "all": ("--all",),
    "csv": ("--format", "csv"),
    "files": ("--html", "MADE/a.html", "--pdf", "MADE/a.pdf", "--xlsx", "MADE/a.xlsx"),
    "pictures": ("--svg", "MADE/svg", "--png", "MADE/png"),
}
Answers = dict[tuple[str, str], bytes]
"""What was printed or written, by the command with its options and the file."""


def every_command() -> list[Command]:
    """List the commands, each once."""
    return [*dict.fromkeys(each for several in COMMANDS.values() for each in several)]


def answers(files: Files, folder: Path, day: dt.date, asked: Sequence[Command]) -> Answers:
    """Run commands on a dossier, and give what each of them prints and writes."""
    shutil.rmtree(folder, ignore_errors=True)
    written(files, folder / "dossier")
    made, found = folder / "made", Answers()
    for words in asked:
        made.mkdir()
        put = {"DOSSIER": str(folder / "dossier"), "DAY": str(day)}
        ran = run(
            *(put.get(word, word.replace("MADE", str(made))) for word in words), limited=False
        )
        name = " ".join(words)
        found[name, "printed"] = f"{ran.code}\n{ran.err}{ran.broke}\n{ran.out}".encode()
        for path in sorted(path for path in made.rglob("*") if path.is_file()):
            found[name, str(path.relative_to(made))] = path.read_bytes()
        shutil.rmtree(made)
    return found


def told_apart(day: dt.date, seed: int, asked: Sequence[Command]) -> list[str]:
    """Say which reports of a day changed as rows that became known later were added."""
    files = whole_dossier()
    later, _ = with_later(files, day, Random(f"{seed} {day}"))
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "work"
        was, now = (answers(each, folder, day, asked) for each in (files, later))
    told = {" ".join(key): text[:200] for key, text in was.items() if key[1] == "printed"}
    assert all(text.startswith((b"0", b"2")) for text in told.values()), told
    return [
        f"{day}, seed {seed}: {' '.join(key)}: {_first_change(was.get(key, b''), now.get(key, b''))}"
        for key in sorted({*was, *now})
        if was.get(key) != now.get(key)
    ]


def _first_change(was: bytes, now: bytes) -> str:
    """Give the lines about the first byte that differs."""
    pairs = enumerate(zip(was, now, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(was), len(now)))
    old, new = (text[max(0, at - 60) : at + 60].decode(errors="replace") for text in (was, now))
    return f"{old!r} became {new!r}"


def _of_day(work: tuple[dt.date, int]) -> list[str]:
    forms = [(*words, *form) for words in every_command() for form in FORMS.values()]
    return told_apart(*work, [*forms, SITE])


def main() -> int:
    """Compare every form of every report on two days, and print what changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    drawn = dt.date(2018, 2, 1) + dt.timedelta(days=Random(seed).randrange(2100))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = [*pool.map(_of_day, [(DAY, seed), (drawn, seed)])]
    told = [line for several in found for line in several]
    head = f"rows that became known after {DAY} and after {drawn}: {len(told)} changes"
    sys.stdout.write("\n".join([head, *told]) + "\n")
    return int(bool(told))


if __name__ == "__main__":
    sys.exit(main())
