"""Charts of one day: how well each level fits, and what each indicator adds."""

from dataclasses import dataclass

from peil.report import svg
from peil.report.account import Cell, Table, letter
from peil.report.brief import PROPOSED, Brief
from peil.report.cells import heads, share
from peil.report.headline import bounds
from peil.report.sides import Item, concerned_step, indicator_name, weighing
from peil.report.words import Words

WIDTH = 360.0
ROW, BAR = 42.0, 13.0
FIT_ROW, FIT_LEFT = 25.0, 116.0
LONGEST_LABEL = 50
LEAST_SPAN = 6.0
"""Decibans that the longest bar stands for at least, so that small weights look small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture with its data and its source; `narrow` for small screens, where it differs."""

    key: str
    title: str
    desc: str
    svg: str
    table: Table
    source: str
    narrow: str = ""


def fit_chart(brief: Brief, words: Words, font: str | None = None) -> Chart:
    """Draw how well the public figures fit each level, the highest first."""
    fits = [(n, _fit(brief, n)) for n in reversed(brief.scale.numbers)]
    has_mark = brief.proposal["status"] == PROPOSED
    rows = [_fit_row(brief, words, i, *fit) for i, fit in enumerate(fits)]
    listed = [f"{words.short_level(brief.scale, n)} {words.percent(p)}" for n, p in fits]
    title = words("chart.fit")
    desc = words("chart.fit_desc", list=words.listed(listed))
    return Chart(
        key="fit",
        title=title,
        desc=desc,
        svg=svg.picture(
            *rows, _fit_legend(brief, words, FIT_ROW * len(rows)),
            key="fit", width=WIDTH, height=FIT_ROW * (len(rows) + has_mark), title=title,
            desc=desc, font=font,
        ),
        table=Table(
            key="fit-data",
            title=title,
            head=heads(words, "level", "fit"),
            rows=tuple(
                (Cell(text=words.short_level(brief.scale, n)), share(p, words)) for n, p in fits
            ),
            numeric=frozenset({1}),
        ),
        source=_source(brief, words),
    )  # fmt: skip


def _source(brief: Brief, words: Words) -> str:
    method = brief.proposal["method"]
    return words("chart.source_peil", method=method, letter=letter("compared"))


def _fit(brief: Brief, number: int) -> float:
    return float(brief.proposal["probabilities"][str(number)])


def _fit_row(brief: Brief, words: Words, i: int, number: int, fit: float) -> str:
    top, is_marked = i * FIT_ROW, _is_marked(brief, number)
    room = WIDTH - FIT_LEFT - 48
    weight = 700 if is_marked else None
    name = shortened(words.short_level(brief.scale, number), 19)
    return "".join(
        [
            svg.label(0.0, top + 15, name, font_weight=weight),
            svg.bar(FIT_LEFT, top + 3, room, 16.0, fill=svg.PALE),
            svg.bar(
                FIT_LEFT, top + 3, room * fit, 16.0, fill=svg.BLUE if is_marked else svg.SLATE
            ),
            svg.label(WIDTH, top + 15, words.percent(fit), text_anchor="end", font_weight=weight),
        ]
    )  # fmt: skip


def _is_marked(brief: Brief, number: int) -> bool:
    """Whether a level is proposed, or one of those that the figures do not separate."""
    if brief.proposal["status"] != PROPOSED:
        return False
    low, high = bounds(brief)
    return low <= number <= high if low < high else number == brief.proposal["level"]


def _fit_legend(brief: Brief, words: Words, top: float) -> str:
    """Say in words what the marked levels are."""
    if brief.proposal["status"] != PROPOSED:
        return ""
    low, high = bounds(brief)
    said = words("chart.range_mark" if low < high else "chart.proposed_mark")
    box = svg.bar(FIT_LEFT, top + 4, 12.0, 12.0, fill=svg.BLUE)
    return box + svg.label(FIT_LEFT + 18, top + 15, said, fill=svg.GREY)


def sides_chart(brief: Brief, words: Words, font: str | None = None) -> Chart:
    """Draw what each indicator adds, to the right for the upper level of the step."""
    step = concerned_step(brief)
    upper, lower = (words.short_level(brief.scale, int(n)) for n in step.split(":"))
    items = sorted(weighing(brief, step), key=lambda e: -e["weight_db"][step])
    span = max([LEAST_SPAN, *(abs(e["weight_db"][step]) for e in items)])
    rows = [_side_row(brief, words, i, item, step, span) for i, item in enumerate(items)]
    said = [_said(brief, words, item, step) for item in items]
    title = words("chart.sides")
    listed = words.listed([words.labelled(name, odds) for name, odds in said])
    desc = words("chart.sides_desc", more=upper, less=lower, list=listed)
    height = ROW * len(rows) + 26
    return Chart(
        key="sides",
        title=title,
        desc=desc,
        svg=svg.picture(
            svg.label(0.0, 12.0, f"← {lower}", fill=svg.BLUE, font_weight=700),
            svg.label(
                WIDTH, 12.0, f"{upper} →", fill=svg.VERMILION, text_anchor="end", font_weight=700
            ),
            *rows,
            _legend(words, height) if any(map(_follows_effort, items)) else "",
            key="sides", width=WIDTH, height=height + 22, title=title, desc=desc,
            font=font,
        ),
        table=Table(
            key="sides-data",
            title=title,
            head=heads(words, "indicator", "effort", "fit"),
            rows=tuple(
                (Cell(text=name), Cell(text=words.code("effort", e["effort"])), Cell(text=odds))
                for e, (name, odds) in zip(items, said, strict=True)
            ),
        ),
        source=_source(brief, words),
    )  # fmt: skip


def _said(brief: Brief, words: Words, item: Item, step: str) -> tuple[str, str]:
    name = indicator_name(brief, words, item["indicator"])
    return name, words.odds(item["weight_db"][step], step)


def _follows_effort(item: Item) -> bool:
    return bool(item["effort"] == "effort_dependent")


def _side_row(brief: Brief, words: Words, i: int, item: Item, step: str, span: float) -> str:
    top, middle = 24 + i * ROW, WIDTH / 2
    decibans = item["weight_db"][step]
    colour = svg.VERMILION if decibans > 0 else svg.BLUE
    name = shortened(indicator_name(brief, words, item["indicator"]), LONGEST_LABEL)
    away = -6 if decibans > 0 else 6
    return "".join(
        [
            svg.label(0.0, top + 13, name),
            svg.bar(
                middle, top + 19, decibans / span * (middle - 4), BAR,
                fill="#ffffff" if _follows_effort(item) else colour, stroke=colour, stroke_width=2,
            ),
            svg.line(middle, top + 17, middle, top + 34, stroke=svg.INK),
            svg.label(
                middle + away, top + 30, words.factor(decibans), fill=svg.GREY,
                text_anchor="end" if decibans > 0 else "start",
            ),
        ]
    )  # fmt: skip


def shortened(text: str, longest: int) -> str:
    """Shorten a text that has no room; the table below has it whole."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _legend(words: Words, top: float) -> str:
    box = svg.bar(1.0, top + 3, 14, 11, fill="#ffffff", stroke=svg.GREY, stroke_width=2)
    return box + svg.label(22.0, top + 13, words("sides.effort"), fill=svg.GREY)
