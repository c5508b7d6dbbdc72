"""The tables of a track record."""

from collections.abc import Sequence

from peil.observe.events import FOILED, Event
from peil.report.account import Cell, Table
from peil.report.track_brief import horizon_text, named_voice
from peil.report.words import Words
from peil.review.track.bootstrap import ScoreDifference
from peil.review.track.courses import ONE_DAY, found_on
from peil.review.track.event_record import day_of_event, has_day
from peil.review.track.lowerings import HELD, LoweringOutcome
from peil.review.track.record import CountryRecord, VoiceRecord
from peil.review.track.settings import UNDECIDED, TrackSettings
from peil.review.track.timeliness import (
    CANNOT_TELL,
    CLASSES,
    NO_LEVEL,
    OPEN,
    WITH_EVENT,
    Alert,
    EventTimeliness,
    counted,
)


def named_heads(words: Words, *keys: str) -> tuple[str, ...]:
    """Name columns."""
    return tuple(words(f"track.head_{key}") for key in keys)


def _by_voice(record: CountryRecord, words: Words) -> tuple[str, ...]:
    """Name a column for each voice, with stopped plots out and in."""
    return tuple(
        words(f"track.plots_{'in' if each.plots_in else 'out'}", who=named_voice(v.who, words))
        for v in record.voices
        for each in v.counted
    )


def classes_text(settings: TrackSettings, words: Words) -> str:
    """Say what each class of timeliness is."""
    return words(
        "track.how_classes",
        lead=settings.lead_days,
        standing=settings.standing_days,
        late=settings.late_days,
    )


def classes_table(record: CountryRecord, settings: TrackSettings, words: Words) -> Table:
    """Count the events of each class of timeliness."""
    sums = [counted(each.found) for voice in record.voices for each in voice.counted]
    return Table(
        key="classes",
        title=words("track.classes"),
        note=f"{words('track.classes_note')} {classes_text(settings, words)}",
        head=(*named_heads(words, "class"), *_by_voice(record, words)),
        rows=tuple(
            (
                Cell(text=words(f"track_class.{name}")),
                *(Cell(text=words.number(each[name]), value=each[name]) for each in sums),
            )
            for name in CLASSES
        ),
        numeric=frozenset(range(1, len(sums) + 1)),
    )


def followed_table(record: CountryRecord, settings: TrackSettings, words: Words) -> Table:
    """Say what became of alerts and of lowerings, and how often the level changes."""
    columns = [(voice, each) for voice in record.voices for each in voice.counted]
    rows = [
        (words("track.alerts"), [words.number(len(each.alerts)) for _, each in columns]),
        (
            words("track.reactive", days=settings.late_days),
            [words.number(sum(a.is_reactive for a in each.alerts)) for _, each in columns],
        ),
    ]
    rows += [
        (
            words("track.alerts_within", within=horizon_text(h, words)),
            [_alerts(each.alerts, h, words) for _, each in columns],
        )
        for h in settings.horizons
    ]
    rows += [(words("track.lead"), [_lead(each.found, words) for _, each in columns])]
    rows += [(words("track.lowerings"), [words.number(len(each.lowerings)) for _, each in columns])]
    rows += [
        (
            words("track.premature", within=horizon_text(h, words)),
            [_lowerings(each.lowerings, h, words) for _, each in columns],
        )
        for h in settings.horizons
    ]
    rows += [(words("track.changes"), [_changes(voice, words) for voice, _ in columns])]
    return Table(
        key="followed",
        title=words("track.followed"),
        note=words("track.followed_note"),
        head=(*named_heads(words, "what"), *_by_voice(record, words)),
        rows=tuple((Cell(text=name), *(Cell(text=text) for text in texts)) for name, texts in rows),
    )


def _alerts(alerts: Sequence[Alert], horizon: int, words: Words) -> str:
    became = [alert.followed[horizon] for alert in alerts]
    told = [b for b in became if b != OPEN]
    return _of(sum(b == WITH_EVENT for b in told), len(told), len(became) - len(told), words)


def _lowerings(lowerings: Sequence[LoweringOutcome], horizon: int, words: Words) -> str:
    became = [lowering.became[horizon] for lowering in lowerings]
    told = [b for b in became if b != OPEN]
    return _of(sum(b != HELD for b in told), len(told), len(became) - len(told), words)


