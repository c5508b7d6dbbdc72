"""Whoever has the page of the method and a dossier computes every proposal again, as Peil does."""

import random
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.countries import dossier_of
from tests.second_implementation import SecondMethod

from peil.assess.ladder import ladder_of
from peil.assess.methods import replay_all
from peil.assess.reviews import Replay, Variation
from peil.assess.rule import SECOND, rule_of
from peil.assess.sensitivity import BASE
from peil.feeds.dossier.new import as_json, describe
from peil.feeds.dossier.read import opened
from peil.workflow.assessing import declared_in, record_of, settings_of

ASSESS = Path(__file__).parents[2] / "src" / "peil" / "assess"
RULE, LADDER = (
    tomllib.loads((ASSESS / f"{name}_2.toml").read_text(encoding="utf-8"))
    for name in ("rule", "ladder")
)
LAST = date(2018, 1, 31)
FIRST = date(2011, 1, 1)
HEADS = {
    "indicators": "id,name_en,unit,measure_kind,family,effort,definition,weighs",
    "observations": "country,indicator,period_start,period_end,value,published,approximate,publisher,source,confidence",
    "attacks": "country,date,date_precision,place,status,killed,killed_published,ideology,later_ideology,later_published,published,source,confidence",
    "attacks_complete": "country,ideology,status,complete_from,complete_to,reason",
    "plots": "opened,closed,closed_published,place,published,source",
    "signs": "day,office,published,source",
}
SERIES = (
    ("departures", "flow_count", "fighters_out", 30),
    ("departed", "cumulative", "fighters_out", 30),
    ("returns", "flow_rate", "fighters_back", 1),
    ("files", "flow_count", "judicial_opened", 60),
    ("output", "flow_count", "propaganda", 90),
    ("total", "flow_count", "attacks", 8),
)
"""Name, kind, family, and usual value of a year."""


def peils(files: Mapping[str, bytes]) -> Replay:
    dossier = opened(files, rule=rule_of(SECOND), ladder=ladder_of(SECOND))
    base = Variation(name=BASE, settings=settings_of(dossier))
    record = record_of(dossier, with_unverified=False)
    return replay_all(record, dossier.scale, [base], LAST, declared_in(dossier), iter)[BASE]


def assert_agreed(files: Mapping[str, bytes]) -> None:
    run, second = peils(files), SecondMethod(files, RULE, LADDER)
    answers = list(second.replay(second.review_days(LAST.toordinal())))
    assert [review.day for review in run.reviews] == [date.fromordinal(a.day) for a in answers]
    for review, proposal, answer in zip(run.reviews, run.proposals, answers, strict=True):
        np.testing.assert_allclose(answer.posterior, review.posterior, rtol=0, atol=1e-9)
        held, level = (None if n is None else n + 1 for n in (proposal.held, proposal.level))
        said = proposal.status, proposal.reason, held, level, proposal.or_higher
        assert (review.day, *said) == (review.day, *answer[2:])


@pytest.mark.parametrize("country", ["Belgium", "Denmark"])
def test_a_country_is_computed_again_from_the_page(country):
    assert_agreed(dossier_of(country))


@pytest.mark.parametrize("seed", range(5))
def test_a_made_up_record_is_computed_again_from_the_page(seed):
    assert_agreed(made_up(random.Random(seed)))


def made_up(chance: random.Random) -> dict[str, bytes]:
    """Make up a dossier with figures of every kind, two publishers, lists, signs and plots."""
    indicators = [
        (name, name, "units", kind, family, "exogenous", "made up", "true")
        for name, kind, family, _ in SERIES
    ]
    windows = [
        ("Testland", "any", status, a_day(chance, 2012), a_day(chance, 2016), "made up")
        for status in ("completed+failed", "foiled")
    ]
    tables = {
        "indicators": indicators,
        "observations": [row for one in SERIES for row in figures(chance, *one)],
        "attacks": [an_attack(chance, number) for number in range(25)],
        "attacks_complete": windows,
        "plots": [("2014-03-03", "2014-09-01", "2014-11-05", "Strelsau", "2014-03-10", "made up")],
        "signs": [
            (day, "Office", day, "made up") for day in (a_day(chance, y) for y in (2014, 2015))
        ],
    }
    levels = chance.choice([3, 4, 5])
    scale = 'name = "s"\ninstrument = "none"\narticle = "none"\nvalid_from = 2011-01-01\n'
    scale += "replay_from = 2012-01-31\n" + "".join(
        f'[[levels]]\nnumber = {n}\nname = {{ en = "l{n}" }}\nmeaning = {{ en = "m{n}" }}\n'
        for n in range(1, levels + 1)
    )
    files = {
        f"{name}.csv": "\n".join([HEADS[name], *(",".join(map(str, r)) for r in rows)]).encode()
        for name, rows in tables.items()
    }
    descriptor = as_json(describe("Testland", tables=tuple(tables), title="Testland")).encode()
    scale += "imminent = true\n"
    return {"datapackage.json": descriptor, "scale.toml": scale.encode(), **files}


def figures(chance: random.Random, name: str, kind: str, family: str, usual: float):
    """Make up what one or two publishers say, late, revised, and some of it unconfirmed."""
    country = "World" if family == "propaganda" else "Testland"
    for publisher in ("Bureau", "Institute")[: chance.choice([1, 2])]:
        start, total = FIRST + timedelta(days=chance.randrange(200)), 0
        while start < date(2017, 6, 1):
            days = chance.choice([31, 92, 365, 400])
            end = start + timedelta(days=days - 1)
            value = int(usual * chance.choice([0.3, 1, 3]) * days / 365) if usual > 1 else usual
            total += value
            published = end + timedelta(days=chance.choice([0, 20, 200]))
            told = total if kind == "cumulative" else value
            first = end if kind == "cumulative" else start
            for vintage in range(chance.choice([1, 1, 2])):
                day = published + timedelta(days=60 * vintage)
                rounded, known = (
                    chance.choice(["true", "false"]),
                    chance.choice(["read"] * 9 + ["memory"]),
                )
                yield (
                    country,
                    name,
                    first,
                    end,
                    told + vintage,
                    day,
                    rounded,
                    publisher,
                    "made up",
                    known,
                )
            start = end + timedelta(days=chance.choice([1, 1, -20, 40]))


def an_attack(chance: random.Random, number: int) -> tuple[object, ...]:
    precision = chance.choice(["day", "day", "month", "year"])
    day = a_day(chance, chance.randrange(2012, 2018))
    published = day + timedelta(days=chance.choice([0, 3, 90]))
    day = day.replace(day=1) if precision == "month" else day
    day = day.replace(day=1, month=1) if precision == "year" else day
    killed = chance.choice([0, 0, 1, 12])
    toll = published + timedelta(days=5) if killed == 12 and number % 2 else ""
    status, ideology = chance.choice(["completed", "foiled"]), chance.choice(["jihadist", "other"])
    other = "unknown" if ideology == "jihadist" else "jihadist"
    later = (other, published + timedelta(days=200)) if number % 3 == 0 else ("", "")
    place = f"Place {number}"
    return (
        "Testland",
        day,
        precision,
        place,
        status,
        killed,
        toll,
        ideology,
        *later,
        published,
        "made up",
        "read",
    )


def a_day(chance: random.Random, year: int) -> date:
    return date(year, 1, 1) + timedelta(days=chance.randrange(365))
