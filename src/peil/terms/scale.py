"""The scale of levels that a jurisdiction's law sets: data, with its instrument."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from peil.terms import entries
from peil.terms.errors import BadInput

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
"""Between these lies every day of a dossier."""
KEYS = ("valid_from", "replay_from", "name", "instrument", "article")
OPTIONAL = "set_by"
HIGHEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One step of a scale, in the words of its law; names and meanings by language code.

    `imminent` says that the law means an attack that is about to happen.
    """

    number: int
    name: Mapping[str, str]
    meaning: Mapping[str, str]
    imminent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """An ordered scale of at least two levels, lowest first, with its legal basis.

    `replay_from` is the first day on which a monthly review can be replayed; `earlier` are the
    scales that held before, oldest first; `set_by` says who sets the level and may change it.
    """

    name: str
    instrument: str
    article: str
    valid_from: date
    levels: tuple[Level, ...]
    replay_from: date
    earlier: tuple["Scale", ...] = ()
    set_by: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The levels' numbers, lowest first."""
        return tuple(level.number for level in self.levels)

    @property
    def is_imminent(self) -> bool:
        """Whether the highest level means an attack that is about to happen."""
        return self.levels[-1].imminent

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps between adjacent levels, such as "3:2", lowest first."""
        return tuple(f"{b}:{a}" for a, b in zip(self.numbers, self.numbers[1:], strict=False))

    def on(self, day: date) -> "Scale | None":
        """Give the scale that held on a day; None before the first that is described."""
        held = [each for each in (*self.earlier, self) if each.valid_from <= day]
        return held[-1] if held else None

    def named(self, number: int, language: str) -> str:
        """Give a level's name in a language, English where there is none."""
        level = next(level for level in self.levels if level.number == number)
        return level.name.get(language) or level.name["en"]


def parse_scale(data: Mapping[str, Any]) -> Scale:
    """Make a scale from the tables of a `scale.toml`.

    Raises:
        BadInput: a key is missing, unknown or of the wrong kind, there are fewer than two
            levels, they do not rise, one below the highest is imminent, or the replay starts
            before the scale is valid.
    """
    where = "the scale"
    entries.refuse_unknown(data, (*KEYS, OPTIONAL, "levels"), where)
    for key in KEYS:
        if key not in data:
            raise BadInput(f"{where} has no {key}; write it as `peil new` does")
    valid, replay = _day(data, "valid_from"), _day(data, "replay_from")
    if replay < valid:
        raise BadInput(
            f"the scale has replay_from {replay}, before it is valid from {valid}; "
            "start the replay on that day or later"
        )
    levels = _levels(data.get("levels", []))
    numbers = [level.number for level in levels]
    if len(numbers) < 2:
        raise BadInput(
            f"the scale has {len(numbers)} levels; write at least two, each under [[levels]]"
        )
    if numbers != sorted(set(numbers)):
        raise BadInput(f"the scale has the levels {numbers}, which do not rise; sort and correct")
    for level in levels[:-1]:
        if level.imminent:
            raise BadInput(
                f"the scale says imminent = true of level {level.number}, which is not the highest; "
                "say it of the highest level alone"
            )
    name, instrument, article = (entries.text(data, key, where) for key in KEYS[2:])
    return Scale(
        name=name,
        instrument=instrument,
        article=article,
        valid_from=valid,
        levels=levels,
        replay_from=replay,
        set_by=entries.text(data, OPTIONAL, where) if OPTIONAL in data else "",
    )


def parse_earlier(data: Mapping[str, Any]) -> Scale:
    """Make a scale that holds no longer; no review is replayed on it, so that it needs no day for that.

    Raises:
        BadInput: as `parse_scale`.
    """
    start = {"replay_from": data["valid_from"]} if "valid_from" in data else {}
    return parse_scale({**start, **data})


def _levels(given: Any) -> tuple[Level, ...]:
    if not isinstance(given, list) or not all(isinstance(each, Mapping) for each in given):
        raise BadInput("the scale's levels are no tables; write each under [[levels]]")
    return tuple(_level(each, f"level number {n} of the scale") for n, each in enumerate(given, 1))


def _level(entry: entries.Entry, where: str) -> Level:
    entries.refuse_unknown(entry, Level.__slots__, where)
    number = entries.whole(entry, "number", where)
    if not 0 <= number <= HIGHEST:
        raise BadInput(f"{where} has the number {number}; write a whole number up to {HIGHEST}")
    name, meaning = (
        entries.by_language({key: entry.get(key)}, key, where) for key in ("name", "meaning")
    )
    imminent = entries.flag(entry, "imminent", where)
    return Level(number=number, name=name, meaning=meaning, imminent=imminent)


def _day(data: Mapping[str, Any], key: str) -> date:
    day = entries.day(data, key, "the scale")
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadInput(
            f"the scale has the {key} {day}; write a day between {FIRST_DAY.year} and "
            f"{LAST_DAY.year}"
        )
    return day
