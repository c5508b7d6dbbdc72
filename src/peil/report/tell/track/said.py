"""The sentences of a track record: the headline, what the events found, and how it is counted."""

from collections.abc import Iterator, Sequence

from peil.observe.events import FOILED
from peil.report.tell.parts import YEAR, events_named
from peil.report.words import NO_BREAK, Words
from peil.review.track.courses import LevelCourse
from peil.review.track.next_review import Apart
from peil.review.track.rates import LevelRates, LevelRatio
from peil.review.track.record import (
    DAYS_A_YEAR,
    LATE,
    MILD,
    OUTSIDE,
    RETOLD,
    SCORED,
    STATUS,
    CountryRecord,
    DossierTrack,
    VoiceRecord,
)
from peil.review.track.settings import OFFICIAL, PROPOSED, STANDS, UNDECIDED
from peil.review.track.timeliness import CANNOT_TELL, STANDING, TIMELY

CAVEATS = (
    "no_probability", "few_events", "one_ideology", "later_state", "plots_incomplete", "prevention", "own_only",
    "revisions",
)  # fmt: skip
LEFT_OUT = (STATUS, LATE, MILD)
"""Why attacks are not counted, though the list is complete for their time."""
VOICES = {OFFICIAL: "track.official", PROPOSED: "track.proposals", STANDS: "track.held"}
"""How those whose levels they are are named."""
SHORTEST = 0.25
"""Years of exposure that are told in days: the interval of a rate over them says nothing."""
MANY, SOME = 10.0, 2.0
"""Rates from which no digit, or one digit, stands after the point."""

Rated = Sequence[tuple[str, tuple[LevelRates, ...]]]
"""Courses by name, each with its rates: plots out and in, with and without days left out."""


def headline(found: DossierTrack, words: Words) -> str:
    """Say what the record decides about the dossier's own country, if anything."""
    own = found.subject
    if not own.voices:
        why = why_no_score(found, own, own.treatment, words)
        return words("track.no_score", country=words.country(own.country), why=why)
    days = sum((last - first).days + 1 for first, last in own.spans)
    said = {
        "country": words.country(own.country),
        "ideology": words.code("track_ideology", own.ideology),
        "years": words.number(days / YEAR, 0),
    }
    number = len(own.attacks)
    told = [said for each in own.voices for said in _decided(each, words)]
    if told:
        return words("track.decided", n=number, list=words.listed(told), **said)
    if not number:
        return words("track.undecided_none", **said)
    if any(_differs_from_usual(each) for each in own.voices):
        return words("track.undecided_both", n=number, **said)
    is_official = any(each.who == OFFICIAL for each in own.voices)
    key = "track.undecided" if is_official else "track.undecided_proposed"
    return words(key, n=number, **said)


def _decided(own: VoiceRecord, words: Words) -> Iterator[str]:
    """Name the horizons at which a level does differently from both baselines, plots out."""
    for scored in own.counted[0].scored:
        told = {scored.over_no_change.word, scored.over_climatology.word}
        if len(told) == 1 and UNDECIDED not in told:
            who, within = voice(own.who, words), words("track.months", n=scored.horizon)
            yield words(f"track.said_{told.pop()}", who=who, within=within)


def _differs_from_usual(own: VoiceRecord) -> bool:
    """Whether a level does better or worse than the usual rate at any horizon, plots out."""
    return any(scored.over_climatology.word != UNDECIDED for scored in own.counted[0].scored)


def notes(found: DossierTrack, words: Words) -> Iterator[str]:
    """Say what counts, what the events found, how the levels agree, and who could be scored."""
    own = found.subject
    if own.voices:
        severity = found.record.settings.severity
        yield words("track.outcome", what=words.code("track_severity", severity))
        yield from (_found(each, words) for each in own.voices if each.counted[0].found)
        yield from _ratios(own, words)
        yield from _agreement(own, words)
    if own.told is not None:
        yield words("track.told", share=words.percent(own.told))
    yield _who(found, words)
    for kind, number in zip(("levels", "events"), found.left_out, strict=True):
        if number:
            yield words(f"track.left_out_{kind}", n=number)


