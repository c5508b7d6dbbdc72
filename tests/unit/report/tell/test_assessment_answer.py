"""The first answer: how the figures fit, what the rule would do and why, and what was decided."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.report.exampleland import STATES, a_brief, a_ladder, a_scale
from tests.unit.report.tell.told import Told, plain, told

from peil.assess.ladder import ladder_of
from peil.assess.rule import SECOND, rule_of
from peil.report.tell.assessment import tell
from peil.report.words import LANGUAGES, words_in

WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")
MOST_WORDS = 60
BEST = "Public figures fit level 2 (medium) best, 54 in 100; levels 1 to 3 together: 95."
A_SIGN = {
    "day": "2018-01-10", "office": "The centre", "published": "2018-01-11", "source": "press",
    "verified": True, "lapses": "2018-02-09",
}  # fmt: skip


def imminent(*parts: float, sign: bool, language: str = "en", **proposal: Any) -> Told:
    """Tell of a scale whose highest level is imminence, with a fit of its own."""
    brief = a_brief()
    brief.scale = a_scale(is_imminent=True)
    brief.document["proposal"] |= {
        "probabilities": {str(n): part for n, part in enumerate(parts, 1)},
        "signs": [A_SIGN] if sign else [],
        **proposal,
    }
    return Told(brief, language)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("robust", BEST),
        (
            "expired",
            "Public figures of the kind that weighs most are no longer current; older ones fit "
            "level 2 (medium) best, 54 in 100; levels 1 to 3 together: 95.",
        ),
        (
            "stale",
            "Apart from attacks, no current public figure tells today’s level; older ones fit level 2 "
            "(medium) best, 54 in 100; levels 1 to 3 together: 95.",
        ),
        (
            "cannot_tell",
            "No public figure weighs, so the figures fit no level better than another.",
        ),
    ],
)
def test_the_first_sentence_is_how_the_figures_fit(state: str, said: str) -> None:
    assert plain(told(state).headline) == said


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (
            (0.0, 0.06, 0.43, 0.51),
            "Public figures fit level 4 (very serious) best, 51 in 100; levels 3 to 4 together: 94.",
        ),
        ((0.9, 0.1, 0.0, 0.0), "Public figures fit level 1 (low) best, 90 in 100."),
        ((0.998, 0.002, 0.0, 0.0), "Public figures fit level 1 (low) best, over 99 in 100."),
        (  # the bars of 1 to 3 say 19, 37 and 32
            (0.194, 0.374, 0.324, 0.108),
            "Public figures fit level 2 (medium) best, 37 in 100; levels 1 to 3 together: 88.",
        ),
    ],
)
def test_the_first_sentence_names_the_level_that_fits_best(
    parts: tuple[float, ...], said: str
) -> None:
    brief = a_brief()
    brief.document["proposal"]["probabilities"] = {str(n): p for n, p in enumerate(parts, 1)}
    assert plain(Told(brief).headline) == said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (
            "robust",
            "The rule would keep level 2 until levels 2 to 4 together fall from 79 to 30.5 in 100, or levels 3 "
            "and 4 together rise from 25 to 35 in 100.",
        ),
        (
            "held",
            "The rule would keep level 3 until levels 3 and 4 together fall from 25 to 20 in 100, or level 4 "
            "rises from 5 to 35 in 100.",
        ),
        (
            "outside",
            "The rule would keep level 3 (outside what fits) until levels 3 and 4 together, now 12, stay "
            "at 20 or less for long enough, or level 4 rises from 4 to 35 in 100.",
        ),
        (
            "expired",
            "The rule gives no level any more; its last was level 3. With a current figure of that kind "
            "it could give one again.",
        ),
        (
            "cannot_tell",
            "The rule cannot tell today’s level. With a figure that weighs it could give one.",
        ),
        (
            "stale",
            "The rule cannot tell today’s level; its last was level 2. With a current figure on "
            "something other than attacks it could give one again.",
        ),
    ],
)
def test_then_what_the_rule_would_do_why_and_what_would_change_it(state: str, said: str) -> None:
    assert plain(told(state).rule) == said


def test_a_raise_of_the_day_says_from_which_part_of_the_fit_it_raises() -> None:
    brief = a_brief("held")
    brief.before = 2
    brief.document["proposal"]["probabilities"] = {"1": 0.1, "2": 0.3, "3": 0.4, "4": 0.2}
    assert plain(Told(brief).rule) == (
        "The rule would raise to level 3: levels 3 and 4 together hold 60, and 35 are enough. It would "
        "stay there until levels 3 and 4 together fall from 60 to 20 in 100, or level 4 rises from 20 to 35 in 100."
    )


def test_a_lowering_of_the_day_says_the_mean_of_the_month_ends_that_it_rests_on() -> None:
    brief = a_brief()
    brief.before = 3
    found = brief.assessed
    run = found.assessment.base
    ends = [(0.6, 0.2, 0.1, 0.1), (0.6, 0.25, 0.1, 0.05)] * 2
    ends = [(0.1, 0.1, 0.4, 0.4), *ends, (0.6, 0.2, 0.1, 0.1), (0.75, 0.2, 0.04, 0.01)]
    reviews = [replace(run.reviews[0], posterior=np.array(end)) for end in ends]
    base = replace(run, reviews=tuple(reviews))
    words = words_in("en")
    report = tell(replace(found, assessment=replace(found.assessment, base=base)), words)
    (block,) = (block for block in report.blocks if block.key == "answer")
    assert plain(block.lines[0]).startswith(  # type: ignore[attr-defined] # it is a text
        "The rule would lower to level 2: levels 3 and 4 together hold 16 on average of 6 month "
        "ends, and it lowers at 20."
    )


def test_a_coverage_just_below_what_is_asked_is_not_told_as_that() -> None:
    brief = a_brief("expired")
    brief.document["proposal"] |= {"reason": "low_coverage", "coverage": 0.497}
    found = brief.assessed
    base = found.assessment.base
    (review,) = base.reviews
    base = replace(base, reviews=(replace(review, missing=frozenset({"propaganda"})),))
    report = tell(replace(found, assessment=replace(found.assessment, base=base)), words_in("en"))
    (block,) = (block for block in report.blocks if block.key == "answer")
    assert plain(block.lines[1]).startswith(  # type: ignore[attr-defined] # it is a text
        "It could give one again once 50 in 100 of the kinds of figures, now 49.7, are current"
    )


def test_one_of_the_conditions_of_imminence_is_level_3_or_higher() -> None:
    held = {"level": 3, "held": 3, "or_higher": True}
    assert plain(imminent(0.0, 0.06, 0.43, 0.51, sign=False, **held).rule) == (
        "The rule would keep level 3 or higher until levels 3 and 4 together fall from 94 to 20 in 100, or a "
        "sign of imminence is declared, as level 4 holds 51."
    )
    assert plain(imminent(0.0, 0.1, 0.6, 0.3, sign=True, **held).rule) == (
        "The rule would keep level 3 or higher: The centre declared a sign of imminence on "
        "10 January 2018, lapsing on 9 February 2018; level 4 holds 30."
    )


def test_imminence_needs_both_conditions_and_falls_with_either() -> None:
    assert plain(imminent(0.0, 0.1, 0.3, 0.6, sign=True, level=4, held=4).rule) == (
        "The rule would keep level 4: The centre declared a sign of imminence on 10 January 2018, "
        "lapsing on 9 February 2018. It would stay there until level 4 falls from 60 to 35 in 100, or the sign "
        "lapses."
    )
    neither = imminent(0.1, 0.3, 0.4, 0.2, sign=False, level=3, held=3)
    assert plain(neither.rule) == (
        "The rule would keep level 3 until levels 3 and 4 together fall from 60 to 20 in 100, or level 4 rises "
        "from 20 to 50 in 100 with a sign of imminence."
    )


def test_a_declared_plot_keeps_the_level() -> None:
    brief = a_brief()
    brief.open_plots = 1
    assert "until no plot is declared open any more, or levels" in plain(Told(brief).rule)


@pytest.mark.parametrize(
    ("official", "said"),
    [
        (
            {"level": 3, "valid_from": "2016-03-25"},
            "Official level: 3, since 25 March 2016.",
        ),
        (None, "Decided: level 2 (medium)."),
        (
            {"level": None, "valid_from": "2017-05-01"},
            "Official level: unknown since 1 May 2017.",
        ),
    ],
)
def test_then_what_was_decided(official: dict[str, Any] | None, said: str) -> None:
    known = official and official | {"source": ""}
    account = told(official={"day": known, "day_before": None})
    assert plain(account.decided) == said


def test_where_no_level_is_known_that_is_said() -> None:
    known = {"day": None, "day_before": None}
    assert told(decision=None, official=known).decided == (
        "No official level is recorded for this day."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_what_is_read_first_has_few_words(language: str, state: str) -> None:
    assert len(WORD.findall(told(state, language).first)) <= MOST_WORDS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sign", [False, True])
def test_so_has_what_is_read_first_of_imminence(language: str, sign: bool) -> None:
    held = {"level": 3, "held": 3, "or_higher": True}
    account = imminent(0.0, 0.06, 0.43, 0.51, sign=sign, language=language, **held)
    assert len(WORD.findall(account.first)) <= MOST_WORDS


def test_figures_that_say_no_more_than_the_starting_point_fit_no_level() -> None:
    found, words = a_brief("expired").assessed, words_in("en")
    run = found.assessment.base
    reviews = (*run.reviews[:-1], replace(run.reviews[-1], is_informed=False))
    base = replace(run, reviews=reviews)
    report = tell(replace(found, assessment=replace(found.assessment, base=base)), words)
    assert plain(report.headline) == (
        "Public figures of the kind that weighs most are no longer current; older ones no longer count."
    )
    (bars,) = (block for block in report.blocks if block.key == "fit")
    assert plain(bars.title) == "Where the levels start; public figures hardly weigh now"  # type: ignore[attr-defined] # it is a figure


@pytest.mark.parametrize("state", ["expired", "cannot_tell", "stale"])
def test_nothing_is_proposed_where_the_level_cannot_be_told(state: str) -> None:
    account = told(state)
    assert not re.search("propos(ed|es)", account.first)
    assert "keep" not in account.first


def test_how_often_such_a_level_was_true_in_simulated_worlds_is_said_of_peils_own_only() -> None:
    brief = a_brief("held")
    found = brief.assessed
    tried = replace(rule_of(SECOND), true_when_proposed=(0.9, 0.63, 0.41, 0.2))
    words = words_in("en")

    def note(ladder: Any) -> str:
        settings = replace(found.assessment.settings, rule=tried, ladder=ladder)
        report = tell(
            replace(found, assessment=replace(found.assessment, settings=settings)), words
        )
        (block,) = (block for block in report.blocks if block.key == "fit")
        return str(block.note)

    assert plain(note(ladder_of(SECOND))) == (
        "When the rule, a calculation that binds nobody, gave level 3 in simulations, it was right in "
        "about 4 of 10 months."
    )
    assert note(a_ladder()) == ""
    assert str(told("held").figure("fit").note) == ""


@pytest.mark.parametrize(
    ("parts", "said"),
    [  # ageing settles at .72, .19, .06 and .03
        (
            (0.19, 0.37, 0.32, 0.12),
            "Without the starting point, they would fit level 3 best.",
        ),
        ((0.80, 0.16, 0.03, 0.01), ""),
        ((0.70, 0.21, 0.07, 0.02), ""),  # level 2 by .6 dB: that is no information
    ],
)
def test_what_the_figures_alone_favour_is_said_beside_the_fit_where_it_is_another_level(
    parts: tuple[float, ...], said: str
) -> None:
    brief = a_brief()
    brief.document["proposal"]["probabilities"] = {str(n): p for n, p in enumerate(parts, 1)}
    assert plain(str(Told(brief).figure("fit").note)) == said
