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
            in which a signal opens: 0 in the first one itself.
        true_signals, false_signals: stretches of periods with a signal, those in which one opens
            in an outbreak and the others.
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
        """How many outbreaks have a signal that opens while they last."""
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
class Rises:
    """The periods in which a method signals a rise.

    Args:
        stands: (T,) whether one is signalled.
        opens: (T,) whether one is signalled that did not stand before; each alarm of a method that
            judges every period by itself.
    """

    stands: Flags
    opens: Flags

    def since(self, begin: int) -> "Rises":
        """Leave out the periods before one."""
        return Rises(stands=self.stands[begin:], opens=self.opens[begin:])

    def stretches(self, is_outbreak: Flags) -> tuple[tuple[int, int, bool], ...]:
        """Give first and last position of each signal, and whether it is true."""
        found = self.opens & is_outbreak
        return tuple((a, b, bool(found[a : b + 1].any())) for a, b in stretches_of(self.stands))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesQuality:
    """The judged periods of one series, with what is known and what each method signals.

    Args:
        counts: (T,) those that were judged, with what is marked.
        rises: (T,) what each method signals, by its label.
        tallies: by the same labels.
    """

    counts: Counts
    rises: Mapping[str, Rises]
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
    begin, every = 0 if last is None else max(len(counts) - last, 0), dict[str, Rises]()
    unmarked = replace(counts, outbreak=None)
    for asked in methods:
        is_judged, every[asked.label] = _rises(unmarked, asked, false_signals_per_year)
        if not is_judged.any():
            raise BadInput(
                f"{asked.label} has no baseline for any period of {counts.series!r}; give a "
                "longer series, or leave the method or the series out"
            )
        begin = max(begin, int(np.argmax(is_judged)))
    return SeriesQuality(
        counts=counts.take(slice(begin, None)),
        rises={label: rises.since(begin) for label, rises in every.items()},
        tallies={label: tally(counts, rises, begin=begin) for label, rises in every.items()},
    )


def _rises(counts: Counts, asked: Asked, budget: float) -> tuple[Flags, Rises]:
    """Tell which periods a method has a baseline for, and in which it signals a rise.

    Of Peil's own method that is what it says; of one of the field its alarm.
    """
    if asked.method == PEIL:
        found = watch_counts(counts, false_signals_per_year=budget, with_delays=False).points
        stands = (found.direction == RISING) & ~np.isnat(found.signal_since)
        return ~np.isnan(found.expected), Rises(
            stands=stands, opens=stands & (_is_new(stands) | (found.signal_opened == found.start))
        )
    method, at = field_method(asked.method, asked.parameters), np.arange(len(counts))
    signals = method(counts, at, budget, asked.parameters)
    stands = signals.rise_since >= 0
    opens = stands & (_is_new(stands) | ~signals.is_lasting)
    return ~np.isnan(signals.expected), Rises(stands=stands, opens=opens)


def _is_new(stands: Flags) -> Flags:
    """Whether there was no signal in the period before."""
    return ~np.concatenate([[False], stands[:-1]])


def tally(counts: Counts, rises: Rises, *, begin: int = 0) -> Tally:
    """Count what signals found, from one period on.

    A signal that already stood when an outbreak began did not find it. An outbreak that began
    before the first period that counts is neither found nor missed; its periods are not quiet.

    Args:
        counts: (N,) the series, with its outbreaks marked.
        rises: (N,) what is signalled.
        begin: the first period that counts.
    """
    reported, marked = ~np.isnan(counts.count[begin:]), counts.is_outbreak[begin:]
    found = rises.since(begin)
    outbreaks = [(a, b) for a, b in stretches_of(counts.is_outbreak) if a >= begin]
    delays = [np.flatnonzero(rises.opens[a : b + 1]) for a, b in outbreaks]
    signals = [is_true for _, _, is_true in found.stretches(marked)]

    def periods(known: Flags, said: Flags) -> int:
        return int(np.count_nonzero(reported & known & said))

    return Tally(
        outbreaks=len(outbreaks),
        delays=tuple(int(delay[0]) for delay in delays if len(delay)),
        true_signals=sum(signals),
        false_signals=len(signals) - sum(signals),
        tp=periods(marked, found.stands),
        fp=periods(~marked, found.stands),
        tn=periods(~marked, ~found.stands),
        fn=periods(marked, ~found.stands),
        quiet_years=np.count_nonzero(reported & ~marked) / counts.periods_a_year,
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
