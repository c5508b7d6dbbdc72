"""What figures show of a reason: as of the day it was given, and as of the day of the report."""

from datetime import date

import pytest
from tests.builders import Row, a_record, a_scale, a_series, an_indicator

from peil.assess.assessment import Assessment, assess
from peil.assess.ladder import default_ladder
from peil.assess.rule import default_rule
from peil.decide.decision import Reason
from peil.observe.direction import CANNOT_TELL
from peil.review.reasons import shown_of

DAY, SAID = date(2018, 2, 10), date(2018, 1, 22)
YEARS: list[Row] = [
    ("2015-01-01", "2015-12-31", 40, "2016-01-15"),
    ("2016-01-01", "2016-12-31", 120, "2017-01-15"),
    ("2016-07-01", "2016-12-31", 70, "2017-01-15"),
    ("2016-01-01", "2016-12-31", 130, "2017-06-15"),
    ("2017-01-01", "2017-12-31", 20, "2018-02-01"),
    ("2016-01-01", "2016-12-31", 150, "2018-03-01"),
]


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    old = a_series([("2010-01-01", "2010-12-31", 40, "2011-01-15")])
    record = a_record(
        {"files": a_series(YEARS), "old": old}, [an_indicator("files"), an_indicator("old")]
    )
    scale = a_scale(replay_from=date(2017, 12, 31))
    rule = default_rule()
    return assess(record=record, scale=scale, ladder=default_ladder(), rule=rule, as_of=DAY)


def a_reason(**claims: object) -> Reason:
    nothing = {"text": "a claim", "family": None, "direction": None, "source": "News"}
    return Reason(**{**nothing, **claims})  # type: ignore[arg-type]


def test_a_reason_that_claims_nothing_or_of_no_known_family_shows_nothing(
    assessment: Assessment,
) -> None:
    assert shown_of(assessment, a_reason(), SAID) is None
    assert shown_of(assessment, a_reason(family="fighters_out"), SAID) is None
    assert shown_of(assessment, a_reason(family="context", direction="rising"), SAID) is None


@pytest.mark.parametrize("about", [{"indicator": "files"}, {"family": "fighters_out"}])
def test_the_direction_of_the_day_stands_beside_that_of_the_day_on_which_it_was_said(
    assessment: Assessment, about: dict[str, str]
) -> None:
    shown = shown_of(assessment, a_reason(direction="rising", **about), SAID)
    assert shown is not None
    assert (shown.direction, shown.then) == ("waning", "rising")
    (figure,) = shown.figures
    assert (figure.value, figure.end, figure.published) == (
        20,
        date(2017, 12, 31),
        date(2018, 2, 1),
    )


def test_an_indicator_without_a_recent_figure_or_without_any_tells_no_direction(
    assessment: Assessment,
) -> None:
    told = [
        shown_of(assessment, a_reason(indicator=n, direction="rising"), SAID)
        for n in ("old", "none")
    ]
    assert [(s.direction, s.why) for s in told if s] == [
        ("cannot tell", "figures_too_old"), ("cannot tell", "no_figures"),
    ]  # fmt: skip


def test_every_vintage_of_the_longest_period_is_given_and_none_of_later_days(
    assessment: Assessment,
) -> None:
    reason = a_reason(indicator="files", value=120.0, period_end=date(2016, 12, 31))
    shown = shown_of(assessment, reason, SAID)
    assert shown is not None
    assert [(f.value, f.published) for f in shown.figures] == [
        (120, date(2017, 1, 15)), (130, date(2017, 6, 15)),
    ]  # fmt: skip
    assert all(f.source for f in shown.figures)


def test_a_count_speaks_for_a_family_before_a_share_of_the_same_time() -> None:
    rows: list[Row] = [
        ("2016-01-01", "2016-12-31", 21, "2017-01-15"),
        ("2017-01-01", "2017-12-31", 20, "2018-02-01"),
    ]
    record = a_record(
        {"files": a_series(rows), "share_of_files": a_series(rows)},
        [
            an_indicator("files", weighs=False),
            an_indicator("share_of_files", kind="share", weighs=False),
        ],
    )
    scale = a_scale(replay_from=date(2017, 12, 31))
    rule, ladder = default_rule(), default_ladder()
    made = assess(record=record, scale=scale, ladder=ladder, rule=rule, as_of=DAY)
    family = next(each for each in made.families if each.family == "fighters_out")
    assert (family.because, family.direction) == ("files", CANNOT_TELL)