def _found(own: VoiceRecord, words: Words) -> str:
    found = own.counted[0].found
    raised = [f.timeliness for f in found if f.is_raised]
    since_unknown = sum(f.is_raised and f.lead is None for f in found)
    unknown = sum(f.timeliness == CANNOT_TELL for f in found)
    counts = {
        TIMELY: raised.count(TIMELY),
        STANDING: raised.count(STANDING) - since_unknown,
        "since_unknown": since_unknown,
        "late": sum(each not in {TIMELY, STANDING} for each in raised),
        "not_raised": len(found) - len(raised) - unknown,
        CANNOT_TELL: unknown,
    }
    told = words.joined([words.code("track_found", of, n=n) for of, n in counts.items() if n])
    return words("track.found", who=voice(own.who, words), n=len(found), list=told)


def _ratios(record: CountryRecord, words: Words) -> Iterator[str]:
    """Say what the rates of neighbouring official levels are to each other, in a sentence each.

    Nothing is said of a ratio that is undecided, or whose exact interval has no middle.
    """
    for each in record.voices:
        for course, rates in each.rates if each.who == OFFICIAL else ():
            scale = {"low": course.scale_min, "high": course.scale_max}
            for ratio in rates[0].ratios:
                if ratio.ratio is not None and ratio.word != UNDECIDED:
                    said = {"ratio": rate_text(ratio.ratio, words), **ratio_said(ratio, words)}
                    step = {"upper": ratio.upper, "lower": ratio.lower, **scale}
                    yield words("track.ratio_said", **said, **step)


def _agreement(record: CountryRecord, words: Words) -> Iterator[str]:
    agreement = record.agreement
    if agreement is not None and agreement.same is not None:
        kappa = words("table.none") if agreement.kappa is None else words.fixed(agreement.kappa, 2)
        same, reviews = words.percent(agreement.same), agreement.reviews
        yield words("track.agreement", share=same, reviews=reviews, kappa=kappa)
        for key in ("higher", "lower"):
            runs = [each for each in agreement.apart if each.is_higher is (key == "higher")]
            if runs:
                told = words.listed([_run(each, words) for each in runs])
                yield words(
                    f"track.apart_{key}", n=sum(e.reviews for e in runs), all=reviews, list=told
                )


def _run(each: Apart, words: Words) -> str:
    """Say from when to when two raters differed, and at how many reviews."""
    first, last = words.month(each.first), words.month(each.last)
    if each.reviews == 1:
        return first
    return words("track.apart", first=first, last=last, number=words.number(each.reviews))


def _who(found: DossierTrack, words: Words) -> str:
    named: dict[bool, set[str]] = {True: set(), False: set()}
    for record in found.record.records:
        named[record.treatment == SCORED].add(record.country)
    scored, others = (words.countries(named[is_]) or words("track.nobody") for is_ in (True, False))
    return words("track.who", scored=scored, others=others)


def country_lines(record: CountryRecord, found: DossierTrack, words: Words) -> Iterator[str]:
    """Say what is counted of a country, what is not, and why a voice has no score."""
    if record.treatment != SCORED:
        yield words("track.not_scored", why=why_no_score(found, record, record.treatment, words))
    else:
        yield from _counted(record, found, words)
    if record is found.subject:
        yield from _plots(found, words)


