"""A country's rate per head among others, as known on a day."""

import random
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peil.observe.population import Population
from peil.review.comparison import (
    CANNOT_TELL,
    HIGHEST,
    NO_POPULATION,
    NO_RATE,
    NOT_A_MEMBER,
    NOT_HIGHEST,
    ONLY_HIGH,
    ONLY_ONE,
    CountryComparison,
    NotComparable,
    compare_per_head,
)
from peil.review.estimates import Estimate
from peil.terms.regions import regions_on

AS_OF = date(2018, 1, 22)
JANUARY = date(2015, 1, 26)
COUNTRIES = ("Austria", "Belgium", "Denmark")
REGIONS = {"all": frozenset({*COUNTRIES, "Ireland"}), "some": frozenset({"Austria", "Denmark"})}
PEOPLE = {country: Population(by_year={2013: 1e6}) for country in COUNTRIES}


def said(country: str, *values: float | None, **changes: object) -> Estimate:
    """An estimate: a middle value, or a low and a high, or all three."""
    low, mid, high = {1: (None, *values, None), 2: (values[0], None, values[-1])}.get(
        len(values), values
    )
    fields: dict[str, object] = {
        "published": JANUARY,
        "period_end": JANUARY,
        "publisher": "A",
        "source": "A report",
        **changes,
    }
    return Estimate(country=country, low=low, mid=mid, high=high, **fields)  # type: ignore[arg-type]


def compared(
    *estimates: Estimate,
    populations: Mapping[str, Population] = PEOPLE,
    regions: Mapping[str, frozenset[str]] = REGIONS,
    as_of: date = AS_OF,
    subject: str = "Belgium",
) -> CountryComparison:
    return compare_per_head(
        indicator="departed",
        estimates=estimates,
        populations=populations,
        regions=regions,
        as_of=as_of,
        subject=subject,
    )


def first(comparison: CountryComparison) -> float:
    probability = comparison.rankings[0].probability_first
    assert probability is not None
    return probability


def test_two_countries_worked_out_by_hand() -> None:
    # 20 and 16 a million: a source error apart, so .877603 (see the test of ranks).
    whole = compared(said("Belgium", 20.0), said("Austria", 16.0))
    ranking = whole.rankings[0]
    assert ranking.word == HIGHEST
    assert ranking.probability_first == pytest.approx(0.877603, abs=5e-5)
    # With twice the error the distance is ln 1.25 / (ln 1.5 / 1.644854 x root two) = .640093.
    assert ranking.probability_if_error_doubles == pytest.approx(0.738944, abs=5e-5)
    belgium, austria = ranking.rates
    assert (belgium.low, belgium.mid, belgium.high) == pytest.approx((16, 20, 25), rel=1e-4)
    assert (belgium.rank_low, belgium.rank_mid, belgium.rank_high) == (1, 1, 2)
    assert austria.country == "Austria"
    assert belgium.figures[0].mid == 20


@pytest.mark.parametrize(
    ("own", "word"),
    [(40.0, HIGHEST), (16.0, CANNOT_TELL), (17.0, CANNOT_TELL), (10.0, NOT_HIGHEST)],
)
def test_the_word_follows_the_probability(own: float, word: str) -> None:
    ranking = compared(said("Belgium", own), said("Austria", 16.0)).rankings[0]
    assert ranking.word == word
    assert ranking.probability_first is not None
    assert (0.2 < ranking.probability_first < 0.8) == (word == CANNOT_TELL)


def test_a_rate_is_per_head_and_not_per_country() -> None:
    larger = {**PEOPLE, "Belgium": Population(by_year={2013: 10e6})}
    estimates = said("Belgium", 60.0), said("Austria", 16.0)
    assert compared(*estimates).rankings[0].word == HIGHEST
    assert compared(*estimates, populations=larger).rankings[0].word == NOT_HIGHEST


@pytest.mark.parametrize(
    ("day", "people", "rate"), [(date(2018, 6, 30), 2e6, 10.0), (date(2018, 7, 1), 4e6, 5.0)]
)
def test_a_figure_is_divided_by_the_latest_population_known_until_that_of_its_year_is(
    day: date, people: float, rate: float
) -> None:
    """20 persons of October 2017: the population of 2017 counts as known from 1 July 2018."""
    autumn = {"published": date(2017, 10, 17), "period_end": date(2017, 10, 17)}
    grown = {**PEOPLE, "Belgium": Population(by_year={2016: 2e6, 2017: 4e6})}
    found = compared(
        said("Belgium", 20.0, **autumn), said("Austria", 1.0), populations=grown, as_of=day
    )
    (belgium,) = (each for each in found.rankings[0].rates if each.country == "Belgium")
    assert [(f.population, f.mid) for f in belgium.figures] == [(people, pytest.approx(rate))]


