"""The worked example of docs/methods/level.md: its numbers were computed from the formulae alone.

They come from a calculation with the standard library that knows nothing of Peil.
"""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.builders import a_record, a_scale, a_series, a_window, an_event, an_indicator

from peil.assess.evidence import AssessmentSettings
from peil.assess.ladder import ladder_of
from peil.assess.methods import replay_all
from peil.assess.reviews import NOTHING, Declared, Replay, Variation
from peil.assess.rule import ONLY_ATTACKS, SECOND, rule_of
from peil.assess.signs import Sign
from peil.assess.streams import Streams
from peil.assess.weighed_streams import WeighedStreams
from peil.observe.record import Record
from peil.terms.scale import Scale

AS_OF = date(2016, 12, 31)
SIGN = date(2015, 3, 4)
CLOSE = 1e-9
SETTINGS = AssessmentSettings(ladder=ladder_of(SECOND), rule=rule_of(SECOND), levels=4)
NO_ATTACK = (-0.059262811926, -0.173090128053, -0.332773124425)
NONE_WITH_MANY_KILLED = (-0.002923453176, -0.028534855970, -0.059262811926)
REVIEWS = {
    "2014-01-31": (0.727773836612, 0.185999633315, 0.059187273573, 0.027039256500),
    "2014-06-17": (0.462038285616, 0.275269638205, 0.167689210590, 0.095002865588),
    "2015-02-28": (0.634842726004, 0.238127336957, 0.092934298198, 0.034095638841),
    "2015-03-03": (0.308742194756, 0.277717728629, 0.250467728382, 0.163072348233),
    "2015-03-05": (0.049152536078, 0.141106439141, 0.416424709009, 0.393316315771),
    "2015-04-10": (0.054108135979, 0.181545120594, 0.432288336170, 0.332058407257),
    "2015-09-01": (0.080993171521, 0.243988019537, 0.418686895452, 0.256331913490),
    "2016-04-10": (0.412807823667, 0.336032550428, 0.186738092552, 0.064421533353),
    "2016-07-31": (0.504155077048, 0.307750309796, 0.142166379260, 0.045928233897),
    "2016-08-31": (0.528961388783, 0.297741322096, 0.131204182729, 0.042093106393),
    "2016-09-30": (0.552126133442, 0.288043073941, 0.121270045189, 0.038560747428),
    "2016-12-31": (0.612194130429, 0.261425268279, 0.096715143374, 0.029665457918),
}
HELD = {
    "2014-01-31": 1,
    "2014-06-17": 2,
    "2015-02-28": 2,
    "2015-03-03": 3,
    "2016-07-31": 3,
    "2016-08-31": 3,
    "2016-09-30": 2,
    "2016-12-31": 2,
}


def the_record() -> Record:
    """Two attacks, and departures that a ministry and an institute count."""
    departures = a_series(
        [
            ("2014-01-01", "2014-12-31", 24, "2015-04-10"),
            ("2015-01-01", "2015-12-31", 6, "2016-04-10"),
            ("2014-07-01", "2015-06-30", 72, "2015-09-01"),
        ],
        publisher=["Ministry", "Ministry", "Institute"],
        approximate=[True, False, False],
    )
    toll = {"killed": 14, "killed_published": date(2015, 3, 5)}
    return a_record(
        {"departures": departures},
        events=[an_event("2014-06-17", killed=0), an_event("2015-03-03", **toll)],
        windows=[a_window("2014-01-01", "2016-12-31", ideology="any")],
    )


def run(record: Record, scale: Scale, declared: Declared = NOTHING) -> Replay:
    """Replay a record by the second method as it is shipped."""
    base = Variation(name="base", settings=SETTINGS)
    return replay_all(record, scale, [base], AS_OF, declared)["base"]


def streams_in(replayed: Replay, family: str) -> Streams:
    """Find the streams of a family that weigh on the as-of day."""
    (found,) = (one for one in replayed.weighed if one.family == family)
    assert isinstance(found, WeighedStreams)
    return found.streams


