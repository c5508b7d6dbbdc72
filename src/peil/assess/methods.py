"""The methods by which a level is proposed, side by side, each by the name that its rule gives."""

from collections.abc import Sequence
from datetime import date

from peil.assess.first_method import replay_first
from peil.assess.reviews import NOTHING, Declared, Progress, Replay, Variation
from peil.assess.rule import FIRST, SECOND
from peil.assess.second_method import replay_second
from peil.observe.record import Record
from peil.terms.errors import BadInput
from peil.terms.scale import Scale

REPLAYS = {FIRST: replay_first, SECOND: replay_second}


def replay_all(
    record: Record,
    scale: Scale,
    variations: Sequence[Variation],
    as_of: date,
    declared: Declared = NOTHING,
    watched: Progress = iter,
) -> dict[str, Replay]:
    """Replay the reviews up to a day under each variation, by the method of the first one's rule.

    Args:
        record: what was observed.
        scale: its `replay_from` is where the reviews begin.
        variations: of one method; by the first method all share the ageing of the first one's rule.
        as_of: the day; nothing published later is used.
        declared: open plots, and signs of an imminent attack.
        watched: hands the days on one by one, so that a caller can show how far it is.

    Raises:
        BadInput: the day lies before the first review.
    """
    if as_of < scale.replay_from:
        raise BadInput(
            f"the day {as_of} lies before {scale.replay_from}, where the reviews begin; "
            "ask for a later day"
        )
    replays = REPLAYS[variations[0].settings.rule.method]
    return replays(record, scale, variations, as_of, declared, watched)
