"""The TOML files of a dossier: its scale and ladder, what was decided, agreed on, and asked of a policy."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from peil.act.settings import PolicySettings, default_settings, parse_settings
from peil.assess.ladder import Ladder, parse_ladder
from peil.assess.rule import Rule, parse_rule
from peil.decide.decision import Decision, parse_decision
from peil.feeds.dossier.files import locate, read_bytes
from peil.feeds.dossier.layout import FIRST_DAY, LAST_DAY
from peil.feeds.dossier.problems import UNSEEN, UNSEEN_REMEDY, fail, quoted
from peil.review.reassessment.plan import Plan, parse_plan
from peil.terms.errors import BadInput
from peil.terms.scale import Level, Scale

Made = TypeVar("Made")

SCALE_KEYS = ("name", "instrument", "article", "valid_from", "replay_from", "levels")
LEVEL_KEYS = ("number", "name", "meaning")


def scale_in(folder: Path) -> Scale:
    """Read `scale.toml`.

    Raises:
        BadDossier: it is missing, no TOML, or no scale.
    """
    return _made(folder, "scale.toml", parse_scale)


def ladder_in(folder: Path) -> Ladder | None:
    """Read the dossier's own `ladder.toml`, if it has one.

    Raises:
        BadDossier: it is no TOML, or no ladder.
    """
    return _made(folder, "ladder.toml", parse_ladder) if _lies_in(folder, "ladder.toml") else None


def decision_in(folder: Path) -> Decision | None:
    """Read `decision.toml`, if there is one.

    Raises:
        BadDossier: it is no TOML, or no decision.
    """
    is_there = _lies_in(folder, "decision.toml")
    return _made(folder, "decision.toml", parse_decision) if is_there else None


def settings_in(folder: Path) -> PolicySettings:
    """Read the dossier's own `policy.toml`, or else Peil's.

    Raises:
        BadDossier: it is no TOML, or no settings.
    """
    is_there = _lies_in(folder, "policy.toml")
    return _made(folder, "policy.toml", parse_settings) if is_there else default_settings()


def plan_in(folder: Path) -> Plan | None:
    """Read `reassessment.toml`, if there is one.

    Raises:
        BadDossier: it is no TOML, or no plan of a reassessment.
    """
    is_there = _lies_in(folder, "reassessment.toml")
    return _made(folder, "reassessment.toml", parse_plan) if is_there else None


def parse_scale(data: Mapping[str, Any]) -> Scale:
    """Make a scale from the tables of a `scale.toml`.

    Raises:
        BadInput: a key is missing, unknown or of the wrong kind, there are fewer than two
            levels, they do not rise, or the replay starts before the scale is valid.
    """
    _only(data, SCALE_KEYS, "the scale")
    valid, replay = _day(data, "valid_from"), _day(data, "replay_from")
    if replay < valid:
        raise BadInput(
            f"the scale has replay_from {replay}, before it is valid from {valid}; "
            "start the replay on that day or later"
        )
    entries = data.get("levels", [])
    if not isinstance(entries, list) or not all(isinstance(e, Mapping) for e in entries):
        raise BadInput("the scale's levels are no tables; write each under [[levels]]")
    levels = tuple(_level(entry, n) for n, entry in enumerate(entries, start=1))
    numbers = [level.number for level in levels]
    if len(numbers) < 2:
        raise BadInput(
            f"the scale has {len(numbers)} levels; write at least two, each under [[levels]]"
        )
    if numbers != sorted(set(numbers)):
        raise BadInput(f"the scale has the levels {numbers}, which do not rise; sort and correct")
    return Scale(
        name=_text(data, "name", "the scale"),
        instrument=_text(data, "instrument", "the scale"),
        article=_text(data, "article", "the scale"),
        valid_from=valid,
        replay_from=replay,
        levels=levels,
    )


def _level(entry: Mapping[str, Any], n: int) -> Level:
    where = f"level number {n} of the scale"
    _only(entry, LEVEL_KEYS, where)
    number = entry.get("number")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= 100:
        raise BadInput(f"{where} has the number {quoted(number)}; write a whole number up to 100")
    return Level(
        number=number,
        name=_by_language(entry, "name", where),
        meaning=_by_language(entry, "meaning", where),
    )


def _by_language(entry: Mapping[str, Any], key: str, where: str) -> dict[str, str]:
    words = entry.get(key)
    if not isinstance(words, Mapping) or "en" not in words:
        raise BadInput(
            f'{where} has no {key} in English; write {key} = {{ en = "...", fr = "..." }}'
        )
    return {language: _text(words, language, f"the {key} of {where}") for language in words}


def _only(data: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in data:
        if key not in known:
            raise BadInput(f"{where} has the unknown key {quoted(key)}; use {', '.join(known)}")


def _text(data: Mapping[str, Any], key: str, where: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        given = f"the {key} {quoted(value)}" if key in data else f"no {key}"
        raise BadInput(f"{where} has {given}; write some words between quotes")
    return value


def _day(data: Mapping[str, Any], key: str) -> date:
    value = data.get(key)
    if not isinstance(value, date) or isinstance(value, datetime):
        given = f"the {key} {quoted(value)}" if key in data else f"no {key}"
        raise BadInput(
            f"the scale has {given}; write a day such as {key} = 2006-12-01, without quotes"
        )
    if not FIRST_DAY <= value <= LAST_DAY:
        raise BadInput(
            f"the scale has the {key} {value}; write a day between {FIRST_DAY.year} and "
            f"{LAST_DAY.year}"
        )
    return value


def read_ladder(file: Path) -> Ladder:
    """Read a ladder from a file, to be handed to what proposes levels.

    Raises:
        BadInput: there is no such file, it is no TOML, or no ladder.
    """
    return _read(file, parse_ladder)


def read_rule(file: Path) -> Rule:
    """Read a rule from a file; what it leaves out is as Peil ships it.

    Raises:
        BadInput: there is no such file, it is no TOML, or no rule.
    """
    return _read(file, parse_rule)


def _read(file: Path, parse: Callable[[Mapping[str, Any]], Made]) -> Made:
    try:
        if not file.exists():
            raise BadInput(f"{file} does not exist; give a file such as docs/methods describes")
        content = read_bytes(file, file.name)
    except (OSError, ValueError):
        raise BadInput(f"{quoted(str(file))} cannot be read; check its path") from None
    return parsed(content, file.name, parse)


def _lies_in(folder: Path, file: str) -> bool:
    path = folder / file
    return path.is_symlink() or path.exists()


def _made(folder: Path, file: str, make: Callable[[Mapping[str, Any]], Made]) -> Made:
    if not _lies_in(folder, file):
        raise fail(file, "is missing", "add it; `peil new` writes one to start from")
    return parsed(read_bytes(locate(folder, file), file), file, make)


def parsed(content: bytes, file: str, parse: Callable[[Mapping[str, Any]], Made]) -> Made:
    """Make what a TOML file describes.

    Raises:
        BadDossier: it is no TOML, or not what it should be.
    """
    data = _toml(content, file)
    try:
        return parse(data)
    except BadInput as error:
        what, _, remedy = str(error).rpartition("; ")
        raise fail(file, what or remedy, remedy if what else "correct it") from None


def _toml(content: bytes, file: str) -> Mapping[str, Any]:
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r" \(at line (\d+), column \d+\)", str(error))
        what = str(error)[: found.start()] if found else str(error)
        row = int(found[1]) if found else None
        raise fail(file, f"is not TOML ({quoted(what)[1:-1]})", "mend it there", row) from None
    except (ValueError, RecursionError, OverflowError):
        raise fail(file, "is not TOML in UTF-8", "write it anew, or copy one that works") from None
    for text in _texts(data):
        if UNSEEN.search(text):
            raise fail(file, f"holds {ascii(text)[:60]}, with a hidden letter", UNSEEN_REMEDY)
    return data


def _texts(value: object) -> Iterator[str]:
    """Every text in a TOML document, keys as well."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from (key, *_texts(each))
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value
