"""The scale of levels that a jurisdiction's law sets: data, with its instrument."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One step of a scale, in the words of its law; names and meanings by language code."""

    number: int
    name: Mapping[str, str]
    meaning: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """An ordered scale of at least two levels, lowest first, with its legal basis.

    `replay_from` is the first day on which a monthly review can be replayed.
    """

    name: str
    instrument: str
    article: str
    valid_from: date
    levels: tuple[Level, ...]
    replay_from: date

    @property
    def numbers(self) -> tuple[int, ...]:
        """The levels' numbers, lowest first."""
        return tuple(level.number for level in self.levels)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps between adjacent levels, such as "3:2", lowest first."""
        return tuple(f"{b}:{a}" for a, b in zip(self.numbers, self.numbers[1:], strict=False))

    def named(self, number: int, language: str) -> str:
        """Give a level's name in a language, English where there is none."""
        level = next(level for level in self.levels if level.number == number)
        return level.name.get(language) or level.name["en"]
