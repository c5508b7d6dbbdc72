"""What is known of an official level: what is in force, since when, and how lately that was confirmed."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from peil.decide.official import InForce, OfficialLevel
from peil.report.words import Words
from peil.terms.scale import Scale


def official_document(found: InForce | None) -> Mapping[str, Any] | None:
    """Write down what was known; a level that is unknown has no number, name or scale."""
    if found is None:
        return None
    row, said = found.row, found.confirmed
    return {
        "level": row.level if row.verified else None,
        "name": row.level_name if row.verified else None,
        "scale": [row.scale_min, row.scale_max] if row.verified else None,
        "on_todays_scale": found.number is not None,
        "valid_from": found.since,
        "source": row.source,
        "confirmed": said and {"on": said.valid_from, "level": said.level, "source": said.source},
    }


def official_level(
    level: OfficialLevel, scale: Scale | None, words: Words, form: str = "named"
) -> str:
    """Name a level in the words of its scale, or else by what the announcement called it."""
    name = scale.named(level.level, words.language) if scale else level.level_name
    if not name:
        return words("level.plain", n=level.level)
    return words(f"level.{form}", n=level.level, name=name)


def said_unknown(found: InForce, words: Words) -> Iterator[str]:
    """Say since when a level is unknown, and which one a source named since."""
    yield words("official.unknown", day=words.day(found.since))
    if found.confirmed is not None:
        level = official_level(found.confirmed, found.scale, words)
        yield words("official.named", level=level, day=words.day(found.confirmed.valid_from))


def said_in_force(found: InForce, today: date, words: Words) -> Iterator[str]:
    """Say which level is in force, since when, and when a source last said so."""
    if not found.row.verified:
        yield from said_unknown(found, words)
        return
    said = {
        "today": words.day(today),
        "level": official_level(found.row, found.scale, words),
        "day": words.day(found.since),
    }
    if found.confirmed is None:
        yield words("official.in_force", **said)
    else:
        yield words("official.confirmed", confirmed=words.day(found.confirmed.valid_from), **said)
    yield from said_other_scale(found, words)


def said_other_scale(found: InForce, words: Words) -> Iterator[str]:
    """Say that a level is none of today's scale, if so."""
    if found.row.verified and found.number is None:
        yield words("official.other_scale", low=found.row.scale_min, high=found.row.scale_max)