def _of(some: int, all_: int, unknown: int, words: Words) -> str:
    if not all_ and not unknown:
        return words("table.none")
    if not all_:
        return words("track.open", number=unknown)
    said = words("track.some_of", some=some, all=all_)
    return f"{said} {words('track.and_open', number=unknown)}" if unknown else said


def _lead(found: Sequence[EventTimeliness], words: Words) -> str:
    """Say the shortest, middle and longest lead time."""
    leads = sorted(f.lead for f in found if f.lead is not None)
    if not leads:
        return words("table.none")
    if len(leads) == 1:
        return words("track.days", n=leads[0])
    middle = leads[len(leads) // 2]
    return words("track.lead_days", low=leads[0], mid=middle, high=leads[-1])


def _changes(voice: VoiceRecord, words: Words) -> str:
    changes = voice.changes_a_year
    return words("table.none") if changes is None else words.fixed(changes, 2)


def next_event_table(record: CountryRecord, words: Words) -> Table:
    """List the Brier scores of the next event with both baselines, and what they decide."""
    rows = [
        (voice, each, scored)
        for voice in record.voices
        for each in voice.counted
        for scored in each.scored
    ]
    return Table(
        key="next-event",
        title=words("track.next_event"),
        note=words("track.next_event_note"),
        head=named_heads(
            words, "whose", "within", "plots", "reviews", "happened", "brier", "no_change",
            "climatology", "blocks", "over_no_change", "over_climatology",
        ),
        rows=tuple(
            (
                Cell(text=named_voice(voice.who, words)),
                Cell(text=_horizon(scored.horizon, words)),
                Cell(text=words(f"track.{'in' if each.plots_in else 'out'}")),
                Cell(text=words.number(scored.reviews), value=scored.reviews),
                Cell(text=words.number(scored.happened), value=scored.happened),
                *(
                    _score(value, words)
                    for value in (scored.brier, scored.no_change, scored.climatology)
                ),
                _blocks(scored.over_climatology, words),
                Cell(text=verdict(scored.over_no_change, words)),
                Cell(text=verdict(scored.over_climatology, words)),
            )
            for voice, each, scored in rows
        ),
        numeric=frozenset({3, 4, 5, 6, 7, 8}),
    )  # fmt: skip


def beside_table(record: CountryRecord, words: Words) -> Table:
    """List the Brier scores of both voices on the reviews on which both have a level."""
    names = [words("track.brier_of", who=named_voice(voice.who, words)) for voice in record.voices]
    return Table(
        key="beside",
        title=words("track.side_by_side"),
        note=words("track.side_by_side_note"),
        head=(
            *named_heads(words, "within", "plots", "reviews", "happened"), *names,
            *named_heads(words, "no_change", "climatology", "blocks", "over_official"),
        ),
        rows=tuple(
            (
                Cell(text=_horizon(each.horizon, words)),
                Cell(text=words(f"track.{'in' if each.plots_in else 'out'}")),
                Cell(text=words.number(each.reviews), value=each.reviews),
                Cell(text=words.number(each.happened), value=each.happened),
                *(
                    _score(value, words)
                    for value in (each.first, each.second, each.no_change, each.climatology)
                ),
                _blocks(each.over, words),
                Cell(text=verdict(each.over, words)),
            )
            for each in record.beside
        ),
        numeric=frozenset({2, 3, 4, 5, 6, 7, 8}),
    )  # fmt: skip


def _horizon(months: int, words: Words) -> str:
    return words("track.horizon", n=months).replace(" ", words.no_break)


def _score(value: float | None, words: Words) -> Cell:
    if value is None:
        return Cell(text=words("table.none"))
    return Cell(text=words.fixed(value, 3), value=value)


def verdict_word(word: str, words: Words) -> str:
    """Say better, worse, higher, lower or undecided."""
    return words("track.undecided_word" if word == UNDECIDED else f"track.{word}")


def verdict(difference: ScoreDifference, words: Words) -> str:
    """Say which of two forecasts is better, with the interval of the gain where there is one."""
    word = verdict_word(difference.word, words)
    if difference.low is None or difference.high is None:
        return word
    ends = (words.fixed(difference.low, 3), words.fixed(difference.high, 3))
    return words("track.interval", word=word, low=ends[0], high=ends[1])


def _blocks(difference: ScoreDifference, words: Words) -> Cell:
    return Cell(text=words.number(difference.blocks), value=difference.blocks)


def next_review_table(record: CountryRecord, words: Words) -> Table:
    """Say how often the level of the next review is foreseen."""
    return Table(
        key="next-review",
        title=words("track.next_review"),
        note=words("track.next_review_note"),
        head=named_heads(
            words, "whose", "reviews", "own_level", "no_change", "climatology", "blocks",
            "over_no_change", "over_climatology",
        ),
        rows=tuple(
            (
                Cell(text=named_voice(voice.who, words)),
                Cell(text=words.number(voice.foreseen.reviews)),
                _part(voice.foreseen.no_change, words),
                _part(voice.foreseen.no_change, words),
                _part(voice.foreseen.climatology, words),
                _blocks(voice.foreseen.over_climatology, words),
                Cell(text=words("track.by_definition")),
                Cell(text=verdict(voice.foreseen.over_climatology, words)),
            )
            for voice in record.voices
        ),
        numeric=frozenset({1, 2, 3, 4, 5}),
    )  # fmt: skip


def _part(value: float | None, words: Words) -> Cell:
    if value is None:
        return Cell(text=words("table.none"))
    return Cell(text=words.percent(value), value=value)


def events_table(record: CountryRecord, words: Words) -> Table:
    """List every event with the level that it found."""
    by_voice = [(voice.who, voice.counted[-1].found) for voice in record.voices]
    names = [named_voice(voice.who, words) for voice in record.voices]
    events = [found.event for found in record.voices[0].counted[-1].found]
    return Table(
        key="events",
        title=words("track.events"),
        note=words("track.events_note"),
        head=(*named_heads(words, "day", "event", "place", "killed"), *names),
        rows=tuple(
            (
                *_event(event, words),
                *(Cell(text=_said(found[i], who, words)) for who, found in by_voice),
            )
            for i, event in enumerate(events)
        ),
        numeric=frozenset({3}),
    )


def _event(event: Event, words: Words) -> tuple[Cell, ...]:
    day = words.short_day(event.date) if has_day(event) else _rough(event, words)
    killed = words("table.none") if event.killed is None else words.number(event.killed)
    return (
        Cell(text=day),
        Cell(text=words.code("event", event.status)),
        Cell(text=event.place, lang="en"),
        Cell(text="" if event.status == FOILED else killed),
    )


def _rough(event: Event, words: Words) -> str:
    """Say the month, or the year, of an event whose day is not known."""
    return str(event.date.year) if event.precision == "year" else words.month(event.date)


def _said(found: EventTimeliness, who: str, words: Words) -> str:
    """Say the class of an event, with its level and lead."""
    if found.timeliness == CANNOT_TELL:
        if found.reason == NO_LEVEL:
            return words(f"track_reason.{NO_LEVEL}_{who}")
        return words(f"track_reason.{found.reason}")
    key = "track.at_level_lead" if found.lead is not None else "track.at_level"
    name = words(f"track_class.{found.timeliness}")
    return words(key, name=name, level=found.level, n=found.lead)


def listed_table(record: CountryRecord, words: Words) -> Table:
    """List the events of a country without a score, with the level of the day before."""
    events = sorted((*record.attacks, *record.plots, *record.uncounted), key=day_of_event)
    return Table(
        key="listed",
        title=words("track.listed"),
        note="",
        head=named_heads(words, "day", "event", "place", "killed", "level_before"),
        rows=tuple(
            (*_event(event, words), Cell(text=_level_before(record, event, words)))
            for event in events
        ),
        numeric=frozenset({3}),
    )


def _level_before(record: CountryRecord, event: Event, words: Words) -> str:
    found = found_on(record.courses, day_of_event(event) - ONE_DAY) if has_day(event) else None
    if found is None:
        return words("table.none")
    course, spell = found
    return words("track.level_of", level=spell.level, low=course.scale_min, high=course.scale_max)
