"""Properties that any proposal of the second method keeps, in countries that are made up.

Lower counts never raise a level, quiet lists change nothing, and what nobody knew on the day is
no input. Each is tried on scales of three to five levels.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import Row, a_record, a_scale, a_series, a_window, an_event, an_indicator

from peil.assess.assessment import assess
from peil.assess.evidence import AssessmentSettings
from peil.assess.forward_filter import hold_time
from peil.assess.ladder import ladder_of
from peil.assess.methods import replay_all
from peil.assess.reviews import Replay, Variation, ageing, log_weights
from peil.assess.rule import EXPIRED, PROPOSED, SECOND, Review, rule_of
from peil.assess.standing import Standing
from peil.observe.events import Event
from peil.observe.record import Record
from peil.terms.calendar import month_ends

BEGIN, AS_OF = date(2012, 1, 1), date(2017, 12, 31)
LADDER, RULE = ladder_of(SECOND), rule_of(SECOND)
ROUNDING = 1e-9
TRIED = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
LEVELS = st.integers(3, 5)
DAYS = st.dates(date(2012, 1, 5), date(2017, 12, 20))


def run(record: Record, levels: int = 4, as_of: date = AS_OF) -> Replay:
    """Replay a record by the second method."""
    own = AssessmentSettings(ladder=LADDER, rule=RULE, levels=levels)
    base = Variation(name="base", settings=own)
    return replay_all(record, a_scale(levels, BEGIN), [base], as_of)["base"]


def at_least(found: Replay) -> Any:
    """P(>= 2), P(>= 3) and so on, on the as-of day."""
    return found.posterior[::-1].cumsum()[::-1][1:]


@st.composite
def attacks(draw: Any) -> tuple[Event, ...]:
    """Draw a list of attacks of some ideologies and tolls."""
    days = draw(st.lists(DAYS, max_size=8))
    return tuple(
        an_event(
            day.isoformat(),
            published=day + timedelta(days=draw(st.sampled_from((0, 1, 40)))),
            ideology=draw(st.sampled_from(("jihadist", "right_wing"))),
            killed=draw(st.sampled_from((None, 0, 9, 10, 30))),
        )
        for day in days
    )


@st.composite
def yearly(draw: Any, most: int = 60) -> list[Row]:
    """Draw the figures of some years, each published in the year after."""
    years = draw(st.lists(st.integers(2012, 2016), unique=True, min_size=1))
    return [
        (
            f"{year}-01-01",
            f"{year}-12-31",
            float(draw(st.integers(0, most))),
            f"{year + 1}-{draw(st.integers(1, 12)):02d}-15",
        )
        for year in sorted(years)
    ]


def country(
    events: Sequence[Event] = (), series: Sequence[list[Row]] = (), **changes: Any
) -> Record:
    """Build a country with a list of attacks and figures of departures by several publishers."""
    rows = [row for each in series for row in each]
    publishers = [f"Bureau {i}" for i, each in enumerate(series) for _ in each]
    made = {"departures": a_series(rows, publisher=publishers)} if rows else {}
    windows = changes.pop("windows", (a_window(ideology="any"),))
    return a_record(made, events=events, windows=windows, **changes)


def lower(rows: list[Row], at: int, by: int) -> list[Row]:
    """Let one figure be lower, and none below zero."""
    start, end, value, published = rows[at]
    return [*rows[:at], (start, end, max(0.0, value - by), published), *rows[at + 1 :]]


@TRIED
@given(LEVELS, attacks(), yearly(), yearly(), st.integers(0, 9), st.integers(1, 30))
def test_a_lower_count_never_raises_any_level(
    levels: int, events: tuple[Event, ...], one: list[Row], other: list[Row], at: int, by: int
) -> None:
    before = run(country(events, [one, other]), levels)
    after = run(country(events, [lower(one, at % len(one), by), other]), levels)
    assert (at_least(after) <= at_least(before) + ROUNDING).all()


@TRIED
@given(LEVELS, attacks(), yearly(), st.integers(0, 9))
def test_an_attack_less_never_raises_any_level(
    levels: int, events: tuple[Event, ...], one: list[Row], at: int
) -> None:
    fewer = tuple(e for i, e in enumerate(events) if i != at % max(len(events), 1))
    before, after = run(country(events, [one]), levels), run(country(fewer, [one]), levels)
    assert (at_least(after) <= at_least(before) + ROUNDING).all()


@TRIED
@given(LEVELS, yearly(), yearly(most=0), yearly())
def test_a_further_figure_that_speaks_for_no_level_raises_none(
    levels: int, one: list[Row], nothing: list[Row], other: list[Row]
) -> None:
    before = run(country((), [one, other]), levels)
    after = run(country((), [one, other, nothing]), levels)
    assert all((w <= 0).all() for w in _weights(after, "Bureau 2"))
    assert (at_least(after) <= at_least(before) + ROUNDING).all()


def _weights(found: Replay, publisher: str) -> list[Any]:
    streams = [each.streams for each in found.weighed]
    return [s.db[s.figures.publisher == publisher] for s in streams if "departures" in _names(s)]


def _names(streams: Any) -> list[str]:
    return [indicator.id for indicator in streams.indicators]


def _by_ideology(*ideologies: str) -> tuple[Any, ...]:
    return tuple(a_window(ideology=ideology) for ideology in ideologies)


def _told(found: Replay) -> list[Any]:
    return [(p.day, p.status, p.level, p.since, p.or_higher) for p in found.proposals]


@TRIED
@given(LEVELS, attacks(), yearly())
def test_an_empty_list_beside_one_that_covers_its_days_changes_nothing(
    levels: int, events: tuple[Event, ...], one: list[Row]
) -> None:
    kept = [e for e in events if e.ideology == "jihadist"]
    alone = run(country(kept, [one], windows=_by_ideology("jihadist")), levels)
    beside = run(country(kept, [one], windows=_by_ideology("jihadist", "left_wing")), levels)
    assert (alone.posterior == beside.posterior).all()
    assert _told(alone) == _told(beside)


@TRIED
@given(LEVELS, attacks(), yearly())
def test_a_list_in_parts_that_are_all_declared_says_the_same(
    levels: int, events: tuple[Event, ...], one: list[Row]
) -> None:
    whole = run(country(events, [one]), levels)
    parts = run(country(events, [one], windows=_by_ideology("jihadist", "right_wing")), levels)
    assert (whole.posterior == parts.posterior).all()
    assert _told(whole) == _told(parts)


@TRIED
@given(LEVELS, attacks(), yearly(), st.dates(date(2014, 6, 1), date(2017, 6, 30)))
def test_cutting_off_the_last_quiet_months_of_a_list_never_gives_a_lower_level(
    levels: int, events: tuple[Event, ...], one: list[Row], last: date
) -> None:
    known = [e for e in events if e.date <= last and e.published <= last]
    kept = run(country(known, [one]), levels)
    cut = a_window(ideology="any", last=last.isoformat())
    ended = run(country(known, [one], windows=(cut,)), levels)
    assert (at_least(ended) >= at_least(kept) - ROUNDING).all()
    assert (ended.now.held or 0) >= (kept.now.held or 0)


@TRIED
@given(attacks(), yearly(), yearly(), st.randoms(use_true_random=False))
def test_order_later_figures_and_unverified_rows_change_no_byte(
    events: tuple[Event, ...], one: list[Row], other: list[Row], chance: Any
) -> None:
    rows = [*((row, "Bureau 0", True) for row in one), *((row, "Bureau 1", True) for row in other)]
    later = [(("2016-01-01", "2016-12-31", 900.0, "2018-02-01"), "Bureau 0", True)]
    unverified = [(("2015-01-01", "2015-12-31", 900.0, "2016-02-01"), "Bureau 2", False)]
    mixed = [*rows, *later, *unverified]
    chance.shuffle(mixed)
    shuffled = list(events)
    chance.shuffle(shuffled)
    more = [an_event("2017-12-30", published=date(2018, 1, 2), killed=30)]
    first = run(_of(rows, events))
    second = run(_of(mixed, [*shuffled, *more]))
    assert first.posterior.tobytes() == second.posterior.tobytes()
    assert _told(first) == _told(second)


def _of(rows: Sequence[tuple[Row, str, bool]], events: Sequence[Event]) -> Record:
    series = a_series(
        [row for row, _, _ in rows],
        publisher=[publisher for _, publisher, _ in rows],
        verified=[verified for _, _, verified in rows],
    )
    return a_record({"departures": series}, events=events, windows=(a_window(ideology="any"),))


@pytest.mark.parametrize("levels", [3, 4, 5])
def test_from_certainty_of_any_level_ageing_alone_reaches_where_it_is_left(levels: int) -> None:
    matrix, _ = ageing(RULE, levels)
    for level in range(1, levels):
        months = hold_time(matrix, level, RULE.lowers_at(level))
        assert months is not None
        assert months <= 48


@pytest.mark.parametrize("levels", [3, 4, 5])
def test_ageing_moves_one_step_and_keeps_the_order_of_two_states(levels: int) -> None:
    matrix, _ = ageing(RULE, levels)
    assert np.count_nonzero(np.triu(matrix, 2)) == 0
    minors = [
        matrix[i, j] * matrix[i + 1, j + 1] - matrix[i, j + 1] * matrix[i + 1, j]
        for i in range(levels - 1)
        for j in range(levels - 1)
    ]
    assert min(minors) >= 0


def test_one_attack_with_thirty_killed_in_a_quiet_country_is_serious_and_not_imminent() -> None:
    quiet = [(f"{y}-01-01", f"{y}-12-31", 0.0, f"{y + 1}-03-01") for y in range(2012, 2017)]
    night = date(2017, 11, 13)
    attack = an_event(night.isoformat(), killed=30)
    before = run(country((), [quiet]), as_of=night - timedelta(days=1))
    evening = run(country((attack,), [quiet]), as_of=night)
    assert at_least(before)[1] < 0.1
    assert at_least(evening)[1] >= 0.35
    assert at_least(evening)[2] < 0.50
    assert evening.now.held == 2
    assert evening.now.day == night
    assert run(country((replace(attack, killed=9),), [quiet]), as_of=night).now.held == 1


@pytest.mark.parametrize("rows", [[], [("2016-01-01", "2016-12-31", 40.0, "2017-02-01")]])
def test_reviews_long_before_the_first_figure_tell_what_ageing_settles_at(rows: list[Row]) -> None:
    found = run(country((), [rows], windows=()))
    _, settled = ageing(RULE, 4)
    early = [review.posterior for review in found.reviews if review.day < date(2017, 2, 1)]
    assert len(early) == 12 * 5 + 1
    assert np.allclose(early, settled, atol=ROUNDING)
    assert {each.reason for each in found.proposals[: len(early)]} == {"no_evidence"}
    assert bool(rows) == (found.now.held is not None)


def test_no_figure_is_said_to_raise_to_a_level_that_needs_a_sign() -> None:
    scale = a_scale(4, BEGIN)
    top = replace(scale.levels[-1], imminent=True)
    asked: dict[str, Any] = {
        "record": country(
            [an_event("2017-07-10"), an_event("2017-12-05")],
            [
                [(f"{y}-01-01", f"{y}-12-31", 60.0, f"{y + 1}-03-01") for y in (2014, 2015, 2016)],
                [("2016-01-01", "2016-12-31", 70.0, "2017-03-01")],
            ],
        ),
        "ladder": LADDER,
        "rule": RULE,
        "as_of": AS_OF,
    }
    signed = replace(scale, levels=(*scale.levels[:-1], top))
    found, usual = assess(scale=signed, **asked), assess(scale=scale, **asked)
    assert found.base.now.held == usual.base.now.held == 2
    assert "raise" not in {change.effect for change in found.would_change}
    assert "raise" in {change.effect for change in usual.would_change}


def _held_at_three() -> list[Event]:
    """Attacks of two years that bear level 3, in a list that ends after them."""
    return [an_event(f"{year}-{month:02d}-10") for year in (2013, 2014) for month in (2, 6, 10)]


def test_a_total_of_another_publisher_does_not_stand_for_a_list_that_ended() -> None:
    ended = a_window(ideology="any", last="2014-12-31")
    totals = an_indicator("attacks_total", family="attacks")
    rows = [(f"{y}-01-01", f"{y}-12-31", 4.0, f"{y + 1}-06-30") for y in range(2008, 2017)]
    record = a_record(
        {"attacks_total": a_series(rows)}, [totals], events=_held_at_three(), windows=(ended,)
    )
    found = run(record)
    last = found.reviews[-1]
    assert "attacks" in last.missing
    assert "attacks" not in last.current
    assert found.now.status == EXPIRED
    assert found.now.held == max(p.held or 0 for p in found.proposals)


def test_new_figures_that_would_raise_to_an_expired_level_propose_it_on_their_day() -> None:
    ended = a_window(ideology="any", last="2014-12-31")
    many = [("2016-01-01", "2016-12-31", 400.0, "2017-03-15")]
    silent = run(country(_held_at_three(), [], windows=(ended,)), as_of=date(2017, 3, 14))
    spoken = run(country(_held_at_three(), [many], windows=(ended,)), as_of=date(2017, 3, 15))
    assert silent.now.status == EXPIRED
    assert spoken.now.status == PROPOSED
    assert spoken.now.level == max(silent.now.held or 0, spoken.now.level or 0)
    assert spoken.now.raised == date(2017, 3, 15)


def test_no_month_end_lowers_on_the_day_on_which_new_figures_would_raise_to_the_level() -> None:
    def review(day: date, serious: float, carried: float) -> Review:
        return Review(
            day=day,
            posterior=np.array([0.5 - serious / 2, 0.5 - serious / 2, serious, 0.0]),
            carried=np.array([0.5 - carried / 2, 0.5 - carried / 2, carried, 0.0]),
            coverage=1.0,
            has_evidence=True,
            current=frozenset({"fighters_out"}),
        )

    months = month_ends(date(2015, 1, 31), date(2015, 12, 31))[: RULE.reviews + 1]
    chances = [0.45, *[0.12] * (RULE.reviews - 1), 0.37]
    quiet = [review(d, p, p) for d, p in zip(months, chances, strict=True)]
    news = [*quiet[:-1], review(months[-1], 0.37, 0.04)]
    standing = Standing(rule=RULE, top=None)
    assert [p.held for p in standing.replay(quiet)] == [*[2] * RULE.reviews, 1]
    assert [p.held for p in standing.replay(news)] == [2] * (RULE.reviews + 1)


@TRIED
@given(LEVELS, attacks(), yearly(), st.integers(0, 400))
def test_what_a_long_replay_says_of_a_day_is_what_that_day_says_of_itself(
    levels: int, events: tuple[Event, ...], one: list[Row], at: int
) -> None:
    record = country(events, [one], windows=(a_window("2013-05-01", ideology="any"),))
    whole = run(record, levels)
    i = at % len(whole.reviews)
    day = whole.reviews[i].day
    alone = run(record, levels, as_of=day)
    assert alone.posterior == pytest.approx(whole.reviews[i].posterior, abs=1e-12)
    assert _told(alone)[-1] == _told(whole)[i]
    assert alone.reviews[-1].coverage == whole.reviews[i].coverage


@TRIED
@given(attacks(), yearly(), yearly(), st.booleans())
def test_the_weights_of_the_indicators_add_up_to_what_the_filter_takes(
    events: tuple[Event, ...], one: list[Row], other: list[Row], ends: bool
) -> None:
    until = {"relevant_until": date(2015, 6, 30)} if ends else {}
    gone = an_indicator("departures", relevance_reason="r", relevance_source="s", **until)
    rows = [*one, *other]
    publishers = [*["A"] * len(one), *["B"] * len(other)]
    record = a_record(
        {"departures": a_series(rows, publisher=publishers)},
        [gone],
        events=events,
        windows=(a_window(ideology="any"),),
    )
    found = run(record)
    entered = sum(
        (each.entering(found.months) for each in found.by_indicator),
        np.zeros((len(found.months), 3)),
    )
    assert log_weights(entered) == pytest.approx(found.log_weights, abs=1e-9)
    late = replay_all(
        record,
        a_scale(4, date(2016, 1, 1)),
        [Variation(name="base", settings=AssessmentSettings(ladder=LADDER, rule=RULE, levels=4))],
        AS_OF,
    )["base"]
    assert late.posterior == pytest.approx(found.posterior, abs=1e-12)


@TRIED
@given(LEVELS, attacks(), st.lists(st.integers(1, 200), min_size=4, max_size=8), st.integers(1, 99))
def test_a_lower_ratio_that_no_later_figure_compares_with_never_raises_any_level(
    levels: int, events: tuple[Event, ...], counts: list[int], by: int
) -> None:
    def files(last: float) -> Record:
        rows = [
            (f"{2016 - age}-01-01", f"{2016 - age}-12-31", float(count), f"{2017 - age}-03-01")
            for age, count in enumerate(counts)
        ]
        opened = an_indicator("files", family="judicial_opened", effort="effort_dependent")
        rows[0] = (*rows[0][:2], last, rows[0][3])
        return a_record(
            {"files": a_series(rows)}, [opened], events=events, windows=(a_window(ideology="any"),)
        )

    before = run(files(float(counts[0])), levels)
    after = run(files(max(0.0, float(counts[0] - by))), levels)
    assert (at_least(after) <= at_least(before) + ROUNDING).all()
