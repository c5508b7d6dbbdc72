"""The tables of attack rates while each level was in force."""

from collections.abc import Sequence

from peil.report.account import Cell, Table
from peil.report.track_rates_chart import years_text
from peil.report.track_tables import named_heads, verdict_word
from peil.report.words import Words
from peil.review.track.courses import LevelCourse
from peil.review.track.rates import LevelRates, LevelRatio
from peil.review.track.settings import UNDECIDED

Rated = tuple[str, tuple[LevelRates, ...]]
MANY, SOME = 10.0, 2.0
"""Rates from which no digit, or one digit, stands after the point."""


def rates_table(rated: Sequence[Rated], words: Words) -> Table:
    """List the rates by level: plots out and in, and without the days after a step up."""
    rows = [(name, each, rate.level) for name, each in rated for rate in each[0].rates]
    return Table(
        key="rates",
        title=words("track.rates"),
        note=words("track.rates_note"),
        head=(*named_heads(words, "whose", "level"), *_by_count(rated, words)),
        rows=tuple(
            (
                Cell(text=name),
                Cell(text=str(level), value=level),
                *(Cell(text=_rate_of(counted_so, level, words)) for counted_so in each),
            )
            for name, each, level in rows
        ),
        numeric=frozenset({1}),
    )


def ratios_table(rated: Sequence[Rated], words: Words) -> Table:
    """List the ratios of the rates of neighbouring levels, counted in the same ways."""
    rows = [(name, each, ratio) for name, each in rated for ratio in each[0].ratios]
    return Table(
        key="ratios",
        title=words("track.ratios"),
        note=words("track.ratios_note"),
        head=(*named_heads(words, "whose", "levels"), *_by_count(rated, words)),
        rows=tuple(
            (
                Cell(text=name),
                Cell(text=words("track.over", upper=ratio.upper, lower=ratio.lower)),
                *(Cell(text=_ratio_of(counted_so, ratio, words)) for counted_so in each),
            )
            for name, each, ratio in rows
        ),
    )


def _by_count(rated: Sequence[Rated], words: Words) -> tuple[str, ...]:
    """Name the ways of counting."""
    return tuple(
        words(
            f"track.count_{'in' if each.plots_in else 'out'}{'_later' if each.after_days else ''}",
            days=each.after_days,
        )
        for each in (rated[0][1] if rated else ())
    )


def _rate_of(each: LevelRates, level: int, words: Words) -> str:
    rate = next((r for r in each.rates if r.level == level), None)
    if rate is None or rate.rate is None:
        return words("table.none")
    return words(
        "track.rate_of",
        events=words.number(rate.events),
        years=years_text(rate.years, words),
        rate=rate_text(rate.rate, words),
        interval=_between(rate_text(rate.low, words), rate_text(rate.high, words), words),
    )


def _ratio_of(each: LevelRates, step: LevelRatio, words: Words) -> str:
    ratio = next((r for r in each.ratios if (r.upper, r.lower) == (step.upper, step.lower)), None)
    if ratio is None:
        return words("table.none")
    return words(
        "track.ratio",
        range=_range(ratio, words),
        word=verdict_word(ratio.word, words),
        power=_cases(ratio, words),
    )


def _cases(ratio: LevelRatio, words: Words) -> str:
    """Say in how many of 100 cases a doubling or a halving would be found."""
    return words("table.none") if ratio.power is None else f"{100 * ratio.power:.0f}"


def rate_text(rate: float | None, words: Words) -> str:
    """Write a rate or a ratio with as many digits as a reader can use."""
    if rate is None:
        return words("table.none")
    return words.number(rate, 0 if rate >= MANY else 1 if rate >= SOME else 2)


def _between(low: str, high: str, words: Words) -> str:
    return words("compare.range", low=low, high=high).replace(" ", words.no_break)


def _range(ratio: LevelRatio, words: Words) -> str:
    if ratio.high is None:
        return words("track.at_least", low=rate_text(ratio.low, words))
    return _between(rate_text(ratio.low, words), rate_text(ratio.high, words), words)


def ratio_sentence(ratio: LevelRatio, course: LevelCourse, words: Words) -> str:
    """Say a ratio in a sentence; nothing where its exact interval has no middle."""
    if ratio.ratio is None or ratio.word == UNDECIDED:
        return ""
    return words(
        "track.ratio_said",
        ratio=words.number(ratio.ratio, 1),
        upper=ratio.upper,
        lower=ratio.lower,
        range=_range(ratio, words),
        power=_cases(ratio, words),
        low=course.scale_min,
        high=course.scale_max,
    )
