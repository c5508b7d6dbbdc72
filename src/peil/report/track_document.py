"""A track record as data, in codes of no language."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from peil.observe.events import Event
from peil.report.data import document_json
from peil.report.track_brief import CAVEATS, TrackBrief
from peil.review.track.courses import LevelCourse
from peil.review.track.forward import Scored
from peil.review.track.rates import LevelRates
from peil.review.track.record import Counted, CountryRecord, VoiceRecord
from peil.review.track.timeliness import counted

Document = Mapping[str, Any]


def track_json(brief: TrackBrief) -> str:
    """Write a track record as JSON."""
    return document_json(track_document(brief))


def track_document(brief: TrackBrief) -> Document:
    """Write down a track record as data."""
    record = brief.record
    levels, events = brief.left_out
    return {
        "kind": "track_record",
        "subject": record.subject,
        "first": record.first,
        "last": record.last,
        "settings": asdict(record.settings),
        "left_out_unverified": {"levels": levels, "events": events},
        "countries": [_country(each) for each in record.records],
        "caveats": CAVEATS,
    }


def _country(record: CountryRecord) -> Document:
    return {
        "country": record.country,
        "treatment": record.treatment,
        "treatment_of_official_levels": record.of_official,
        "longest_overlap_days": record.overlap_days,
        "ideology": record.ideology or None,
        "complete": [{"from": first, "to": last} for first, last in record.spans],
        "official_levels": [_course(course) for course in record.courses],
        "attacks": [_event(event) for event in record.attacks],
        "plots": [_event(event) for event in record.plots],
        "uncounted": [{**_event(each.event), "why": each.why} for each in record.left_out],
        "agreement": None if record.agreement is None else asdict(record.agreement),
        "on_the_same_reviews": _rows(record.beside),
        "records": [_voice(voice) for voice in record.voices],
    }


def _course(course: LevelCourse) -> Document:
    return {
        "scope": course.scope,
        "scale_min": course.scale_min,
        "scale_max": course.scale_max,
        "spells": [{"from": s.start, "before": s.end, "level": s.level} for s in course.spells],
    }


def _event(event: Event) -> Document:
    return {
        "date": event.date,
        "precision": event.precision,
        "place": event.place,
        "status": event.status,
        "ideology": event.ideology,
        "killed": event.killed,
        "published": event.published,
    }


def _voice(voice: VoiceRecord) -> Document:
    return {
        "whose": voice.who,
        "levels": [_course(course) for course in voice.courses],
        "changes_a_year": voice.changes_a_year,
        "next_review": asdict(voice.foreseen),
        "events": [_counted(each) for each in voice.counted],
        "rates": [
            {**_scale(course), "by_level": [_rates(each) for each in rates]}
            for course, rates in voice.rates
        ],
    }


def _scale(course: LevelCourse) -> Document:
    return {
        "scope": course.scope,
        "scale_min": course.scale_min,
        "scale_max": course.scale_max,
    }


def _counted(each: Counted) -> Document:
    return {
        "plots_counted": each.plots_in,
        "timeliness": counted(each.found),
        "found": [
            {
                "date": f.event.date,
                "status": f.event.status,
                "level_day_before": f.level,
                "class": f.timeliness,
                "lead_days": f.lead,
                "reason": f.reason or None,
            }
            for f in each.found
        ],
        "alerts": [asdict(alert) for alert in each.alerts],
        "lowerings": [asdict(lowering) for lowering in each.lowerings],
        "next_event": [_scored(scored) for scored in each.scored],
    }


def _scored(scored: Scored) -> Document:
    return {
        "horizon_months": scored.horizon,
        "reviews": scored.reviews,
        "with_event": scored.happened,
        "first": scored.first,
        "last": scored.last,
        "brier": {
            "level": scored.brier,
            "no_change": scored.no_change,
            "climatology": scored.climatology,
        },
        "over_no_change": asdict(scored.over_no_change),
        "over_climatology": asdict(scored.over_climatology),
    }


def _rates(rates: LevelRates) -> Document:
    return {
        "plots_counted": rates.plots_in,
        "days_after_a_step_up_left_out": rates.after_days,
        "rates": _rows(rates.rates),
        "ratios": _rows(rates.ratios),
    }


def _rows(rows: Sequence[Any]) -> list[Document]:
    return [asdict(row) for row in rows]