def test_each_set_is_answered_apart() -> None:
    whole, some = compared(
        said("Austria", 16.0), said("Denmark", 10.0), said("Belgium", 9.0)
    ).rankings
    assert [rate.country for rate in whole.rates] == ["Austria", "Denmark", "Belgium"]
    assert [rate.country for rate in some.rates] == ["Austria", "Denmark"]
    assert (some.word, some.probability_first) == (CANNOT_TELL, None)
    assert some.reason == NOT_A_MEMBER


def test_countries_without_a_figure_or_a_population_are_named() -> None:
    ranking = compared(
        said("Belgium", 20.0),
        said("Austria", 16.0),
        said("Denmark", None, None, 30.0),
        populations={"Belgium": PEOPLE["Belgium"], "Denmark": PEOPLE["Denmark"]},
    ).rankings[0]
    assert ranking.absent == ("Ireland",)
    assert ranking.not_comparable == (
        NotComparable(country="Austria", reason=NO_POPULATION),
        NotComparable(country="Denmark", reason=ONLY_HIGH, publisher="A"),
    )
    assert ranking.members == 4
    assert ranking.word == CANNOT_TELL
    assert ranking.reason == ONLY_ONE
    assert ranking.probability_first is None


def test_a_subject_without_a_rate_cannot_be_told() -> None:
    ranking = compared(said("Austria", 16.0), said("Denmark", 9.0)).rankings[0]
    assert (ranking.word, ranking.reason) == (CANNOT_TELL, NO_RATE)
    assert len(ranking.rates) == 2


def test_places_outside_every_set_are_named_and_not_compared() -> None:
    whole = compared(said("Belgium", 20.0), said("World", 90000.0), said("Austria", 1.0))
    assert whole.outside == ("World",)
    assert [rate.country for rate in whole.rankings[0].rates] == ["Belgium", "Austria"]


def test_several_publishers_weigh_the_same_whatever_their_number() -> None:
    # Half of the probability at 20 and half at 12.8, against 16: as likely above as below.
    mixed = compared(
        said("Belgium", 20.0, publisher="A"),
        said("Belgium", 12.8, publisher="B"),
        said("Austria", 16.0),
    )
    assert first(mixed) == pytest.approx(0.5, abs=1e-4)
    belgium = next(r for r in mixed.rankings[0].rates if r.country == "Belgium")
    assert len(belgium.figures) == 2
    assert belgium.mid == pytest.approx(16.0, rel=1e-3)


def test_a_publisher_with_a_middle_value_weighs_no_more_than_one_with_a_range() -> None:
    # Two of three at 20 and one at 12.8, against 16: (2 x .877603 + .122397) / 3.
    mixed = compared(
        said("Belgium", 20.0, publisher="A"),
        said("Belgium", 20.0, 20.0, publisher="B"),
        said("Belgium", 12.8, 12.8, 12.8, publisher="C"),
        said("Austria", 16.0),
    )
    assert first(mixed) == pytest.approx(0.625868, abs=5e-5)


def test_only_the_latest_estimate_of_a_publisher_counts() -> None:
    old = said("Belgium", 500.0, period_end=date(2013, 1, 1), published=date(2013, 2, 1))
    now = said("Belgium", 20.0), said("Austria", 16.0)
    assert compared(*now, old).rankings == compared(*now).rankings


def test_one_source_is_compared_with_itself_at_one_date() -> None:
    december, october = date(2015, 12, 8), date(2017, 10, 31)
    whole = compared(
        said("Belgium", 20.0, publisher="B", period_end=december),
        said("Austria", 16.0, publisher="B", period_end=december),
        said("Austria", 90.0, publisher="B", period_end=october, published=october),
        said("Belgium", 30.0, publisher="C"),
        said("World", 30.0, publisher="C"),
        said("Denmark", 30.0, publisher="D"),
        populations={**PEOPLE, "World": PEOPLE["Belgium"]},
    )
    assert [(r.publisher, r.period_end, r.region) for r in whole.same_source] == [
        ("B", december, "all")
    ]
    (same,) = whole.same_source
    assert [(r.country, r.figures[0].mid) for r in same.rates] == [("Belgium", 20), ("Austria", 16)]
    assert same.probability_first == pytest.approx(0.877603, abs=5e-5)
    assert same.absent == ("Denmark", "Ireland")
    assert [own.publisher for own in whole.alone] == ["C"]
    assert whole.rankings[0].rates[0].country == "Austria"


