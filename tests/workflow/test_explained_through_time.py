"""Prior, weights and posterior add up on every replayed date; the replay sees the attacks."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.documents import document_of

from peil import (
    assess_dossier,
    default_ladder,
    default_rule,
    document_json,
    read_dossier,
    record_of,
    replay_dossier,
)
from peil.assess.evidence import AssessmentSettings
from peil.assess.explanation import explain
from peil.assess.first_method import review_days
from peil.assess.methods import replay_all
from peil.assess.reviews import Variation, ageing, log_weights


@pytest.fixture(scope="module")
def reviews(belgium):
    replayed = replay_dossier(belgium, date(2006, 12, 31), date(2024, 12, 31))
    return {review.day: review for review in replayed.reviews}


def test_prior_and_weights_make_the_posterior_on_every_replayed_date(belgium):
    dossier = read_dossier(belgium)
    scale = dossier.scale
    settings = AssessmentSettings(ladder=default_ladder(), rule=default_rule(), levels=4)
    record = record_of(dossier, with_unverified=False)
    base = [Variation(name="base", settings=settings)]
    matrix, prior = ageing(settings.rule, 4)
    worst = 0.0
    for day in review_days(scale, date(2024, 12, 31)):
        run = replay_all(record, replace(scale, replay_from=day), base, day)["base"]
        parts = [one for family in run.weighed for one in family.split()]
        each = np.stack([log_weights(one.entering(run.months)) for one in parts])
        told = explain(each, matrix, prior)
        gap = told.prior_db + told.weights_db.sum(axis=0) - told.posterior_db
        worst = max(worst, float(np.abs(gap).max()))
        assert told.prior_db == pytest.approx(10 * np.log10(prior[1:] / prior[:-1]), abs=1e-9)
    assert worst < 1e-9


def test_the_attacks_of_paris_are_seen_in_their_month_and_said_to_be_abroad(reviews):
    told = [(day, e) for day, review in reviews.items() for e in review.events]
    seen = [(day, e) for day, e in told if e.event.date == date(2015, 11, 13)]
    assert [(e.event.country, e.counts) for _, e in seen] == [("France", False)]
    assert date(2015, 11, 13) <= seen[0][0] <= date(2015, 11, 30)


def test_the_attack_of_22_march_2016_is_seen_and_weighs_in_its_month(reviews):
    month, before = reviews[date(2016, 3, 31)], reviews[date(2016, 2, 29)]
    same_day = reviews[date(2016, 3, 22)]
    assert [e.event.date for e in same_day.events if e.counts] == [date(2016, 3, 22)]
    assert not [e for e in month.events if e.counts], "no later review of the month tells it again"
    assert sum(month.probabilities[2:]) > sum(before.probabilities[2:])


@pytest.mark.parametrize("day", ["2016-03-31", "2018-01-22", "2024-06-30"])
def test_the_document_adds_up_as_it_is_written(day, belgium):
    document = document_of(assess_dossier(belgium, date.fromisoformat(day)))
    told = json.loads(document_json(document))
    for step, posterior in told["posterior_db"].items():
        weights = sum(one["weight_db"][step] for one in told["evidence"])
        assert told["prior_db"][step] + weights == pytest.approx(posterior, abs=1e-9)
