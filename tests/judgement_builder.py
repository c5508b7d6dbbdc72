"""Builders of judgements and voices of services that do not exist."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from peil.decide.judgement import ElicitedQuestion, Judgement, Voice

LEVELS = (1, 2, 3, 4)
THRESHOLDS = LEVELS[1:]


def a_voice(name: str, *best: float, **changes: Any) -> Voice:
    """Make a voice with one probability for each threshold."""
    thresholds = tuple(range(2, 2 + len(best)))
    return Voice(name=name, thresholds=thresholds, best=best, **changes)


def some_judgements(
    service: str, *best: float, day: str = "2024-01-10", number: int = 1, **changes: Any
) -> list[Judgement]:
    """Make the judgement of a service, one for each threshold."""
    return [
        Judgement(
            **{
                "question": "january",
                "as_of": date(2024, 1, 31),
                "round": number,
                "service": service,
                "threshold": k,
                "low": None,
                "best": p,
                "high": None,
                "interval_confidence": None,
                "reason": f"{service} on {k}",
                "date": date.fromisoformat(day),
                **changes,
            }
        )
        for k, p in zip(THRESHOLDS, best, strict=False)
    ]


def a_question(
    rounds: Mapping[int, Sequence[Voice]], resolution: int | None = None, id_: str = "january"
) -> ElicitedQuestion:
    """Make a question of four levels."""
    return ElicitedQuestion(
        id=id_,
        as_of=date(2024, 1, 31),
        levels=LEVELS,
        rounds={number: tuple(voices) for number, voices in rounds.items()},
        resolution=resolution,
        resolved=None if resolution is None else date(2024, 8, 1),
    )
