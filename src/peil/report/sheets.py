"""The sheets of the workbook: flat tables with numbers and days that can be computed with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from peil.report.account import Account, Point, pieces
from peil.report.brief import Brief
from peil.report.cells import heads
from peil.report.grounds import ladder
from peil.report.sides import derived, indicator_name, marked_name
from peil.report.words import Words
from peil.terms.calendar import as_date

Value = str | float | date | None
Row = tuple[Value, ...]
WAYS = ("rising", "steady", "waning")
COMPARED = ("latest", "previous")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its name, the heads of its columns, and rows."""

    name: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


def sheets(brief: Brief, told: Account, words: Words) -> tuple[Sheet, ...]:
    """Make the sheets of a brief's workbook."""
    return (
        _brief(told, words),
        _evidence(brief, words),
        _figures(brief, words),
        _history(brief, words),
        _ladder(brief, words),
        _sources(brief, words),
    )


def _brief(told: Account, words: Words) -> Sheet:
    rows = [
        (words("title.proposal"), told.headline),
        *(("", note) for note in (*told.notes, *told.small)),
        ("", told.reach),
        *(row for side in told.sides for row in _side(side)),
        *(("", line) for line in (*told.sums, *told.neutral)),
        *_block(words("title.decided"), told.decided.lines),
        *(("", f"{reason.what} {reason.says}") for reason in told.decided.reasons),
        *(("", line) for line in told.decided.after),
        *_block(words("title.would"), told.would),
        (words("title.firmness"), told.firmness),
        *_block(words("title.limits"), told.limits),
        (words("title.cite"), told.citation),
        *([("", told.not_checked)] if told.not_checked else []),
    ]
    return Sheet(name=words("sheet.brief"), head=(told.title, told.as_known), rows=tuple(rows))


def _block(title: str, lines: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(title if i == 0 else "", line) for i, line in enumerate(lines)]


def _side(side: Any) -> Iterator[tuple[str, str]]:
    lines = [_line(point) for point in side.points]
    return iter(_block(side.title, tuple(lines or [side.rest])))


def _line(point: Point) -> str:
    return f"{point.what}: {point.says}" + (f" ({point.detail})" if point.detail else "")


def _evidence(brief: Brief, words: Words) -> Sheet:
    steps = brief.scale.steps
    ratio = words("table.ratio")
    head = (
        *heads(words, "code", "indicator", "family", "effort", "direction"),
        *heads(words, *WAYS),
        words("table.low", of=ratio),
        ratio,
        words("table.high", of=ratio),
        *heads(words, "power", "reliability"),
        *(f"dB {step}" for step in steps),
        *(name for which in COMPARED for name in _compared_heads(which, words)),
        *heads(words, "age", "why"),
    )
    rows = tuple(_evidence_row(brief, item, words) for item in brief.document["evidence"])
    return Sheet(name=words("sheet.evidence"), head=head, rows=rows)


def _compared_heads(which: str, words: Words) -> tuple[str, ...]:
    names = heads(words, "from", "to", "value", "computed", "published", "publisher", "source")
    return tuple(words(f"table.of_{which}", of=name) for name in names)


def _evidence_row(brief: Brief, item: Mapping[str, Any], words: Words) -> Row:
    chances = item["probability"] or {}
    return (
        item["indicator"],
        indicator_name(brief, words, item["indicator"]),
        words.code("family", item["family"]),
        words.code("effort", item["effort"]),
        words.code("direction", item["direction"]),
        *(chances.get(way) for way in WAYS),
        *(item["rate_ratio"] or (None, None, None)),
        item["power"],
        item["reliability"],
        *(item["weight_db"][step] for step in brief.scale.steps),
        *(value for which in COMPARED for value in _compared(item[which], words)),
        item["age_days"],
        words.code("reason", item["reason"]),
    )


def _compared(figure: Mapping[str, Any] | None, words: Words) -> Row:
    if figure is None:
        return (None,) * 7
    return (
        date.fromisoformat(figure["period_start"]),
        date.fromisoformat(figure["period_end"]),
        figure["value"],
        _computed(figure["derived"], words),
        date.fromisoformat(figure["published"]),
        figure["publisher"],
        figure["source"],
    )


def _computed(derived: str | None, words: Words) -> str:
    return words("table.yes" if derived else "table.no")


def _figures(brief: Brief, words: Words) -> Sheet:
    head = heads(
        words, "code", "indicator", "from", "to", "months", "value", "computed", "published",
        "publisher", "source",
    )  # fmt: skip
    rows = tuple(
        (
            name,
            marked_name(brief, words, name),
            as_date(figures.start[i]),
            as_date(figures.end[i]),
            float(figures.months[i]),
            float(figures.count[i]),
            _computed(derived(brief, name), words),
            as_date(figures.published[i]),
            str(figures.publisher[i]),
            str(figures.source[i]),
        )
        for name, figures in brief.figures.items()
        for i in range(len(figures))
    )
    return Sheet(name=words("sheet.figures"), head=head, rows=rows)


def _history(brief: Brief, words: Words) -> Sheet:
    fits = tuple(f"{words('table.fit')} {n}" for n in brief.scale.numbers)
    head = (
        *heads(words, "day", "status_of", "proposed", "official"),
        *fits,
        *heads(words, "attacks_counted"),
    )
    rows = tuple(
        (
            review.day,
            words.code("status", review.status),
            review.level,
            review.official,
            *review.probabilities,
            sum(event["counts"] for event in review.events),
        )
        for review in brief.history
    )
    return Sheet(name=words("sheet.history"), head=head, rows=rows)


def _ladder(brief: Brief, words: Words) -> Sheet:
    table = ladder(brief, words)
    rows = tuple(
        tuple(cell.text if cell.value is None else cell.value for cell in row) for row in table.rows
    )
    signed: Row = (table.note, *([None] * (len(table.head) - 1)))
    return Sheet(name=words("sheet.ladder"), head=table.head, rows=(*rows, signed))


def _sources(brief: Brief, words: Words) -> Sheet:
    used: dict[str, list[str]] = {}
    for name, source in _cited(brief, words):
        used.setdefault(source, [])
        if name not in used[source]:
            used[source].append(name)
    rows = tuple(
        (source, "; ".join(p.url for p in pieces(source) if p.url), words.listed(names))
        for source, names in sorted(used.items())
    )
    head = heads(words, "source", "address", "used_for")
    return Sheet(name=words("sheet.sources"), head=head, rows=rows)


def _cited(brief: Brief, words: Words) -> Iterator[tuple[str, str]]:
    """Every source with what it is used for."""
    for item in brief.document["evidence"]:
        for which in COMPARED:
            if item[which]:
                yield indicator_name(brief, words, item["indicator"]), item[which]["source"]
    for name, figures in brief.figures.items():
        for source in figures.source:
            yield indicator_name(brief, words, name), str(source)
    decision = brief.document["decision"]
    decided = (decision, *decision["reasons"]) if decision else ()
    for told in (*decided, *brief.document["official"].values()):
        if told and told["source"]:
            yield words("title.decided"), told["source"]
    for event in brief.document["events"]:
        yield words("table.events"), event["source"]
