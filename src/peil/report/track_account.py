"""The account of a track record: every sentence and table of its report, in one language."""

from collections.abc import Iterator
from dataclasses import dataclass

from peil.observe.events import FOILED
from peil.report.account import Table
from peil.report.charts import Chart
from peil.report.track_brief import (
    CAVEATS,
    TrackBrief,
    horizon_text,
    named_country,
    named_course,
    named_ideology,
    named_voice,
    why_no_score,
)
from peil.report.track_charts import timeline_chart
from peil.report.track_rates_chart import Group, rates_chart
from peil.report.track_rates_tables import rates_table, ratio_sentence, ratios_table
from peil.report.track_tables import (
    beside_table,
    classes_table,
    events_table,
    followed_table,
    listed_table,
    next_event_table,
    next_review_table,
)
from peil.report.words import Words
from peil.review.track.record import (
    EVENTS_ONLY,
    LATE,
    MILD,
    OUTSIDE,
    SCORED,
    STATUS,
    CountryRecord,
    VoiceRecord,
)
from peil.review.track.settings import OFFICIAL, UNDECIDED
from peil.review.track.timeliness import CANNOT_TELL, STANDING, TIMELY

LEFT_OUT = {
    STATUS: "track.left_out_status",
    LATE: "track.left_out_late",
    MILD: "track.left_out_mild",
}
"""What is said of attacks that are not counted, though the list is complete for their time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What is said of one country, or of all: lines, a chart, and tables."""

    title: str
    lines: tuple[str, ...] = ()
    chart: Chart | None = None
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that the report of a track record says, in one language.

    Args:
        headline: the answer, or that it is undecided.
        notes: what the events found, and who could be scored.
        meaning: whether levels go with attack rates; an association.
        countries: the scored ones, the dossier's own first.
        beside: countries with levels beside events, or events alone, and why.
        how: definitions and caveats.
    """

    language: str
    kicker: str
    as_known: str
    not_checked: str
    headline: str
    notes: tuple[str, ...]
    meaning: Section
    countries: tuple[Section, ...]
    beside: tuple[Section, ...]
    how: Section


def tell_track(brief: TrackBrief, words: Words, font: str | None = None) -> Told:
    """Put a track record into the words of one language."""
    record = brief.record
    countries = list(enumerate(record.records))
    return Told(
        language=words.language,
        kicker=f"{brief.title} · {words('track.title')}",
        as_known=words("track.between", first=words.day(record.first), last=words.day(record.last)),
        not_checked=words("meta.not_checked"),
        headline=headline(brief, words),
        notes=tuple(_notes(brief, words)),
        meaning=_meaning(brief, words, font),
        countries=tuple(
            _scored(each, brief, words, number, font)
            for number, each in countries
            if each.treatment == SCORED
        ),
        beside=tuple(
            _beside(each, brief, words, number, font)
            for number, each in countries
            if each.treatment != SCORED
        ),
        how=Section(title=words("track.how"), lines=tuple(_how(brief, words))),
    )


def headline(brief: TrackBrief, words: Words) -> str:
    """Say what the record decides about the dossier's own country, if anything."""
    own = brief.subject
    if not own.voices:
        name, why = named_country(own, words), why_no_score(brief, own, own.treatment, words)
        return words("track.no_score", country=name, why=why)
    said = {
        "country": named_country(own, words),
        "attacks": len(own.attacks),
        "years": words.number(_years(own), 0),
    }
    told = [name for voice in own.voices for name in _decided(voice, words)]
    if not told:
        return words("track.undecided", **said)
    return words("track.decided", list=words.listed(told), **said)


def _years(record: CountryRecord) -> float:
    return sum((last - first).days + 1 for first, last in record.spans) / 365.25


def _decided(voice: VoiceRecord, words: Words) -> Iterator[str]:
    """Name the horizons at which a level does differently from both baselines, plots out."""
    for scored in voice.counted[0].scored:
        told = {scored.over_no_change.word, scored.over_climatology.word}
        if len(told) == 1 and UNDECIDED not in told:
            yield words(
                f"track.said_{told.pop()}",
                who=named_voice(voice.who, words),
                within=horizon_text(scored.horizon, words),
            )


def _notes(brief: TrackBrief, words: Words) -> Iterator[str]:
    own = brief.subject
    if own.voices:
        yield words("track.outcome", what=words(f"track_severity.{brief.record.settings.severity}"))
        yield from (_found(voice, words) for voice in own.voices)
        yield from ratio_lines(own, words)
        if own.agreement is not None and own.agreement.same is not None:
            yield _agreement(own, words)
    yield _who(brief, words)
    levels, events = brief.left_out
    if levels or events:
        yield words("track.left_out", levels=levels, events=events)