def test_a_published_zero_is_a_low_rate_and_no_error() -> None:
    ranking = compared(said("Belgium", 20.0), said("Austria", 0.0, 0.0)).rankings[0]
    assert ranking.rates[1].mid == pytest.approx(0.5, rel=1e-3)


PUBLISHED = {  # ICSR, 26 January 2015: higher estimate, and "up to" per million as printed
    "Austria": (150, 8.48, 17.0),
    "Belgium": (440, 11.16, 40.0),
    "Denmark": (150, 5.61, 27.0),
    "Finland": (70, 5.44, 13.0),
    "France": (1200, 66.0, 18.0),
    "Germany": (600, 80.6, 7.5),
    "Ireland": (30, 4.62, 7.0),
    "Italy": (80, 60.3, 1.5),
    "Norway": (60, 5.08, 12.0),
    "Spain": (100, 46.6, 2.0),
    "Switzerland": (40, 8.09, 5.0),
    "United Kingdom": (600, 64.1, 9.5),
}


def test_rates_are_those_that_a_source_printed() -> None:
    whole = compared(
        *(said(country, float(high)) for country, (high, _, _) in PUBLISHED.items()),
        populations={
            country: Population(by_year={2013: millions * 1e6})
            for country, (_, millions, _) in PUBLISHED.items()
        },
        regions=regions_on(AS_OF),
    )
    for rate in whole.rankings[2].rates:
        assert rate.figures[0].mid == pytest.approx(PUBLISHED[rate.country][2], rel=0.05, abs=0.6)
    assert whole.rankings[0].rates[0].country == "Belgium"


values = st.floats(1.0, 300.0)
publishers = st.sampled_from("AB")


@st.composite
def many_estimates(draw: st.DrawFn) -> list[Estimate]:
    made = [said("Belgium", draw(values)), said("Austria", draw(values))]
    for _ in range(draw(st.integers(0, 6))):
        low = draw(values)
        published = draw(st.dates(date(2014, 1, 1), date(2020, 1, 1)))
        made.append(
            said(
                draw(st.sampled_from(COUNTRIES)),
                low,
                low * draw(st.floats(1.0, 3.0)),
                publisher=draw(publishers),
                period_end=draw(st.dates(date(2013, 1, 1), published)),
                published=published,
            )
        )
    return made


@settings(max_examples=30, deadline=None)
@given(many_estimates(), st.integers())
def test_the_order_of_rows_is_no_input(estimates: Sequence[Estimate], seed: int) -> None:
    shuffled = random.Random(seed).sample(estimates, len(estimates))
    assert compared(*shuffled) == compared(*estimates)


@settings(max_examples=30, deadline=None)
@given(many_estimates(), st.dates(date(2015, 6, 1), date(2019, 1, 1)))
def test_what_was_published_later_never_changes_an_answer(
    estimates: Sequence[Estimate], day: date
) -> None:
    known = [e for e in estimates if e.published <= day]
    grown = {c: Population(by_year={**p.by_year, day.year: 9e9}) for c, p in PEOPLE.items()}
    assert compared(*estimates, as_of=day, populations=grown) == compared(*known, as_of=day)


@settings(max_examples=30, deadline=None)
@given(many_estimates(), st.floats(1.0, 5.0))
def test_a_higher_figure_never_makes_a_country_less_likely_the_highest(
    estimates: Sequence[Estimate], factor: float
) -> None:
    def raised(country: str) -> CountryComparison:
        return compared(
            *(
                said(
                    e.country,
                    *(None if v is None else v * factor for v in (e.low, e.mid, e.high)),
                    publisher=e.publisher,
                    period_end=e.period_end,
                    published=e.published,
                )
                if e.country == country
                else e
                for e in estimates
            )
        )

    before = first(compared(*estimates))
    assert first(raised("Belgium")) >= before - 1e-3
    assert first(raised("Austria")) <= before + 1e-3
