"""The tables of a track record."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from peil.observe.events import FOILED, Event
from peil.report.model import Cell, Rank, Row, Table
from peil.report.tell.parts import Value, lasted, row, share, table, worded
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


def _sheet(
    name: str, number: int | None, heads: Iterable[str], rows: Iterable[Row], words: Words
) -> Table:
    """Make a table by the name of its messages: of a country by its number, or of all."""
    key = name if number is None else f"{name}-{number}"
    note = words(f"track.{name}_note")
    return table(key, words(f"track.{name}"), tuple(heads), rows, note=note, is_cards=True)


def _heads(words: Words, *keys: str) -> tuple[str, ...]:
    return tuple(words(f"track.head_{key}") for key in keys)


def _columns(record: CountryRecord) -> list[tuple[VoiceRecord, Counted]]:
    return [(each, counts) for each in record.voices for counts in each.counted]


def _by_voice(what: str, record: CountryRecord, words: Words) -> Iterator[str]:
    """Name what each row is, then a column for each voice, with stopped plots out and in."""
    yield words(f"track.head_{what}")
    for each, counts in _columns(record):
        key = "track.plots_in" if counts.plots_in else "track.plots_out"
        yield words(key, who=voice(each.who, words))


def _classes(record: CountryRecord, settings: TrackSettings, number: int, words: Words) -> Table:
    sums = [counted(counts.found) for _, counts in _columns(record)]
    named = {name: words.code("track_class", name) for name in CLASSES}
    rows = (row(said, *(each[name] for each in sums), words=words) for name, said in named.items())
    made = _sheet("classes", number, _by_voice("class", record, words), rows, words)
    meant = words(
        "track.how_classes",
        lead=settings.lead_days,
        standing=settings.standing_days,
        late=settings.late_days,
    )
    return replace(made, note=f"{made.note} {meant}")


def _followed(record: CountryRecord, settings: TrackSettings, number: int, words: Words) -> Table:
    """Say what became of alerts and of lowerings, and how often the level changes."""
    rows = (row(name, *said, words=words) for name, said in _followings(record, settings, words))
    return _sheet("followed", number, _by_voice("what", record, words), rows, words)


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
    """Say the shortest, middle and longest lead time."""
    leads = sorted(f.lead for f in found if f.lead is not None)
    if not leads:
        return words("table.none")
    if len(leads) == 1:
        return lasted(leads[0], words)
    low, middle, high = (
        lasted(each, words) for each in (leads[0], leads[len(leads) // 2], leads[-1])
    )
    return words("track.lead_days", low=low, mid=middle, high=high)


def _next_event(record: CountryRecord, number: int, words: Words) -> Table:
    """List the Brier scores of the next event with both baselines, and what they decide."""
    heads = _heads(
        words, "whose", "within", "plots", "reviews", "happened", "brier", "no_change",
        "climatology", "blocks", "over_no_change", "over_climatology",
    )  # fmt: skip
    rows = (
        row(
            voice(each.who, words),
            *_scored(scored, (scored.brier,), scored.over_climatology, words),
            _verdict(scored.over_no_change, words),
            _verdict(scored.over_climatology, words),
            words=words,
        )
        for each, counts in _columns(record)
        for scored in counts.scored
    )
    return _sheet("next_event", number, heads, rows, words)


def _beside(record: CountryRecord, number: int, words: Words) -> Table:
    """List the Brier scores of both voices on the reviews on which both have a level."""
    names = [words("track.brier_of", who=voice(who, words)) for who in (OFFICIAL, PROPOSED)]
    before = _heads(words, "within", "plots", "reviews", "happened")
    after = _heads(words, "no_change", "climatology", "blocks", "over_official")
    rows = (
        row(
            *_scored(each, (each.first, each.second), each.over, words),
            _verdict(each.over, words),
            words=words,
        )
        for each in record.beside
    )
    return _sheet("side_by_side", number, (*before, *names, *after), rows, words)


def _scored(
    each: Scored | Beside,
    own: Iterable[float | None],
    difference: ScoreDifference,
    words: Words,
) -> Iterator[Value]:
    """Give the reviews that were scored, the scores, those of both baselines, and the stretches."""
    yield words("track.horizon", n=each.horizon).replace(" ", NO_BREAK)
    yield words("track.in" if each.plots_in else "track.out")
    yield each.reviews
    yield each.happened
    for score in (*own, each.no_change, each.climatology):
        yield None if score is None else Cell(text=words.fixed(score, 3), value=score)
    yield difference.blocks


def _verdict(difference: ScoreDifference, words: Words) -> str:
    word = _word(difference.word, words)
    if difference.low is None or difference.high is None:
        return word
    low, high = (words.fixed(end, 3) for end in (difference.low, difference.high))
    return words("track.interval", word=word, low=low, high=high)


def _word(word: str, words: Words) -> str:
    return words("track.undecided_word" if word == UNDECIDED else f"track.{word}")


def _next_review(record: CountryRecord, number: int, words: Words) -> Table:
    heads = _heads(
        words, "whose", "reviews", "own_level", "no_change", "climatology", "blocks",
        "over_no_change", "over_climatology",
    )  # fmt: skip
    rows = (
        row(
            voice(each.who, words),
            each.foreseen.reviews,
            share(each.foreseen.no_change, words),
            share(each.foreseen.no_change, words),
            share(each.foreseen.climatology, words),
            each.foreseen.over_climatology.blocks,
            words("track.by_definition"),
            _verdict(each.foreseen.over_climatology, words),
            words=words,
        )
        for each in record.voices
    )
    return _sheet("next_review", number, heads, rows, words)


def _events(record: CountryRecord, number: int, words: Words) -> Table:
    voices = [(each.who, each.counted[-1].found) for each in record.voices]
    heads = _heads(words, "day", "event", "place", "killed")
    rows = (
        row(
            *_event(each.event, words),
            *(_found(found[i], who, words) for who, found in voices),
            words=words,
        )
        for i, each in enumerate(voices[0][1])
    )
    named = (voice(who, words) for who, _ in voices)
    return _sheet("events", number, (*heads, *named), rows, words)


def listed_table(record: CountryRecord, number: int, words: Words) -> Table:
    """List the events of a country without a score, with the level of the day before."""
    events = sorted((*record.attacks, *record.plots, *record.uncounted), key=day_of_event)
    heads = _heads(words, "day", "event", "place", "killed", "level_before")
    rows = (
        row(*_event(each, words), _level_before(record, each, words), words=words)
        for each in events
    )
    return table(f"listed-{number}", words("track.listed"), heads, rows, is_cards=True)


def _event(event: Event, words: Words) -> Iterator[Value]:
    yield event.date if has_day(event) else _rough(event, words)
    yield words.code("event", event.status)
    yield Cell(text=worded(event.place, words))
    yield "" if event.status == FOILED else event.killed


def _rough(event: Event, words: Words) -> str:
    return str(event.date.year) if event.precision == "year" else words.month(event.date)


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
        row(name, rate.level, *(_rate(counts, rate.level, words) for counts in each), words=words)
        for name, each in rated
        for rate in each[0].rates
    )
    heads = (*_heads(words, "whose", "level"), *_by_count(rated, words))
    return _sheet("rates", None, heads, rows, words)


def ratios_table(rated: Rated, words: Words) -> Table:
    """List the ratios of the rates of neighbouring levels, counted in the same ways."""
    rows = (
        row(
            name,
            words("track.over", upper=ratio.upper, lower=ratio.lower),
            *(_ratio(counts, ratio, words) for counts in each),
            words=words,
        )
        for name, each in rated
        for ratio in each[0].ratios
    )
    heads = (*_heads(words, "whose", "levels"), *_by_count(rated, words))
    return _sheet("ratios", None, heads, rows, words)


def _by_count(rated: Rated, words: Words) -> Iterator[str]:
    for each in rated[0][1] if rated else ():
        key = f"track.count_{'in' if each.plots_in else 'out'}{'_later' if each.after_days else ''}"
        yield words(key, days=each.after_days)


def _rate(counts: LevelRates, level: int, words: Words) -> str | None:
    rate = next((each for each in counts.rates if each.level == level), None)
    if rate is None or rate.rate is None:
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