def _counted(record: CountryRecord, found: DossierTrack, words: Words) -> Iterator[str]:
    """Say what is counted of a scored country and what is left out, each with its reason."""
    yield words(
        "track.treated",
        ideology=words.code("track_ideology", record.ideology),
        periods=words.listed([words.period(first, last) for first, last in record.spans]),
        attacks=len(record.attacks),
        plots=len(record.plots),
        uncounted=_left_out_for(OUTSIDE, record),
    )
    if retold := [each.event for each in record.left_out if each.why == RETOLD]:
        yield words("track.left_out_retold", **events_named(retold, words))
    for why in LEFT_OUT:
        if number := _left_out_for(why, record):
            yield words(f"track.left_out_{why}", number=number)
    if record.courses and record.of_official != SCORED:
        why = why_no_score(found, record, record.of_official, words)
        yield words("track.official_not_scored", why=why)
    if record.country != found.record.subject:
        yield words("track.peer")


def _plots(found: DossierTrack, words: Words) -> Iterator[str]:
    """Count the stopped plots of the dossier's own country by year, and say what cannot be told."""
    by_year = found.record.plots_by_year
    if by_year:
        told = words.listed([words.labelled(str(year), words.number(n)) for year, n in by_year])
        days = {"first": words.day(found.record.first), "last": words.day(found.record.last)}
        heading = words("site_kind.attacks")
        yield words("track.plots_by_year", list=told, heading=heading, **days)
    yield from map(words.told, found.cannot_be_told)


def _left_out_for(why: str, record: CountryRecord) -> int:
    return sum(each.why == why and each.event.status != FOILED for each in record.left_out)


def why_no_score(found: DossierTrack, record: CountryRecord, treatment: str, words: Words) -> str:
    """Say why levels have no score, from what the dossier holds."""
    years = record.overlap_days * 10 // DAYS_A_YEAR / 10
    least = found.record.settings.fewest_years
    return words.code("track_why", treatment, n=years, least=least)


def how_lines(found: DossierTrack, words: Words) -> Iterator[str]:
    """Say how it is counted, and the limits."""
    settings = found.record.settings
    draws = words.number(settings.resamples)
    yield words("track.how_classes_from")
    yield words("track.how_forecasts", past=settings.past_months)
    yield words("track.how_undecided", blocks=settings.fewest_blocks, draws=draws)
    yield from (words.code("track_caveat", code) for code in CAVEATS)


def voice(who: str, words: Words) -> str:
    """Name who sets the levels."""
    return words(VOICES[who])


def course_text(course: LevelCourse, who: str, courses: Sequence[LevelCourse], words: Words) -> str:
    """Name a course: whose, and on which scale; its scope or first day where these differ."""
    said = {"who": voice(who, words), "low": course.scale_min, "high": course.scale_max}
    if len({each.scale_from for each in courses}) > 1 and course.scale_from is not None:
        return words("track.course_since", day=words.short_day(course.scale_from), **said)
    if len({each.scope for each in courses}) > 1:
        return words("track.course_of", scope=course.scope, **said)
    return words("track.course", **said)


def rate_text(rate: float | None, words: Words) -> str:
    """Write a rate or a ratio with as many digits as a reader can use."""
    if rate is None:
        return words("table.none")
    return words.number(rate, 0 if rate >= MANY else 1 if rate >= SOME else 2)


def between(low: float | None, high: float | None, words: Words) -> str:
    """Write an interval on one line."""
    ends = {"low": rate_text(low, words), "high": rate_text(high, words)}
    return words("compare.range", **ends).replace(" ", NO_BREAK)


def ratio_said(ratio: LevelRatio, words: Words) -> dict[str, str]:
    """Write the interval of a ratio, and in how many of 100 cases it would have been found."""
    span = between(ratio.low, ratio.high, words)
    if ratio.high is None:
        span = words("track.at_least", low=rate_text(ratio.low, words))
    power = words("table.none") if ratio.power is None else f"{100 * ratio.power:.0f}"
    return {"range": span, "power": power}


def years(number: float, words: Words) -> str:
    """Say years of exposure, and days where they are few."""
    if number < SHORTEST:
        return words("track.days", n=round(number * YEAR))
    return words("track.years", n=number)
