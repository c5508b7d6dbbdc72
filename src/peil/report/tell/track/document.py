"""A track record as data, in codes of no language."""

from collections.abc import Mapping
from typing import Any

from peil.report.tell.parts import picked
from peil.report.tell.track.said import CAVEATS
from peil.review.track.courses import LevelCourse
from peil.review.track.forward import Scored
from peil.review.track.rates import LevelRates
from peil.review.track.record import Counted, CountryRecord, DossierTrack, VoiceRecord
from peil.review.track.timeliness import EventTimeliness, counted

Document = Mapping[str, Any]
EVENT = ("date", "precision", "place", "status", "ideology", "killed", "published")
SCALE = ("scope", "scale_min", "scale_max", "scale_from")


def document(found: DossierTrack) -> Document:
    """Write down a track record as data."""
    record = found.record
    levels, events = found.left_out
    return {
        "kind": "track_record",
        **picked(record, "subject", "first", "last", "settings"),
        "left_out_unverified": {"levels": levels, "events": events},
        "countries": [_country(each) for each in record.records],
        "plots_by_year": [{"year": year, "plots": n} for year, n in record.plots_by_year],
        "caveats": CAVEATS,
        "cannot_be_told": [str(line) for line in found.cannot_be_told],
    }


def _country(record: CountryRecord) -> Document:
    return {
        **picked(record, "country", "treatment"),
        "treatment_of_official_levels": record.of_official,
        "longest_overlap_days": record.overlap_days,
        "ideology": record.ideology or None,
        "complete": [{"from": first, "to": last} for first, last in record.spans],
        "official_levels": [_course(course) for course in record.courses],
        "attacks": [picked(event, *EVENT) for event in record.attacks],
        "plots": [picked(event, *EVENT) for event in record.plots],
        "uncounted": [{**picked(e.event, *EVENT), "why": e.why} for e in record.left_out],
        "days_with_a_proposal": record.told,
        "agreement": record.agreement,
        "on_the_same_reviews": record.beside,
        "records": [_voice(voice) for voice in record.voices],
    }


def _course(course: LevelCourse) -> Document:
    spells = [{"from": s.start, "before": s.end, "level": s.level} for s in course.spells]
    return {**picked(course, *SCALE), "spells": spells}


def _voice(voice: VoiceRecord) -> Document:
    return {
        "whose": voice.who,
        "levels": [_course(course) for course in voice.courses],
        "changes_a_year": voice.changes_a_year,
        "next_review": voice.foreseen,
        "events": [_counted(each) for each in voice.counted],
        "rates": [
            {**picked(course, *SCALE), "by_level": [_rates(each) for each in rates]}
            for course, rates in voice.rates
        ],
    }


def _counted(each: Counted) -> Document:
    return {
        "plots_counted": each.plots_in,
        "timeliness": counted(each.found),
        "found": [_found(event) for event in each.found],
        "alerts": each.alerts,
        "lowerings": each.lowerings,
        "next_event": [_scored(scored) for scored in each.scored],
    }


def _found(found: EventTimeliness) -> Document:
    return {
        **picked(found.event, "date", "status"),
        "level_day_before": found.level,
        "class": found.timeliness,
        "lead_days": found.lead,
        "reason": found.reason or None,
    }


def _scored(scored: Scored) -> Document:
    return {
        "horizon_months": scored.horizon,
        "reviews": scored.reviews,
        "with_event": scored.happened,
        **picked(scored, "first", "last"),
        "brier": {"level": scored.brier, **picked(scored, "no_change", "climatology")},
        **picked(scored, "over_no_change", "over_climatology"),
    }


def _rates(rates: LevelRates) -> Document:
    return {
        "plots_counted": rates.plots_in,
        "days_after_a_step_up_left_out": rates.after_days,
        **picked(rates, "rates", "ratios"),
    }
