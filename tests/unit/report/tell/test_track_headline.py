"""The first line of a track record where it rests on one attack or on none."""

from dataclasses import replace

import pytest
from tests.builders import an_event
from tests.track_builder import a_track
from tests.unit.report.tell.test_track import ENGLISH, told, with_verdict

from peil.report.model import plain
from peil.report.tell.track import tell
from peil.report.words import LANGUAGES

ONE = [an_event("2016-03-22", killed=35)]
FIRST_WORDS = {
    "en": (
        "Undecided: 1 attack (jihadist) in 10 years is too few",
        "Undecided: no attack (jihadist) counts",
    ),
    "fr": ("Question ouverte : 1 attentat (", "Question ouverte : aucun attentat ("),
    "nl": ("Onbeslist: 1 aanslag (", "Onbeslist: in 10 jaar telt geen aanslag ("),
    "de": (
        "Unentschieden (Ruritania): 1 Anschlag (",
        "Unentschieden (Ruritania): In 10 Jahren zählt kein Anschlag (",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_attack_and_none_are_told_as_such_on_the_first_line(language: str) -> None:
    for events, said in zip((ONE, []), FIRST_WORDS[language], strict=True):
        headline = plain(told(language, events=events).headline)
        assert headline.replace("\xa0", " ").replace("\u202f", " ").startswith(said)


def test_a_decided_difference_by_one_attack_is_told_as_such() -> None:
    found = a_track(events=ONE)
    found = replace(found, record=with_verdict(found.record, "worse"))
    assert plain(tell(found, ENGLISH).headline).startswith("Ruritania, 1 attack in 10 years: ")
