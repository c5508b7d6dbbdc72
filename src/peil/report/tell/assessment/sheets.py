"""The sheets of the workbook: flat tables with all numbers and days, which a page has no room for."""

from collections.abc import Iterable, Iterator
from datetime import date

from peil.observe.figures import FigureGroup
from peil.report.model import Cell, Rank, Table, linked
from peil.report.tell.assessment.annex import WAYS, fit_heads
from peil.report.tell.assessment.evidence import derived, effort, groups, marked, named
from peil.report.tell.parts import Cells, Value, cell, day_known, table
from peil.report.tell.replay import counted
from peil.report.words import Words
from peil.review.assessed import Assessed

DIGITS = 3
OF_FIGURE = ("from", "to", "value", "computed", "published", "publisher", "source")


def sheets(found: Assessed, words: Words) -> Iterator[Table]:
    """Make the sheets in their order; one without rows is left out, and what is not known empty."""
    makers = {"evidence": _evidence, "figures": _figures, "history": _history, "sources": _sources}
    for key, tell in makers.items():
        rows = (
            {h: Cell() if v is None else cell(v, words, DIGITS) for h, v in told.items()}
            for told in tell(found, words)
        )
        made = table(f"all-{key}", words(f"sheet.{key}"), rows, words, rank=Rank.DATA)
        yield from [made] if made.rows else []


def _evidence(found: Assessed, words: Words) -> Iterator[Cells]:
    """List all that is computed of each indicator, beside the figures that it is computed from."""
    ratio, unknown = words("table.ratio"), (None, None, None)
    ends = (words("table.low", of=ratio), ratio, words("table.high", of=ratio))
    steps = [f"dB {step}" for step in found.scale.steps]
    for view in found.assessment.indicators:
        told, name = view.direction, view.indicator
        latest, previous = (_compared(each, words) for each in groups(found, view))
        yield {
            "code": name,
            "indicator": named(found, name, words),
            "family": words.code("family", view.family),
            "effort": effort(found, name, words),
            "direction": words.code("direction", told.word),
            **dict(zip(WAYS, told.probability or unknown, strict=True)),
            **dict(zip(ends, told.rate_ratio or unknown, strict=True)),
            "power": told.power,
            "reliability": view.reliability,
            **dict(zip(steps, view.weights_db.tolist(), strict=True)),
            **{words("table.of_latest", of=head): value for head, value in latest.items()},
            **{words("table.of_previous", of=head): value for head, value in previous.items()},
            "age": view.age_days(found.as_of),
            "why": words.code("reason", told.reason),
        }


def _compared(told: FigureGroup | None, words: Words) -> Cells:
    values: Iterable[Value] = (None,) * len(OF_FIGURE)
    if told is not None:
        values = (
            *_until(told.period, told.published),
            told.count,
            _computed(told.derived or told.is_worked_out, words),
            day_known(told.published, told.precision, words),
            words.listed(told.publishers),
            linked("; ".join(told.sources)),
        )
    return dict(zip((words(f"table.{head}") for head in OF_FIGURE), values, strict=True))


def _until(period: tuple[date, date], published: date) -> tuple[date, date]:
    """End a whole month or year of which no day is known at the day on which it was told."""
    return period[0], max(period[0], min(period[1], published))


def _computed(derived: str | bool | None, words: Words) -> str:
    return words("table.yes" if derived else "table.no")


def _figures(found: Assessed, words: Words) -> Iterator[Cells]:
    for view in found.assessment.indicators:
        name, known, how = view.indicator, view.figures, derived(found, view.indicator)
        for i in range(len(known)):
            published = known.published[i].item()
            start, end = _until(known.period(i), published)
            yield {
                "code": name,
                "indicator": marked(found, name, words),
                "from": start,
                "to": end,
                "months": float(known.months[i]),
                "value": float(known.count[i]),
                "computed": _computed(how or known.worked_out[i], words),
                "published": day_known(published, known.precision[i], words),
                "publisher": known.publisher[i],
                "source": linked(str(known.source[i])),
            }


def _history(found: Assessed, words: Words) -> Iterator[Cells]:
    for each in found.history:
        yield {
            "day": each.day,
            "status_of": words.code("status", each.status),
            "proposed": each.level,
            "official": each.official,
            **dict(zip(fit_heads(found, words), each.probabilities, strict=True)),
            "attacks_counted": counted(each),
        }


def _sources(found: Assessed, words: Words) -> Iterator[Cells]:
    used: dict[str, dict[str, None]] = {}
    for name, source in _cited(found, words):
        if source:
            used.setdefault(source, {})[name] = None
    for source, names in sorted(used.items()):
        addresses = linked("; ".join(piece.text for piece in linked(source) if piece.to))
        names_told = words.listed(list(names))
        yield {"source": linked(source), "address": addresses, "used_for": names_told}


def _cited(found: Assessed, words: Words) -> Iterator[tuple[str, str]]:
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
