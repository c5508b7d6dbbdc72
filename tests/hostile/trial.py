"""One trial, from the seed to the verdict: draw a file, spoil it, run its command, and judge."""

import csv
import json
import shutil
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from tests.hostile.mutations import SHARES, Mutation, of_bytes, of_cell, of_good, of_keys, of_rows
from tests.hostile.oracle import FINDING, Ran, Verdict, judge, left_behind, plain, run
from tests.hostile.targets import TARGETS, Command, Target


def drawn(of: str, seed: int, number: int) -> tuple[Target, Mutation]:
    """Draw a target and spoil it: the same for the same seed and number."""
    chance = Random(f"{of} {seed} {number}")
    while True:
        target = chance.choice(TARGETS[of]())
        (kind,) = chance.choices(list(SHARES), list(SHARES.values()))
        made = _spoilt(target, kind, chance)
        if made is not None and made.content != target.text:
            return target, made


def _spoilt(target: Target, kind: str, chance: Random) -> Mutation | None:
    if kind == "bytes":
        return of_bytes(target.text, chance)
    if target.sheet is None:
        return of_keys(target.text, chance) if kind in ("keys", "alike", "wrong") else None
    if kind == "rows":
        return of_rows(target.sheet, chance)
    if kind == "good":
        return of_good(target.sheet, chance)
    return None if kind == "keys" else of_cell(target.sheet, kind, chance)


def lay_out(target: Target, folder: Path, content: str | bytes | None) -> None:
    """Write the file with what lies beside it into a folder that held another's."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in {**(target.beside or {}), target.file: content}.items():
        if data is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(
                data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
            )


def answer_of(target: Target, folder: Path, ran: Ran) -> Any:
    """Give the answer as it is compared: an import by what it wrote."""
    if ran.code != 0 or ran.broke:
        return None
    if target.ask(folder)[0][0] != "import":
        return plain(ran.out)
    with (folder / "dossier" / "observations.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(
            tuple(
                row[name] for name in ("country", "indicator", "period_start", "value", "published")
            )
            for row in csv.DictReader(file)
        )
    said = json.loads(ran.out)
    return {"told": {name: said[name] for name in ("left_out", "repeats")}, "rows": rows}


_SOUND: dict[int, Any] = {}


def sound_answer(target: Target, folder: Path) -> Any:
    """Answer for the sound file, once; it compiles what it needs, so its time is not limited."""
    if id(target) not in _SOUND:
        lay_out(target, folder, target.text)
        ran = run(*target.ask(folder)[0], limited=False)
        assert (ran.code, ran.err, ran.broke) == (0, "", ""), (target.file, ran)
        _SOUND[id(target)] = answer_of(target, folder, ran)
    return _SOUND[id(target)]


def tried(of: str, seed: int, number: int, folder: Path) -> Verdict:
    """Spoil a file, run its command on it, and judge."""
    target, mutation = drawn(of, seed, number)
    sound = sound_answer(target, folder)
    lay_out(target, folder, mutation.content)
    before = _files(folder)
    commands = target.ask(folder)
    ran = run(*commands[0])
    answer = answer_of(target, folder, ran)
    is_told = isinstance(answer, dict) and answer.get("told", None) != sound.get("told", None)
    is_, why = judge(mutation, ran, answer, sound, is_told=is_told)
    harm = _harm(folder, before, ran) or next(filter(None, map(_unsound, commands[1:])), "")
    name = " ".join(str(word) for word in commands[0][:2] if not isinstance(word, Path))
    return Verdict(
        mutation=mutation,
        file=target.file,
        command=name,
        is_=FINDING if harm else is_,
        why=harm or why,
    )


def _unsound(words: Command) -> str:
    """Say what is wrong with the check of a dossier that somebody spoilt; nothing where it is sound."""
    ran = run(*words)
    odd = ran.broke or ran.code not in (0, 2) or ran.err.count("\n") > 1
    return f"check: {ran.broke or ran.err[:300] or ran.code}" if odd else ""


def _files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _harm(folder: Path, before: dict[str, bytes], ran: Ran) -> str:
    """Say what a command left lying about, or wrote although it refused."""
    left = left_behind(folder)
    if left:
        return f"left behind: {left}"
    is_other = ran.code != 0 and _files(folder).keys() - {"made"} != before.keys()
    return "wrote although it refused" if is_other and not (folder / "made").exists() else ""


def some(work: tuple[str, int, range]) -> list[Verdict]:
    """Try some mutations of a kind of base, in a folder of their own."""
    of, seed, numbers = work
    with TemporaryDirectory() as folder:
        return [tried(of, seed, number, Path(folder) / of) for number in numbers]
