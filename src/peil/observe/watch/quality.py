"""How well a method finds outbreaks that are known: how many, how soon, and how often in vain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
from scipy.special import betaincinv

from peil.observe.direction import RISING
from peil.observe.watch.counts import Counts
from peil.observe.watch.engine import watch_counts
from peil.observe.watch.methods import PEIL, field_method
from peil.observe.watch.signals import stretches_of
from peil.terms.calendar import Flags
from peil.terms.errors import BadInput

DOUBT = 0.05
"""Doubt of the interval of a share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A method as somebody asked for it.

    Args:
        label: what it is called in the report.
        method: its name, as in `methods`.
        parameters: those of a method of the field that shall not be what its authors advise.
    """

    label: str
    method: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How a method fared, on one series or on several together.

    Args:
        outbreaks: stretches of marked periods that begin in the judged periods.
        delays: of each outbreak that was found, the periods from its first one to the first
            with a signal: 0 in the first one itself.
        true_signals, false_signals: stretches of periods with a signal, those that share a period
            with an outbreak and those that share none.
        tp, fp, tn, fn: reported periods: marked with a signal, unmarked with one, unmarked
            without, marked without, as in `algo.quality` of R's package surveillance.
        quiet_years: how long the unmarked periods last.
    """

    outbreaks: int
    delays: tuple[int, ...]
    true_signals: int
    false_signals: int
    tp: int
    fp: int
    tn: int
    fn: int
    quiet_years: float

    @property
    def found(self) -> int:
        """How many outbreaks have a signal while they last."""
        return len(self.delays)

    @property
    def found_within(self) -> tuple[float, float]:
        """The exact interval of the share that is found, at 95 % (Clopper and Pearson 1934)."""
        found, missed = self.found, self.outbreaks - self.found
        low = betaincinv(found, missed + 1, DOUBT / 2) if found else 0.0
        high = betaincinv(found + 1, missed, 1 - DOUBT / 2) if missed else 1.0
        return float(low), float(high)

    @property
    def periods_found(self) -> float | None:
        """The share of the marked periods in which a signal stands: R's sensitivity."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else None

    @property
    def delay(self) -> float | None:
        """The median delay of the outbreaks that are found."""
        return float(np.median(self.delays)) if self.delays else None

    @property
    def false_a_year(self) -> float | None:
        """False signals in a year of quiet."""
        return self.false_signals / self.quiet_years if self.quiet_years else None

    @property
    def quiet_signalled(self) -> float | None:
        """The share of quiet periods in which a signal stands, false or not yet over."""
        return self.fp / (self.fp + self.tn) if self.fp + self.tn else None

    @property
    def true_share(self) -> float | None:
        """The positive predictive value: the share of the signals that are true."""
        signals = self.true_signals + self.false_signals
        return self.true_signals / signals if signals else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesQuality:
    """The judged periods of one series, with what is known and what each method signals.

    Args:
        counts: (T,) those that were judged, with what is marked.
        signalled: (T,) by the label of each method, whether a rise is signalled.
        tallies: by the same labels.
    """

    counts: Counts
    signalled: Mapping[str, Flags]
    tallies: Mapping[str, Tally]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchQuality:
    """How well each method finds the known outbreaks of some series.

    Args:
        title: what was judged.
        as_of: the last day of any judged period.
        false_signals_per_year: the budget of each series.
        series: at least one.
    """

    title: str
    as_of: date
    false_signals_per_year: float
    series: tuple[SeriesQuality, ...]

    @property
    def tallies(self) -> Mapping[str, Tally]:
        """How each method fared on all series together."""
        labels = self.series[0].tallies
        return {label: pooled(one.tallies[label] for one in self.series) for label in labels}


def series_quality(
    counts: Counts,
    methods: Iterable[Asked],
    *,
    false_signals_per_year: float,
    last: int | None = None,
) -> SeriesQuality:
    """Judge methods by the known outbreaks of a series, all on the same periods.

    These are the periods from which on each method has a baseline. No method is told what is
    marked: it has to find that.

    Args:
        counts: the whole series, with its outbreaks marked.
        methods: at least one.
        false_signals_per_year: budget of each.
        last: how many of the latest periods are judged at most.

    Raises:
        BadInput: a method has no baseline for any period, or cannot be used.
    """
    begin, every = 0 if last is None else max(len(counts) - last, 0), dict[str, Flags]()
    unmarked = replace(counts, outbreak=None)
    for asked in methods:
        is_judged, every[asked.label] = _signalled(unmarked, asked, false_signals_per_year)
        if not is_judged.any():
            raise BadInput(
                f"{asked.label} has no baseline for any period of {counts.series!r}; give a "
                "longer series, or leave the method or the series out"
            )
        begin = max(begin, int(np.argmax(is_judged)))
    return SeriesQuality(
        counts=counts.take(slice(begin, None)),
        signalled={label: signalled[begin:] for label, signalled in every.items()},
        tallies={
            label: tally(counts, signalled, begin=begin) for label, signalled in every.items()
        },
    )


def _signalled(counts: Counts, asked: Asked, budget: float) -> tuple[Flags, Flags]:
    """Tell which periods a method has a baseline for, and in which it signals a rise.

    Of Peil's own method that is what it says; of one of the field its alarm.
    """
    if asked.method == PEIL:
        found = watch_counts(counts, false_signals_per_year=budget, with_delays=False).points
        rises = (found.direction == RISING) & ~np.isnat(found.signal_since)
        return ~np.isnan(found.expected), rises
    method, at = field_method(asked.method, asked.parameters), np.arange(len(counts))
    signals = method(counts, at, budget, asked.parameters)
    return ~np.isnan(signals.expected), signals.rise_since >= 0


def tally(counts: Counts, signalled: Flags, *, begin: int = 0) -> Tally:
    """Count what signals found, from one period on.

    An outbreak that began before that is neither found nor missed; its periods are not quiet.

    Args:
        counts: (N,) the series, with its outbreaks marked.
        signalled: (N,) in which periods a rise is signalled.
        begin: the first period that counts.
    """
    of_range, is_outbreak = np.arange(len(counts)) >= begin, counts.is_outbreak
    reported = of_range & ~np.isnan(counts.count)
    outbreaks = [(a, b) for a, b in stretches_of(is_outbreak) if a >= begin]
    delays = [np.flatnonzero(signalled[a : b + 1]) for a, b in outbreaks]
    signals = [is_outbreak[a : b + 1].any() for a, b in stretches_of(signalled & of_range)]

    def periods(marked: Flags, said: Flags) -> int:
        return int(np.count_nonzero(reported & marked & said))

    return Tally(
        outbreaks=len(outbreaks),
        delays=tuple(int(delay[0]) for delay in delays if len(delay)),
        true_signals=sum(map(bool, signals)),
        false_signals=len(signals) - sum(map(bool, signals)),
        tp=periods(is_outbreak, signalled),
        fp=periods(~is_outbreak, signalled),
        tn=periods(~is_outbreak, ~signalled),
        fn=periods(is_outbreak, ~signalled),
        quiet_years=np.count_nonzero(reported & ~is_outbreak) / counts.periods_a_year,
    )


def pooled(tallies: Iterable[Tally]) -> Tally:
    """Add up what a method did on several series."""
    every = list(tallies)
    sums: dict[str, Any] = {
        name: sum(getattr(each, name) for each in every)
        for name in Tally.__dataclass_fields__
        if name != "delays"
    }
    return Tally(**sums, delays=tuple(delay for each in every for delay in each.delays))
