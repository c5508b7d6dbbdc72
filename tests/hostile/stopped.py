"""Stop the commands that write, at any moment, and run them again: `python -m tests.hostile.stopped`.

Each trial is a process of its own, forked from one that has everything imported and nothing run. It is ended
by a signal at a step that changes the disk, or after a while.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import frictionless  # noqa: F401 - imported here once, and not in each trial
import ibis  # noqa: F401 - the same
import scipy.stats  # noqa: F401 - the same
from tests.hostile.targets import FEEDS, GUIDE
from tests.unit.feeds.builders import a_dossier, written

from peil.cli.main import main as peil
from peil.feeds.dossier.new import new_dossier
from peil.workflow import importing, site, watching_many  # noqa: F401 - the same
from peil.workflow.reports import REPORTS

SHARES = {"import": 0.35, "new": 0.2, "watch-many": 0.25, "site": 0.2}
STEPS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.chmod", "shutil.rmtree"}
"""Events of the interpreter that change the disk; opening a file to write is one more."""
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A command that writes: what is there before, its words, and where it writes.

    Args:
        prepare: lays out a folder as it is before.
        words: given the folder.
        place: what it writes into, within the folder.
        again: exit codes of a second run that are right, one that finds the work done included.
        is_whole: whether the files change together; else each is old or new for itself.
    """

    prepare: Callable[[Path], object]
    words: Callable[[Path], tuple[object, ...]]
    place: str
    again: tuple[int, ...] = (0,)
    is_whole: bool = True


def _before_import(folder: Path) -> None:
    new_dossier("Belgium", folder / "dossier")


def _before_site(folder: Path) -> None:
    written(a_dossier(), folder / "dossier")
    assert ended((*_site(folder), "--as-of", "2017-06-30")) == 0


def _site(folder: Path) -> tuple[object, ...]:
    return "site", folder / "dossier", folder / "site"


