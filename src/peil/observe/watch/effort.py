"""Lost effort: is a fall of the counts one of what they count, or of less work?"""

from dataclasses import replace

import numpy as np

from peil.observe.direction import CANNOT_TELL, WANING
from peil.observe.watch.counts import Counts
from peil.observe.watch.watched import Points

EFFORT_WITHOUT_DENOMINATOR = "effort_without_denominator"
EFFORT_IN_DENOMINATOR = "effort_in_denominator"


def effort_caveats(counts: Counts) -> tuple[str, ...]:
    """Say of a series that follows effort whether the effort is in its exposure."""
    if not counts.effort_dependent:
        return ()
    return (EFFORT_IN_DENOMINATOR if counts.has_denominator else EFFORT_WITHOUT_DENOMINATOR,)


def may_tell_waning(counts: Counts) -> bool:
    """Whether a fall of the counts can be one of what they count, and not of the work alone."""
    return counts.has_denominator or not counts.effort_dependent


def without_lost_effort(points: Points, counts: Counts) -> Points:
    """Take back every waning of a series that follows effort and has no denominator.

    Since when the counts fall is kept; nobody can tell why.
    """
    if may_tell_waning(counts):
        return points
    falls = points.direction == WANING
    return replace(
        points,
        direction=np.where(falls, CANNOT_TELL, points.direction),
        reason=np.where(falls, EFFORT_WITHOUT_DENOMINATOR, points.reason),
        probability=np.where(falls, np.nan, points.probability),
    )
