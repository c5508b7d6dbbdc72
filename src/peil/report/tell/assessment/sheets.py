"""The sheets of the workbook: flat tables with all numbers and days, which a page has no room for."""

from collections.abc import Iterable, Iterator
from datetime import date

from peil.assess.assessment import IndicatorView
from peil.observe.figures import FigureGroup
from peil.report.model import Cell, Piece, Rank, Table, linked
from peil.report.tell.assessment.annex import WAYS, fit_heads
from peil.report.tell.assessment.evidence import derived, effort, groups, marked, named
from peil.report.tell.parts import Value, cell, day_known, heads, row, table
from peil.report.tell.replay import counted
from peil.report.words import Words
from peil.review.assessed import Assessed

OF_FIGURE = ("from", "to", "value", "computed", "published", "publisher", "source")
DIGITS = 3


def sheets(found: Assessed, words: Words) -> Iterator[Table]:
    """Make the sheets in their order; one without rows is left out."""
    makers = (_evidence, _figures, _history, _sources)
    yield from (made for make in makers if (made := make(found, words)).rows)


def _sheet(key: str, head: Iterable[str], rows: Iterable[Iterable[Value]], words: Words) -> Table:
    """Make a sheet; what is not known stays empty."""
    made = (row(*(_cell(value, words) for value in values), words=words) for values in rows)
    return table(f"all-{key}", words(f"sheet.{key}"), tuple(head), made, rank=Rank.DATA)


def _cell(value: Value, words: Words) -> Cell:
    return Cell() if value is None else cell(value, words, DIGITS)


def _evidence(found: Assessed, words: Words) -> Table:
    """List all that is computed of each indicator, beside the figures that it is computed from."""
    ratio, compared = words("table.ratio"), heads(words, *OF_FIGURE)
    head = (
        *heads(words, "code", "indicator", "family", "effort", "direction", *WAYS),
        words("table.low", of=ratio),
        ratio,
        words("table.high", of=ratio),
        *heads(words, "power", "reliability"),
        *(f"dB {step}" for step in found.scale.steps),
        *(words("table.of_latest", of=name) for name in compared),
        *(words("table.of_previous", of=name) for name in compared),
        *heads(words, "age", "why"),
    )
    views = found.assessment.indicators
    return _sheet("evidence", head, (_of_indicator(found, view, words) for view in views), words)


def _of_indicator(found: Assessed, view: IndicatorView, words: Words) -> tuple[Value, ...]:
    told, name = view.direction, view.indicator
    unknown = (None, None, None)
    return (
        name,
        named(found, name, words),
        words.code("family", view.family),
        effort(found, name, words),
        words.code("direction", told.word),
        *(told.probability or unknown),
        *(told.rate_ratio or unknown),
        told.power,
        view.reliability,
        *view.weights_db.tolist(),
        *(value for each in groups(found, view) for value in _compared(each, words)),
        view.age_days(found.as_of),
        words.code("reason", told.reason),
    )


def _compared(told: FigureGroup | None, words: Words) -> tuple[Value, ...]:
    if told is None:
        return (None,) * len(OF_FIGURE)
    return (
        *_until(told.period, told.published),
        told.count,
        _computed(told.derived or told.is_worked_out, words),
        day_known(told.published, told.precision, words),
        words.listed(told.publishers),
        linked("; ".join(told.sources)),
    )


def _until(period: tuple[date, date], published: date) -> tuple[date, date]:
    """End a whole month or year of which no day is known at the day on which it was told."""
    return period[0], max(period[0], min(period[1], published))


def _computed(derived: str | bool | None, words: Words) -> str:
    return words("table.yes" if derived else "table.no")


def _figures(found: Assessed, words: Words) -> Table:
    """List every figure that was known on the day."""
    head = heads(words, "code", "indicator", "from", "to", "months", *OF_FIGURE[2:])
    views = found.assessment.indicators
    return _sheet("figures", head, (each for v in views for each in _known(found, v, words)), words)


def _known(found: Assessed, view: IndicatorView, words: Words) -> Iterator[tuple[Value, ...]]:
    name, known = view.indicator, view.figures
    called, how = marked(found, name, words), derived(found, name)
    for i in range(len(known)):
        published = known.published[i].item()
        yield (
            name,
            called,
            *_until(known.period(i), published),
            float(known.months[i]),
            float(known.count[i]),
            _computed(how or known.worked_out[i], words),
            day_known(published, known.precision[i], words),
            known.publisher[i],
            linked(str(known.source[i])),
        )


def _history(found: Assessed, words: Words) -> Table:
    """List every review with how well each level fitted."""
    fit, attacks = fit_heads(found, words), heads(words, "attacks_counted")
    head = (*heads(words, "day", "status_of", "proposed", "official"), *fit, *attacks)
    rows = (
        (
            review.day,
            words.code("status", review.status),
            review.level,
            review.official,
            *review.probabilities,
            counted(review),
        )
        for review in found.history
    )
    return _sheet("history", head, rows, words)


def _sources(found: Assessed, words: Words) -> Table:
    """List every source with its addresses and what it is used for."""
    used: dict[str, dict[str, None]] = {}
    for name, source in _cited(found, words):
        if source:
            used.setdefault(source, {})[name] = None
    rows = (
        (linked(source), _addresses(source), words.listed(list(names)))
        for source, names in sorted(used.items())
    )
    return _sheet("sources", heads(words, "source", "address", "used_for"), rows, words)


def _addresses(source: str) -> tuple[Piece, ...]:
    return linked("; ".join(p.text for p in linked(source) if p.to))


def _cited(found: Assessed, words: Words) -> Iterator[tuple[str, str]]:
    """Give every source with what it is used for."""
    for view in found.assessment.indicators:
        name = named(found, view.indicator, words)
        yield from ((name, "; ".join(told.sources)) for told in groups(found, view) if told)
        yield from ((name, str(source)) for source in view.figures.source)
    decided, made = words("title.decided"), found.decision
    if made is not None:
        yield decided, made.decision.source
        yield from ((decided, each.reason.source) for each in made.reasons)
    for level in filter(None, (found.official, found.official_before)):
        yield decided, level.row.source
        yield from ((decided, said.source) for said in filter(None, (level.confirmed,)))
    yield from ((words("table.events"), each.event.source) for each in found.events)
