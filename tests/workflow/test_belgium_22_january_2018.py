"""What the public figures were on 22 January 2018; anything else has leaked later figures."""

from datetime import date

import pytest
from tests.documents import document_of

from peil import assess_dossier
from peil.report.tell.assessment.annex import annex
from peil.report.tell.assessment.headline import citation
from peil.report.words import words_in

DAY = date(2018, 1, 22)


LAW = {
    "en": "royal decree of 28 November 2006, article 11, paragraph 6.",
    "fr": "arrêté royal du 28 novembre 2006, article 11, paragraphe 6.",
    "nl": "koninklijk besluit van 28 november 2006, artikel 11, paragraaf 6.",
    "de": "Königlicher Erlass vom 28. November 2006, Artikel 11 § 6.",
}
"""How what cites the law of the scale ends, by language."""


@pytest.fixture(scope="module")
def assessed(belgium):
    return assess_dossier(belgium, DAY)


@pytest.fixture(scope="module")
def document(assessed):
    return document_of(assessed)


def evidence(document, indicator):
    return next(e for e in document["evidence"] if e["indicator"] == indicator)


def test_dated_attacks_are_those_of_2016_and_2017(document):
    attacks = evidence(document, "attacks_dated_jihadist")
    assert attacks["latest"]["value"] == 2
    assert attacks["latest"]["period_end"] == "2018-01-22"
    assert attacks["previous"]["value"] == 3
    known = [e["date"] for e in document["events"] if e["counts"]]
    assert known == ["2016-03-22", "2016-08-06", "2016-10-05", "2017-06-20", "2017-08-25"]


def test_stopped_plots_stand_apart_and_carry_no_direction(document):
    assert any(e["status"] == "foiled" and not e["counts"] for e in document["events"])
    plots = next(f for f in document["families"] if f["family"] == "plots")
    assert plots["direction"] == "cannot tell"


def test_europols_total_for_2017_is_not_known_yet(document):
    totals = evidence(document, "attacks_completed_failed_foiled")
    assert totals["latest"]["period_end"] == "2016-12-31"
    assert (totals["latest"]["value"], totals["previous"]["value"]) == (4, 0)
    assert set(totals["weight_db"].values()) == {0.0}, "dated events stand in for it"


def test_files_are_the_vintages_of_2016_and_2017_of_the_day(document):
    files = evidence(document, "investigations_opened_federal_prosecutor")
    assert (files["latest"]["value"], files["previous"]["value"]) == (250, 275)
    assert files["latest"]["published"] == "2018-01-15"
    assert files["previous"]["published"] == "2018-01-15"
    assert files["direction"] != "waning"


def test_departures_and_videos_wane(document):
    assert evidence(document, "ftf_departures_per_month")["direction"] == "waning"
    assert evidence(document, "ftf_departures_per_month")["latest"]["value"] == 0
    assert evidence(document, "is_videos_provincial_media_offices")["direction"] == "waning"


def test_every_figure_was_published_by_the_day_and_is_cited(document):
    for one in document["evidence"]:
        for group in (one["latest"], one["previous"]):
            if group is not None:
                assert group["published"] <= DAY.isoformat()
                assert group["source"]


def test_at_least_three_families_carry_weight(document):
    carrying = {e["family"] for e in document["evidence"] if any(e["weight_db"].values())}
    assert len(carrying) >= 3


def test_what_was_said_about_files_is_set_against_the_figures(document):
    said = [r for r in document["decision"]["reasons"] if r["family"] == "judicial_opened"]
    assert [(r["direction"], r["figures_say"], r["answer"]) for r in said] == [
        ("waning", "steady", "cannot_tell")
    ]
    assert not any(r["contradicted"] for r in document["decision"]["reasons"])


def test_the_number_of_files_that_was_given_is_borne_out_by_the_vintage_of_its_day(document):
    (said,) = (r for r in document["decision"]["reasons"] if r["value"])
    assert (said["value"], said["answer"]) == (250, "borne_out")
    assert said["figure"]["published"] == "2018-01-15"
    assert said["same_source"]
    assert not any(r["same_source"] for r in document["decision"]["reasons"] if not r["value"])


def test_the_official_level_of_the_day_and_of_the_day_before_stand_beside(document):
    assert document["official"]["day"]["level"] == 2
    assert document["official"]["day_before"]["level"] == 3


def test_rates_and_differences_say_that_they_are_computed(document):
    rate = evidence(document, "ftf_departures_per_month")["previous"]
    assert (rate["value"], rate["months"], rate["derived"]) == (60, 12, "rate_times_months")
    # The centre's 123 of 17 October 2017 less its 121 of 19 April, three months or more before.
    returned = evidence(document, "ftf_returned_cumulative")["latest"]
    assert (returned["value"], returned["derived"]) == (2, "difference_of_totals")
    assert evidence(document, "arrests_terrorism")["latest"]["derived"] is None


def test_what_was_said_in_2018_is_not_judged_by_later_figures(belgium):
    decision = document_of(assess_dossier(belgium, date(2024, 6, 30)))["decision"]
    assert not decision["compared"]
    assert not any(reason["contradicted"] for reason in decision["reasons"])


def test_an_unconfirmed_official_level_is_shown_only_when_asked_for(belgium):
    day = date(2014, 6, 1)
    unknown = document_of(assess_dossier(belgium, day))["official"]["day"]
    assert (unknown["level"], unknown["valid_from"]) == (None, "2006-12-01")
    assert unknown["confirmed"]["on"] == "2013-12-30"
    asked = document_of(assess_dossier(belgium, day, with_unverified=True))
    assert asked["official"]["day"]["level"] == 2


@pytest.mark.parametrize("language", LAW)
def test_the_decree_of_the_scale_is_named_once(assessed, language):
    words = words_in(language)
    (scale,) = (made for made in annex(assessed, words) if made.key == "scale")
    for said in (citation(assessed, words), scale.note):
        told = said.replace("\xa0", " ")
        assert told.endswith(LAW[language])
        assert told.lower().count(LAW[language].lower()[:12]) == 1
