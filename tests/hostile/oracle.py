"""Run a command as its entry point does, and judge what a spoilt file made of it."""

import io
import json
import math
import re
import signal
import sys
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from tests.hostile.mutations import HARMLESS_ROWS, WEIGHING, Mutation

from peil.cli.main import main

SECONDS = 60
"""Of the processor, in which a command must end."""
SOUND, REFUSED, FINDING = "sound", "refused", "finding"
CODE = re.compile(r"[a-z0-9_:+.\-]{1,60}")
"""Codes and days; other texts are prose, which a spoilt word may change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended, and what it printed; an exception is told as its last lines."""

    code: int
    out: str
    err: str
    broke: str = ""


class Hang(BaseException):
    """A command that did not end in its time."""


@contextmanager
def _limit() -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def run(*words: object, limited: bool = True) -> Ran:
    """Run `peil` with these words in this process."""
    out, err, argv, code = io.StringIO(), io.StringIO(), sys.argv, 0
    sys.argv = ["peil", *map(str, words)]
    broke = ""
    try:
        with warnings.catch_warnings(), redirect_stdout(out), redirect_stderr(err):
            warnings.simplefilter("default")
            if limited:
                with _limit():
                    main()
            else:
                main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    except Hang:
        broke = f"no end in {SECONDS} s"
    except Exception:  # noqa: BLE001 - whatever escapes is what is looked for
        broke = " | ".join(traceback.format_exc().strip().splitlines()[-3:])
    finally:
        sys.argv = argv
    return Ran(code=code, out=out.getvalue(), err=err.getvalue(), broke=broke)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a mutation came to, with the sentence or the change."""

    mutation: Mutation
    file: str
    command: str
    is_: str
    why: str = ""

    def __str__(self) -> str:
        return (
            f"{self.is_} · {self.mutation.of} · {self.file}: {self.mutation.what} · "
            f"{self.command} · {self.why}"
        )


def judge(
    mutation: Mutation, ran: Ran, answer: Any, sound: Any, *, is_told: bool = False
) -> tuple[str, str]:
    """Give the verdict and why.

    Args:
        mutation: what was done.
        ran: the command on the spoilt file.
        answer: what it answered, as `plain` gives it; None where it was refused.
        sound: what the sound file gives.
        is_told: whether the command said itself what it left out.
    """
    if ran.broke:
        return FINDING, ran.broke
    if ran.code == 2:
        if mutation.of == "good":
            return FINDING, f"good input refused: {ran.err.strip()}"
        odd = _odd(ran.err)
        return (FINDING, f"{odd}: {ran.err[:300]!r}") if odd else (REFUSED, ran.err.strip())
    if ran.code != 0 or ran.err:
        return FINDING, f"exit {ran.code}, and {ran.err[:300]!r}"
    if is_same(sound, answer):
        return SOUND, "the same answer"
    change = changed(sound, answer)
    if is_told:
        return SOUND, f"told: {change}"
    is_silent = mutation.of in ("alike", "wrong", "keys", "good") or (
        mutation.of == "rows" and not mutation.what.startswith(HARMLESS_ROWS)
    )
    return (FINDING, f"silent: {change}") if is_silent else (SOUND, f"another answer: {change}")


def _odd(err: str) -> str:
    """Say what keeps a refusal from being one clear sentence; nothing where it is one."""
    line = err.removesuffix("\n")
    if not line or "\n" in line:
        return "not one line"
    if not line.isprintable():
        return "not printable"
    return "" if ";" in line else "without a remedy"


def plain(text: str) -> Any:
    """Keep the numbers, days and codes of an answer as data, without its prose."""
    try:
        return _plain(json.loads(text))
    except ValueError:
        return text


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if k not in ("report", "source", "note")}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, str) and not CODE.fullmatch(value):
        return "…"
    return value


def is_same(sound: Any, answer: Any) -> bool:
    """Compare two answers, numbers to nine digits: sums in another order differ in the sixteenth."""
    if isinstance(sound, float) and isinstance(answer, float):
        return math.isclose(sound, answer, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(sound, dict) and isinstance(answer, dict):
        return sound.keys() == answer.keys() and all(is_same(sound[k], answer[k]) for k in sound)
    if isinstance(sound, list) and isinstance(answer, list):
        return len(sound) == len(answer) and all(map(is_same, sound, answer))
    return bool(sound == answer)


def changed(sound: Any, answer: Any, at: str = "") -> str:
    """Name the first place in which two answers differ."""
    if isinstance(sound, dict) and isinstance(answer, dict):
        for key in [*sound, *answer]:
            if not is_same(sound.get(key), answer.get(key)):
                return changed(sound.get(key), answer.get(key), f"{at}.{key}")
    if isinstance(sound, list) and isinstance(answer, list):
        for i, (old, new) in enumerate(zip(sound, answer, strict=False)):
            if not is_same(old, new):
                return changed(old, new, f"{at}[{i}]")
        return f"{at}: {len(sound)} entries, now {len(answer)}"
    return f"{at}: {str(sound)[:60]} → {str(answer)[:60]}"


def summed(verdicts: Sequence[Verdict]) -> str:
    """Give a table of the verdicts by class, and the share of silent changes of cells that weigh."""
    lines = [f"{'class':8}{'all':>6}{'sound':>8}{'refused':>9}{'silent':>8}{'other':>7}"]
    for of in sorted({v.mutation.of for v in verdicts}):
        mine = [v for v in verdicts if v.mutation.of == of]
        silent = sum(v.why.startswith("silent") for v in mine)
        counts = [sum(v.is_ == is_ for v in mine) for is_ in (SOUND, REFUSED, FINDING)]
        row = (len(mine), *counts[:2], silent, counts[2] - silent)
        lines.append(f"{of:8}{row[0]:6}{row[1]:8}{row[2]:9}{row[3]:8}{row[4]:7}")
    cells = [v for v in verdicts if v.mutation.of in WEIGHING]
    silent = sum(v.why.startswith("silent") for v in cells)
    lines.append(
        f"cells that weigh: {len(cells)} of {len(verdicts)}, {silent} changed silently ({silent / max(len(cells), 1):.1%})"
    )
    return "\n".join(lines)


def left_behind(folder: Path) -> list[str]:
    """List hidden files and folders, which are there only while something is written."""
    return [path.name for path in folder.rglob(".*")]