class FewPages:
    """Stands for what lays out a site, which takes its time and writes nothing: pages that name their day."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages, self.files = languages, {"index.html": b"first"}

    def start(self, shown: object) -> None:
        self.day = shown

    def add(self, language: str) -> None:
        self.files |= {f"{language}/{n}.html": f"{n}, {self.day}".encode() for n in range(3)}

    def finish(self) -> None:
        self.files["feed.xml"] = str(self.day).encode()


class FewFacts:
    """Stands for what a site shows: nothing but its day."""

    steps = ()

    def __init__(self, _dossier: object, day: object) -> None:
        self.day = day

    def put_together(self) -> object:
        return self.day


def _before_many(folder: Path) -> None:
    lines = (GUIDE / "regions.csv").read_text().splitlines(keepends=True)
    few = [lines[0], *(line for line in lines if "/North/" in line)]
    (folder / "counts.csv").write_text("".join(few[:-3]))
    assert ended(_many(folder)) == 0
    (folder / "counts.csv").write_text("".join(few))


def _many(folder: Path) -> tuple[object, ...]:
    return "watch-many", folder / "counts.csv", folder / "made", "--workers", "1", "--last", "4"


COMMANDS = {
    "import": Writing(
        prepare=_before_import,
        words=lambda folder: (
            "import",
            "acled",
            FEEDS / "acled" / "fixture.csv",
            folder / "dossier",
        ),
        place="dossier",
    ),
    "new": Writing(
        prepare=lambda folder: (folder / "empty").mkdir(),
        words=lambda folder: ("new", "Belgium", folder / "empty"),
        place="empty",
        again=(0, 2),
    ),
    "site": Writing(
        prepare=_before_site,
        words=_site,
        place="site",
    ),
    "watch-many": Writing(prepare=_before_many, words=_many, place="made", is_whole=False),
}


def ended(words: tuple[object, ...], stop: Callable[[], None] = lambda: None) -> int:
    """Run a command in a process of its own, and give its exit code; below zero, the signal."""
    child = os.fork()
    if child == 0:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        sys.argv = ["peil", *map(str, words)]
        watching_many.SERIES_IN_A_PART = 2
        site.SiteBuilder, site._Shown = FewPages, FewFacts
        stop()
        code = 99
        try:
            peil()
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else int(bool(error.code))
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def at_step(number: int, by: signal.Signals) -> Callable[[], None]:
    """End the process before it changes the disk for the so-manieth time."""
    seen = 0

    def hook(event: str, about: tuple[object, ...]) -> None:
        nonlocal seen
        writes = (
            event == "open" and isinstance(about[2], int) and about[2] & (os.O_WRONLY | os.O_RDWR)
        )
        if event in STEPS or writes:
            seen += 1
            if seen == number:
                os.kill(os.getpid(), by)

    return lambda: sys.addaudithook(hook)


def after(seconds: float) -> Callable[[], None]:
    """End the process after a while."""
    return lambda: signal.setitimer(signal.ITIMER_REAL, seconds) and None


def files_in(place: Path, *, hidden: bool = False) -> dict[str, bytes]:
    """Read what lies in a folder; hidden files are those of work in progress."""
    found = {path.relative_to(place): path for path in place.rglob("*") if path.is_file()}
    return {
        str(name): path.read_bytes()
        for name, path in found.items()
        if hidden or not any(part.startswith(".") for part in name.parts)
    }


def trial(name: str, folder: Path, chance: Random, most: int) -> Iterator[str]:
    """Stop a command at a moment, run it again, and say what is wrong."""
    writing = COMMANDS[name]
    before, target, home = folder / "before", folder / "after", folder / "trial"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(before, home)
    by = chance.choice([signal.SIGKILL, signal.SIGTERM])
    number, seconds = chance.randrange(1, most + 1), chance.random() * 2
    is_step = chance.random() < 0.7
    ended(writing.words(home), at_step(number, by) if is_step else after(seconds))
    at = f"{name}, {f'{by.name} at step {number}' if is_step else f'after {seconds:.2f} s'}"
    # Whatever reads a dossier brings back what was replaced; an empty one is not sound, stopped or not.
    if name == "import" and ended(("check", home / writing.place)) not in (0, 2):
        yield f"{at}: the dossier cannot be read"
    old, new, now = (files_in(each / writing.place) for each in (before, target, home))
    if writing.is_whole and now not in (old, new, {}):
        yield f"{at}: neither old nor new: {sorted(now.keys() ^ new.keys()) or 'contents'}"
    if not writing.is_whole and any(
        now[file] not in (old.get(file), new.get(file)) for file in {*now} & {*new}
    ):
        yield f"{at}: a file is half written"
    code = ended(writing.words(home))
    if code not in writing.again:
        yield f"{at}: the next run ended with {code}"
    if files_in(home, hidden=True) != files_in(target, hidden=True):
        left = files_in(home, hidden=True).keys() ^ files_in(target, hidden=True).keys()
        yield f"{at}: the next run does not mend it: {sorted(left)[:5] or 'contents'}"
    if any(folder.joinpath("tmp").iterdir()):
        yield f"{at}: left in the folder for temporary files: {[*folder.joinpath('tmp').iterdir()]}"


def steps_of(name: str, folder: Path) -> int:
    """Make what is there before and after a command that nobody stops, and count its steps."""
    writing, counted = COMMANDS[name], folder / "steps"
    (folder / "before").mkdir(parents=True)
    writing.prepare(folder / "before")
    shutil.copytree(folder / "before", folder / "after")

    def count() -> None:
        handle = os.open(counted, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

        def hook(event: str, about: tuple[object, ...]) -> None:
            writes = (
                event == "open"
                and isinstance(about[2], int)
                and about[2] & (os.O_WRONLY | os.O_RDWR)
            )
            if event in STEPS or writes:
                os.write(handle, b".")

        sys.addaudithook(hook)

    assert ended(writing.words(folder / "after"), count) == 0
    return counted.stat().st_size


def main() -> int:
    """Stop each command so many times, and print what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=200)
    asked = parser.parse_args()
    chance, wrong = Random(asked.seed), []
    for make in REPORTS.values():
        make()
    with tempfile.TemporaryDirectory() as scratch:
        for name, share in SHARES.items():
            folder = Path(scratch) / name
            (folder / "tmp").mkdir(parents=True)
            tempfile.tempdir = str(folder / "tmp")
            most, times = steps_of(name, folder), max(1, round(share * asked.times))
            found = [each for _ in range(times) for each in trial(name, folder, chance, most)]
            sys.stdout.write(f"{name}: stopped {times} times, {most} steps, {len(found)} wrong\n")
            sys.stdout.flush()
            wrong += found
    sys.stdout.write("".join(f"{each}\n" for each in wrong))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
