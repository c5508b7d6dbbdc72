"""The tables of a track record."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import floor, log10
from statistics import median

from peil.observe.events import FOILED, Event
from peil.report.model import Cell, Rank, Table
from peil.report.tell.parts import Cells, Value, day_known, lasted, share, table, worded
from peil.report.tell.track.said import Rated, between, rate_text, ratio_said, voice, years
from peil.report.words import NO_BREAK, Words
from peil.review.track.bootstrap import ScoreDifference
from peil.review.track.courses import ONE_DAY, found_on
from peil.review.track.event_record import day_of_event, has_day
from peil.review.track.forward import Beside, Scored
from peil.review.track.lowerings import HELD
from peil.review.track.rates import LevelRates, LevelRatio
from peil.review.track.record import Counted, CountryRecord, VoiceRecord
from peil.review.track.settings import OFFICIAL, PROPOSED, UNDECIDED, TrackSettings
from peil.review.track.timeliness import (
    CANNOT_TELL,
    CLASSES,
    NO_LEVEL,
    OPEN,
    WITHOUT_EVENT,
    EventTimeliness,
    counted,
)

NOTHING = (WITHOUT_EVENT, HELD)
"""What is said of an alert or a lowering that nothing followed."""


def country_tables(
    record: CountryRecord, settings: TrackSettings, number: int, words: Words
) -> Iterator[Table]:
    """Give the tables of a country that is scored; the first table of the first comes soonest."""
    classes = _classes(record, settings, number, words)
    yield classes if number else replace(classes, rank=Rank.FIRST_PAGE)
    yield _followed(record, settings, number, words)
    yield _next_event(record, number, words)
    if record.beside:
        yield _beside(record, number, words)
    yield _next_review(record, number, words)
    if record.voices[0].counted[-1].found:
        yield _events(record, number, words)


def _sheet(name: str, number: int | None, rows: Iterable[Cells], words: Words) -> Table:
    """Make a table by the name of its messages: of a country by its number, or of all."""
    key = name if number is None else f"{name}-{number}"
    title, note = words(f"track.{name}"), words(f"track.{name}_note")
    return table(key, title, rows, words, group="track.head_", note=note, is_cards=True)


def _columns(record: CountryRecord) -> list[tuple[VoiceRecord, Counted]]:
    return [(each, counts) for each in record.voices for counts in each.counted]


def _by_voice(record: CountryRecord, cells: Iterable[Value], words: Words) -> Cells:
    """Put a cell into the column of each voice, with stopped plots out and in."""
    heads = (
        words(f"track.plots_{'in' if counts.plots_in else 'out'}", who=voice(each.who, words))
        for each, counts in _columns(record)
    )
    return dict(zip(heads, cells, strict=True))


def _classes(record: CountryRecord, settings: TrackSettings, number: int, words: Words) -> Table:
    sums = [counted(counts.found) for _, counts in _columns(record)]
    rows = (
        {
            "class": words.code("track_class", name),
            **_by_voice(record, (each[name] for each in sums), words),
        }
        for name in CLASSES
    )
    made = _sheet("classes", number, rows, words)
    days = {"lead": settings.lead_days, "standing": settings.standing_days}
    meant = words("track.how_classes", late=settings.late_days, **days)
    return replace(made, note=f"{made.note} {meant}")


def _followed(record: CountryRecord, settings: TrackSettings, number: int, words: Words) -> Table:
    told = _followings(record, settings, words)
    rows = ({"what": name, **_by_voice(record, said, words)} for name, said in told)
    return _sheet("followed", number, rows, words)


def _followings(
    record: CountryRecord, settings: TrackSettings, words: Words
) -> Iterator[tuple[str, Iterable[str | None]]]:
    counts = [each for _, each in _columns(record)]
    horizons = [(h, words("track.months", n=h)) for h in settings.horizons]
    changes = (each.changes_a_year for each, _ in _columns(record))
    reactive = (sum(alert.is_reactive for alert in each.alerts) for each in counts)
    yield words("track.alerts"), (words.number(len(each.alerts)) for each in counts)
    yield words("track.reactive", days=settings.late_days), map(words.number, reactive)
    for h, within in horizons:
        became = ([alert.followed[h] for alert in each.alerts] for each in counts)
        yield words("track.alerts_within", within=within), (_of(each, words) for each in became)
    yield words("track.lead"), (_lead(each.found, words) for each in counts)
    yield words("track.lowerings"), (words.number(len(each.lowerings)) for each in counts)
    for h, within in horizons:
        became = ([lowering.became[h] for lowering in each.lowerings] for each in counts)
        yield words("track.premature", within=within), (_of(each, words) for each in became)
    yield words("track.changes"), (c if c is None else words.fixed(c, 2) for c in changes)


def _of(became: Sequence[str], words: Words) -> str:
    """Say how many were followed by something, of those of which it can be told."""
    unknown = became.count(OPEN)
    told = [each for each in became if each != OPEN]
    said = {"some": sum(each not in NOTHING for each in told), "all": len(told)}
    if told:
        key = "track.some_open" if unknown else "track.some_of"
        return words(key, **said, number=unknown)
    return words("track.open", number=unknown) if unknown else words("table.none")


def _lead(found: Sequence[EventTimeliness], words: Words) -> str:
    leads = sorted(f.lead for f in found if f.lead is not None)
    if not leads:
        return words("table.none")
    if len(leads) == 1:
        return lasted(leads[0], words)
    low, middle, high = (
        lasted(each, words) for each in (leads[0], round(median(leads)), leads[-1])
    )
    return words("track.lead_days", low=low, mid=middle, high=high)


def _next_event(record: CountryRecord, number: int, words: Words) -> Table:
    """List the Brier scores of the next event with both baselines, and what they decide."""
    rows = (
        {
            "whose": voice(each.who, words),
            **_scored(scored, {"brier": scored.brier}, scored.over_climatology, words),
            "over_no_change": _verdict(scored.over_no_change, words),
            "over_climatology": _verdict(scored.over_climatology, words),
        }
        for each, counts in _columns(record)
        for scored in counts.scored
    )
    return _sheet("next_event", number, rows, words)


def _beside(record: CountryRecord, number: int, words: Words) -> Table:
    """List the Brier scores of both voices on the reviews on which both have a level."""
    names = [words("track.brier_official"), words("track.brier_proposals")]
    rows = (
        {
            **_scored(
                each, dict(zip(names, (each.first, each.second), strict=True)), each.over, words
            ),
            "over_official": _verdict(each.over, words),
        }
        for each in record.beside
    )
    return _sheet("side_by_side", number, rows, words)


def _scored(
    each: Scored | Beside,
    own: Mapping[str, float | None],
    difference: ScoreDifference,
    words: Words,
) -> Cells:
    """Give the reviews that were scored, the scores, those of both baselines, and the stretches."""
    scores = {**own, "no_change": each.no_change, "climatology": each.climatology}
    return {
        "within": words("track.horizon", n=each.horizon).replace(" ", NO_BREAK),
        "plots": words("track.in" if each.plots_in else "track.out"),
        "reviews": each.reviews,
        "happened": each.happened,
        **{
            head: None if score is None else Cell(text=words.fixed(score, 3), value=score)
            for head, score in scores.items()
        },
        "blocks": difference.blocks,
    }


def _verdict(difference: ScoreDifference, words: Words) -> str:
    word = _word(difference.word, words)
    if difference.low is None or difference.high is None:
        return word
    digits = _digits(difference.low, difference.high)
    low, high = (words.fixed(end, digits) for end in (difference.low, difference.high))
    return words("track.interval", word=word, low=low, high=high)


def _digits(low: float, high: float) -> int:
    """Give three digits, or as many as show on which side of zero an interval lies."""
    nearest = min(abs(low), abs(high))
    return 3 if low <= 0 <= high else max(3, -floor(log10(nearest)))


def _word(word: str, words: Words) -> str:
    return words("track.undecided_word" if word == UNDECIDED else f"track.{word}")


def _next_review(record: CountryRecord, number: int, words: Words) -> Table:
    rows: Iterator[Cells] = (
        {
            "whose": voice(each.who, words),
            "reviews": each.foreseen.reviews,
            "own_level": share(each.foreseen.no_change, words),
            "no_change": share(each.foreseen.no_change, words),
            "climatology": share(each.foreseen.climatology, words),
            "blocks": each.foreseen.over_climatology.blocks,
            "over_no_change": words("track.by_definition"),
            "over_climatology": _verdict(each.foreseen.over_climatology, words),
        }
        for each in record.voices
    )
    return _sheet("next_review", number, rows, words)


def _events(record: CountryRecord, number: int, words: Words) -> Table:
    voices = {voice(each.who, words): each for each in record.voices}
    told = record.voices[0].counted[-1].found
    rows = (
        {
            **_event(told[i].event, words),
            **{
                name: _found(each.counted[-1].found[i], each.who, words)
                for name, each in voices.items()
            },
        }
        for i in range(len(told))
    )
    return _sheet("events", number, rows, words)


def listed_table(record: CountryRecord, number: int, words: Words) -> Table:
    """List the events of a country without a score, with the level of the day before."""
    events = sorted((*record.attacks, *record.plots, *record.uncounted), key=day_of_event)
    rows = (
        {**_event(each, words), "level_before": _level_before(record, each, words)}
        for each in events
    )
    title = words("track.listed")
    return table(f"listed-{number}", title, rows, words, group="track.head_", is_cards=True)


def _event(event: Event, words: Words) -> Cells:
    return {
        "day": day_known(event.date, event.precision, words),
        "event": words.code("event", event.status),
        "place": worded(event.place, words),
        "killed": "" if event.status == FOILED else event.killed,
    }


def _found(found: EventTimeliness, who: str, words: Words) -> str:
    if found.timeliness == CANNOT_TELL:
        whose = OFFICIAL if who == OFFICIAL else PROPOSED
        reason = f"{found.reason}_{whose}" if found.reason == NO_LEVEL else found.reason
        return words.code("track_reason", reason)
    name = words.code("track_class", found.timeliness)
    if found.lead is None:
        return words("track.at_level", name=name, level=found.level)
    lead = lasted(found.lead, words)
    return words("track.at_level_lead", name=name, level=found.level, lead=lead)


def _level_before(record: CountryRecord, event: Event, words: Words) -> str | None:
    found = found_on(record.courses, day_of_event(event) - ONE_DAY) if has_day(event) else None
    if found is None:
        return None
    course, spell = found
    return words("track.level_of", level=spell.level, low=course.scale_min, high=course.scale_max)


def rates_table(rated: Rated, words: Words) -> Table:
    """List the rates by level: plots out and in, and without the days after a step up."""
    rows = (
        {
            "whose": name,
            "level": rate.level,
            **{_counting(counts, words): _rate(counts, rate.level, words) for counts in each},
        }
        for name, each in rated
        for rate in each[0].rates
    )
    return _sheet("rates", None, rows, words)


def ratios_table(rated: Rated, words: Words) -> Table:
    """List the ratios of the rates of neighbouring levels, counted in the same ways."""
    rows = (
        {
            "whose": name,
            "levels": words("track.over", upper=ratio.upper, lower=ratio.lower),
            **{_counting(counts, words): _ratio(counts, ratio, words) for counts in each},
        }
        for name, each in rated
        for ratio in each[0].ratios
    )
    return _sheet("ratios", None, rows, words)


def _counting(counts: LevelRates, words: Words) -> str:
    """Name a way of counting: with stopped plots or not, and without the days after a step up."""
    key = f"track.count_{'in' if counts.plots_in else 'out'}{'_later' if counts.after_days else ''}"
    return words(key, days=counts.after_days)


def _rate(counts: LevelRates, level: int, words: Words) -> str | None:
    rate = next((each for each in counts.rates if each.level == level), None)
    if rate is None:
        return None
    return words(
        "track.rate_of",
        events=words.number(rate.events),
        years=years(rate.years, words),
        rate=rate_text(rate.rate, words),
        interval=between(rate.low, rate.high, words),
    )


def _ratio(counts: LevelRates, step: LevelRatio, words: Words) -> str | None:
    steps = {(each.upper, each.lower): each for each in counts.ratios}
    ratio = steps.get((step.upper, step.lower))
    if ratio is None:
        return None
    return words("track.ratio", word=_word(ratio.word, words), **ratio_said(ratio, words))