@pytest.fixture(scope="module")
def replayed() -> Replay:
    scale = a_scale(4, date(2014, 1, 1))
    top = replace(scale.levels[-1], imminent=True)
    scale = replace(scale, levels=(*scale.levels[:-1], top))
    sign = Sign(day=SIGN, office="Office", published=SIGN, source="https://example.org/sign")
    return run(the_record(), scale, Declared(signs=[sign]))


def at(replayed: Replay, day: str) -> int:
    """Find the review of a day."""
    return [str(review.day) for review in replayed.reviews].index(day)


@pytest.mark.parametrize("day", REVIEWS)
def test_figures_fit_each_level_as_the_formulae_say(replayed: Replay, day: str) -> None:
    found = replayed.reviews[at(replayed, day)].posterior
    assert found.tolist() == pytest.approx(REVIEWS[day], abs=CLOSE, rel=0)


@pytest.mark.parametrize("day", HELD)
def test_rule_stands_at_the_level_that_its_steps_lead_to(replayed: Replay, day: str) -> None:
    assert replayed.proposals[at(replayed, day)].held == HELD[day] - 1


def test_level_begins_and_ends_to_hold_on_the_days_told(replayed: Replay) -> None:
    changed = [
        str(after.day)
        for before, after in zip(replayed.proposals, replayed.proposals[1:], strict=False)
        if after.held != before.held
    ]
    assert changed == ["2014-06-17", "2015-03-03", "2016-09-30"]


def test_sign_without_the_probability_is_told_for_thirty_days(replayed: Replay) -> None:
    told = [str(each.day) for each in replayed.proposals if each.or_higher]
    assert told == ["2015-03-04", "2015-03-05", "2015-03-31"]


def test_attacks_alone_prove_no_level_before_the_first_raise(replayed: Replay) -> None:
    untold = {str(each.day) for each in replayed.proposals if each.reason == ONLY_ATTACKS}
    assert untold == {"2014-01-31", "2014-02-28", "2014-03-31", "2014-04-30", "2014-05-31"}


def test_mass_casualties_bear_the_level_at_its_end(replayed: Replay) -> None:
    bearing = replayed.proposals[at(replayed, "2016-07-31")].bearing
    assert bearing == {"mass_casualty"}


def test_each_figure_weighs_what_the_table_says(replayed: Replay) -> None:
    expected = [
        (7.2, 5.894955515017, -1.154285457257),
        (2.816382043574, -0.521394695313, -1.614044839257),
        (-1.497435488779, -3.624187868488, -3.973702941944),
    ]
    found = streams_in(replayed, "fighters_out").db
    assert np.allclose(found, expected, rtol=0, atol=CLOSE)


def test_streams_of_one_month_count_together_as_the_table_says(replayed: Replay) -> None:
    month = [(2014 - 1970) * 12, (2014 - 1970) * 12 + 6, (2015 - 1970) * 12]
    rows = np.array(month) - replayed.first_month
    logs = np.diff(replayed.log_weights[rows], axis=1) * 10 / np.log(10)
    quiet = np.add(NO_ATTACK, NONE_WITH_MANY_KILLED)
    expected = [
        (0.239199570824, -0.044282837136, -0.137083260320),
        (0.731106634727, 0.456384617564, -0.186100861930),
        (0.484327396843, 0.192859717924, -0.386510180240),
    ]
    assert np.allclose(logs - quiet, expected, rtol=0, atol=CLOSE)


def test_ratio_is_weighed_against_its_own_past_as_the_table_says() -> None:
    files = an_indicator("files", family="judicial_opened", effort="effort_dependent")
    rows = [
        ("2010-01-01", "2010-12-31", 48, "2011-02-01"),
        ("2011-01-01", "2011-12-31", 52, "2012-02-01"),
        ("2012-01-01", "2012-12-31", 75, "2013-02-01"),
    ]
    record = a_record({"files": a_series(rows)}, [files])
    found = streams_in(run(record, a_scale(4)), "judicial_opened")
    assert found.expected.tolist() == [pytest.approx([40, 60, 90, 135])]
    expected = np.array([3.513879268578, 0.179619395270, -2.142243565212]) * 0.5
    assert np.allclose(found.db, [expected], rtol=0, atol=CLOSE)
