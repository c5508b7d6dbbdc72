"""The sentences of a track record say no more, and nothing else, than its tables."""

from dataclasses import replace

import pytest
from tests.builders import an_event
from tests.track_builder import a_level, a_track
from tests.unit.report.tell.test_track import ENGLISH, OPEN, block, lines, told, with_verdict

from peil.report.model import plain, walk
from peil.report.tell.parts import lasted
from peil.report.tell.track import tell
from peil.report.words import NO_BREAK, words_in


def test_a_level_that_does_worse_than_the_usual_rate_alone_is_not_said_to_be_undecided_beside_it() -> (
    None
):
    found = a_track()
    shown = replace(found, record=with_verdict(found.record, "worse", over_no_change=OPEN))
    assert plain(tell(shown, ENGLISH).headline).endswith(
        "foresees attacks better or worse than both the usual rate and no change do."
    )
    open_ = replace(found, record=with_verdict(found.record, "worse", over_climatology=OPEN))
    assert plain(tell(open_, ENGLISH).headline).endswith("better than the usual rate does.")


def test_an_interval_on_one_side_of_zero_is_not_told_as_if_it_held_zero() -> None:
    found = a_track()
    shown = replace(found, record=with_verdict(found.record, "worse", (-0.014, -0.0004)))
    table = next(t for t in walk(tell(shown, ENGLISH).blocks) if t.key == "next_event-0")
    assert plain(table.rows[0].cells[-1].text) == "worse (gain −0.0140 to −0.0004)"


def test_a_level_raised_since_an_unknown_day_is_not_said_to_be_raised_for_more_than_a_year() -> (
    None
):
    """The level is 3 from the first day known, 1 January 2015; the attack comes on the 20th."""
    levels, attack = (a_level(3, "2015-01-01"),), an_event("2015-01-20")
    notes = lines(block(told(official=levels, events=[attack]), "notes"))
    (line,) = [note for note in notes if note.startswith("Official level: of")]
    assert line == "Official level: of one attack, one found a level raised since an unknown day."


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "1 day"),
        (365, "365 days"),
        (366, "1 year"),
        (548, "1.5 years"),
        (3301, "9 years"),
    ],
)
def test_a_span_of_over_a_year_is_told_in_years(days: int, said: str) -> None:
    assert lasted(days, words_in("en")).replace("\xa0", " ") == said


def test_a_ratio_below_one_is_told_as_exactly_as_its_interval() -> None:
    """20 attacks in five years at level 2, and 3 in five at level 3: 0.15 times as often."""
    days = [f"{2010 + i // 4}-{1 + 3 * (i % 4):02}-15" for i in range(20)]
    attacks = [an_event(day) for day in (*days, "2016-02-01", "2017-02-01", "2018-02-01")]
    levels = (a_level(2, "2009-12-31"), a_level(3, "2014-12-31"))
    notes = lines(block(told(official=levels, events=attacks), "notes"))
    said = " ".join(notes).replace(NO_BREAK, " ")
    assert "attacks came 0.15 times as often at level 3 as at level 2 (90% interval 0.04" in said