def _found(voice: VoiceRecord, words: Words) -> str:
    """Say how many attacks found a raised level the day before."""
    found = voice.counted[0].found
    raised = [f for f in found if f.is_raised]
    unknown = [f for f in found if f.timeliness == CANNOT_TELL]
    return words(
        "track.found",
        who=named_voice(voice.who, words),
        attacks=len(found),
        raised=len(raised),
        timely=sum(f.timeliness == TIMELY for f in raised),
        standing=sum(f.timeliness == STANDING for f in raised),
        not_raised=len(found) - len(raised) - len(unknown),
        unknown=len(unknown),
    )


def _agreement(record: CountryRecord, words: Words) -> str:
    agreement = record.agreement
    if agreement is None or agreement.same is None:
        return ""
    kappa = words("table.none") if agreement.kappa is None else words.fixed(agreement.kappa, 2)
    return words(
        "track.agreement",
        share=words.percent(agreement.same),
        reviews=agreement.reviews,
        kappa=kappa,
    )


def ratio_lines(record: CountryRecord, words: Words) -> Iterator[str]:
    """Say what the rates of neighbouring official levels are to each other, in a sentence each."""
    for voice in (each for each in record.voices if each.who == OFFICIAL):
        for course, rates in voice.rates:
            for ratio in rates[0].ratios:
                said = ratio_sentence(ratio, course, words)
                if said:
                    yield said


def _who(brief: TrackBrief, words: Words) -> str:
    """Name the countries that are scored, and those that are not."""
    names = [named_country(r, words) for r in brief.record.scored]
    others = [named_country(r, words) for r in brief.record.records if r.treatment != SCORED]
    none = words("track.nobody")
    return words(
        "track.who",
        scored=", ".join(dict.fromkeys(names)) or none,
        others=", ".join(dict.fromkeys(others)) or none,
    )


def _meaning(brief: TrackBrief, words: Words, font: str | None) -> Section:
    """Tell the attack rate while each level was in force."""
    groups, rows = [], []
    for record in brief.record.scored:
        for voice in record.voices:
            courses = [course for course, _ in voice.rates]
            for course, rates in voice.rates:
                name = named_course(course, voice.who, courses, words)
                name = f"{named_country(record, words)} · {name}"
                groups.append(Group(name=name, rates=rates[0].rates))
                rows.append((name, rates))
    table = rates_table(rows, words)
    return Section(
        title=words("track.meaning"),
        lines=(words("track.association"), words("track.meaning_how")),
        chart=rates_chart(groups, words, table, font),
        tables=tuple(each for each in (table, ratios_table(rows, words)) if each.rows),
    )


def _scored(
    record: CountryRecord, brief: TrackBrief, words: Words, number: int, font: str | None
) -> Section:
    country = named_country(record, words)
    tables = (
        classes_table(record, brief.record.settings, words),
        followed_table(record, brief.record.settings, words),
        next_event_table(record, words),
        beside_table(record, words),
        next_review_table(record, words),
        events_table(record, words),
    )
    lines = [_treated(record, words), *_left_out(record, words)]
    if record.courses and record.of_official != SCORED:
        why = why_no_score(brief, record, record.of_official, words)
        lines.append(words("track.official_not_scored", why=why))
    if record.country != brief.record.subject:
        lines.append(words("track.peer"))
    return Section(
        title=words("track.country", country=country),
        lines=tuple(lines),
        chart=timeline_chart(record, brief, words, number, font),
        tables=tuple(table for table in tables if table.rows),
    )


def _treated(record: CountryRecord, words: Words) -> str:
    listed = [words.period(first, last) for first, last in record.spans]
    return words(
        "track.treated",
        ideology=named_ideology(record, words),
        periods=words.listed(listed),
        attacks=len(record.attacks),
        plots=len(record.plots),
        uncounted=_left_out_for(OUTSIDE, record),
    )


def _left_out(record: CountryRecord, words: Words) -> Iterator[str]:
    """Say how many attacks of the list's time are not counted, and why."""
    for why, sentence in LEFT_OUT.items():
        number = _left_out_for(why, record)
        if number:
            yield words(sentence, number=number)


def _left_out_for(why: str, record: CountryRecord) -> int:
    return sum(each.why == why and each.event.status != FOILED for each in record.left_out)


def _beside(
    record: CountryRecord, brief: TrackBrief, words: Words, number: int, font: str | None
) -> Section:
    """Show levels beside events, without a score, and why."""
    table = listed_table(record, words)
    return Section(
        title=named_country(record, words),
        lines=(
            words("track.not_scored", why=why_no_score(brief, record, record.treatment, words)),
        ),
        chart=timeline_chart(record, brief, words, number, font)
        if record.treatment != EVENTS_ONLY
        else None,
        tables=(table,) if table.rows else (),
    )


def _how(brief: TrackBrief, words: Words) -> Iterator[str]:
    settings = brief.record.settings
    yield words("track.how_classes_from")
    yield words("track.how_forecasts", past=settings.past_months)
    yield words(
        "track.how_undecided", blocks=settings.fewest_blocks, draws=words.number(settings.resamples)
    )
    yield from (words(f"track_caveat.{code}") for code in CAVEATS)
