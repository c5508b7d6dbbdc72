"""Estimates of a country's total by several publishers, as they were known on a day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from peil.observe.figures import coarsest
from peil.observe.series import Series
from peil.terms.calendar import as_date, as_day
from peil.terms.errors import BadInput

ENDS = (("low", "_low"), ("mid", ""), ("high", "_high"))
"""A range is published as three indicators: the stem, and the stem with an end's suffix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What one publisher said of one country's total at one date.

    An estimate has a middle value, or both ends of a range, or all three. One end alone is a
    bound: it says how high the number may be, not where it lies.

    Args:
        low, mid, high: persons or events; None where it was not published.
        published: day on which all that stands here was known.
        period_end: day that the total is about.
        approximate: whether the source says "about", "at least" or rounds.
        worked_out: whether the makers of the dossier worked it out from other figures.
        precision, published_precision: how exactly the two days are known: day, month or year; that
            of publication may be assumed.
    """

    country: str
    low: float | None
    mid: float | None
    high: float | None
    published: date
    period_end: date
    publisher: str
    source: str
    approximate: bool = False
    worked_out: bool = False
    precision: str = "day"
    published_precision: str = "day"

    def __post_init__(self) -> None:
        given = [value for value in (self.low, self.mid, self.high) if value is not None]
        if not given or given != sorted(given) or given[0] < 0:
            raise BadInput(
                f"an estimate must rise from 0 or more through low, middle and high, but "
                f"{self.publisher} has {self.low}, {self.mid} and {self.high} for "
                f"{self.country} at {self.period_end}; correct these figures"
            )

    @property
    def is_bound(self) -> bool:
        """Whether only one end of a range was published."""
        return self.mid is None and (self.low is None or self.high is None)

    @property
    def pieces(self) -> tuple[tuple[float, float], ...]:
        """The ranges that hold the total, each as likely as the next.

        With a middle value half of the probability lies on each side of it.
        """
        if self.mid is not None:
            low = self.mid if self.low is None else self.low
            high = self.mid if self.high is None else self.high
            return ((low, self.mid), (self.mid, high))
        if self.low is None or self.high is None:
            return ()
        return ((self.low, self.high),)


_Place = tuple[str, str, date, date]


def estimates_known(
    series: Mapping[tuple[str, str], Series], indicator: str, as_of: date
) -> tuple[Estimate, ...]:
    """Put together what each publisher had said of each country by a day.

    The indicator's own value and the two ends of its range make one estimate where one
    publisher gave them for one period. Figures that nobody confirmed in a source do not count.

    Args:
        series: all series of a dossier, by country and indicator.
        indicator: the stem, such as `ftf_departed_cumulative`; its ends are sought under
            the stem with `_low` and `_high`.
        as_of: nothing published later is used.

    Returns:
        Estimates of every period, in the order of country, publisher and period.
    """
    found: dict[_Place, dict[str, Series]] = {}
    for end, suffix in ENDS:
        for (country, name), whole in series.items():
            if name == indicator + suffix:
                for place, row in _rows_known(country, whole.take(whole.verified), as_of):
                    found.setdefault(place, {})[end] = row
    return tuple(_estimate(place, found[place]) for place in sorted(found))


def latest_by_publisher(estimates: Iterable[Estimate]) -> list[Estimate]:
    """Keep for each country and publisher the latest estimate.

    The latest is that of the latest date, then of the latest publication. An estimate goes
    before a bound, however late.
    """
    latest: dict[tuple[str, str], Estimate] = {}
    for estimate in estimates:
        key = (estimate.country, estimate.publisher)
        if key not in latest or _recency(estimate) > _recency(latest[key]):
            latest[key] = estimate
    return [latest[key] for key in sorted(latest)]


def _recency(estimate: Estimate) -> tuple[object, ...]:
    values = tuple(-1.0 if v is None else v for v in (estimate.low, estimate.mid, estimate.high))
    return (
        not estimate.is_bound,
        estimate.period_end,
        estimate.published,
        values,
        estimate.source,
        estimate.approximate,
    )


def _rows_known(country: str, series: Series, as_of: date) -> Iterator[tuple[_Place, Series]]:
    """Give each figure known by a day as a series of one, with what it is about."""
    for part in series.in_order().by_publisher():
        known = part.known_on(as_day(as_of))
        for i in range(len(known)):
            days = as_date(known.end[i]), as_date(known.start[i])
            yield (country, known.publisher[i], *days), known.take([i])


def _estimate(place: _Place, rows: Mapping[str, Series]) -> Estimate:
    country, publisher, period_end, _ = place
    value = {end: float(rows[end].value[0]) if end in rows else None for end, _ in ENDS}
    latest = max(rows.values(), key=lambda row: row.published[0])
    return Estimate(
        country=country,
        low=value["low"],
        mid=value["mid"],
        high=value["high"],
        published=as_date(latest.published[0]),
        period_end=period_end,
        publisher=publisher,
        source="; ".join(sorted({str(row.source[0]) for row in rows.values()})),
        approximate=any(bool(row.approximate[0]) for row in rows.values()),
        worked_out=any(bool(row.worked_out[0]) for row in rows.values()),
        precision=coarsest(str(row.period_precision[0]) for row in rows.values()),
        published_precision=str(latest.precision[0]),
    )
