"""The pictures of an assessment: how well each level fits, what each indicator adds, and figures."""

from collections.abc import Iterator
from statistics import median

from peil.assess.assessment import IndicatorView
from peil.observe.figures import ROUGH, Figures
from peil.report.chart.figure import Axis, Bar, Drawing, Guide, Look, Mark, Note, Panel
from peil.report.chart.figure import Row as Lane
from peil.report.model import Block, Cell, Figure, Piece, Rank, Saying, Section, Table, Text
from peil.report.tell.assessment.evidence import (
    amount,
    concerned_step,
    derived,
    effort,
    ends,
    follows_effort,
    has_weight,
    marked,
    named,
    proposed,
    weighing,
    weight,
)
from peil.report.tell.assessment.headline import fits
from peil.report.tell.assessment.ruled import beside_the_fit, is_faded, run_held
from peil.report.tell.parts import day_known, heads, row, said_with, table, worked_out
from peil.report.tell.replay import counted, history_figure, levels_of
from peil.report.words import Words
from peil.review.assessed import ONE_DAY, Assessed

LEAST_SPAN = 6.0
"""Decibans that the longest bar stands for at least, so that small weights look small."""
HEIGHT = 56.0
"""Of the small pictures, in points."""
YEAR, APART = 12.0, 200
"""Months of a year, and the part of the time that lies between two bars, as one in so many."""
BLUE, SLATE, GREY = (Look(colour=colour) for colour in ("blue", "slate", "grey"))


def fit(found: Assessed, words: Words) -> Block:
    """Draw how well the public figures fit each level, the highest first."""
    if not has_weight(found):
        lines = (words("chart.no_fit"),)
        return Text(key="fit", tone="note", rank=Rank.ANSWER, beside=True, lines=lines)
    levels = list(reversed(fits(found, found.assessment.base)))
    rows = [
        row(words.short_level(found.scale, n), _marked(found, n, p, words), words=words)
        for n, p in levels
    ]
    listed = [f"{r.cells[0].text} {r.cells[1].text}" for r in rows]
    title = words("chart.start" if is_faded(found) else "chart.fit")
    return Figure(
        key="fit",
        title=title,
        rank=Rank.ANSWER,
        beside=True,
        drawing=Drawing(panels=(_fit_panel(found, levels, words),), size="half"),
        note=beside_the_fit(found, words),
        alt=words("chart.fit_desc", list=words.listed(listed)),
        source=_source(found, words),
        data=table("fit-data", title, heads(words, "level", "fit"), rows),
    )


def _source(found: Assessed, words: Words) -> Saying:
    method = found.assessment.settings.rule.method
    return said_with(words, "chart.source_peil", method=method, letter=Piece(ref="compared"))


def _marked(found: Assessed, number: int, fit: float, words: Words) -> Cell:
    """Write how well a level fits, and whether it is the rule's or the one that was decided."""
    rule = "ruled_or_higher" if found.assessment.base.now.or_higher else "ruled"
    is_ruled = proposed(found) == number
    is_decided = found.official is not None and found.official.number == number
    marks = [(rule, is_ruled), ("decided", is_decided)]
    said = [words(f"chart.{name}_mark") for name, holds in marks if holds]
    return Cell(text=" · ".join([words.percent(fit), *said]), value=fit)


def _fit_panel(found: Assessed, levels: list[tuple[int, float]], words: Words) -> Panel:
    low, high = (
        found.scale.numbers[end] for end in (found.assessment.fit.low, found.assessment.fit.high)
    )
    held = words("chart.run_mark", part=run_held(found, words))
    key = held if low < high else ""
    marks: list[Mark] = []
    lanes = []
    for i, (number, fit) in enumerate(levels):
        is_marked = low <= number <= high and not is_faded(found)
        y = (i - 0.33, i + 0.33)
        look, said = (BLUE, key) if is_marked else (SLATE, "")
        marks.append(Bar(x=(0.0, 1.0), y=y, look=Look(colour="pale")))
        marks.append(Bar(x=(0.0, fit), y=y, look=look, key=said))
        text = str(_marked(found, number, fit, words).text)
        marks.append(Note(x=1.0, y=float(i), text=text, dx=1.0, strong=is_marked))
        lanes.append(Lane(text=words.short_level(found.scale, number), strong=is_marked))
    return Panel(
        x=Axis(low=0.0, high=1.0, ticks=()),
        y=Axis(scale="rows", rows=tuple(lanes)),
        marks=tuple(marks),
    )


def added(found: Assessed, words: Words) -> Iterator[Figure]:
    """Draw what each indicator adds, to the right for the upper level of the step."""
    step = concerned_step(found)
    views = sorted(weighing(found, step), key=lambda view: -weight(found, view, step))
    if not views:
        return
    upper, lower = (words.short_level(found.scale, level) for level in ends(step))
    names = [named(found, view.indicator, words) for view in views]
    odds = [words.odds(weight(found, view, step), step) for view in views]
    efforts = [effort(found, view.indicator, words) for view in views]
    listed = [words.labelled(name, said) for name, said in zip(names, odds, strict=True)]
    title, rows = words("chart.sides"), zip(names, efforts, odds, strict=True)
    yield Figure(
        key="added",
        title=title,
        share=2,
        drawing=Drawing(panels=(_added_panel(found, views, step, words),), size="half"),
        alt=words("chart.sides_desc", more=upper, less=lower, list=words.listed(listed)),
        source=_source(found, words),
        data=table(
            "added-data",
            title,
            heads(words, "indicator", "effort", "fit"),
            (row(*cells, words=words) for cells in rows),
        ),
    )


def _added_panel(found: Assessed, views: list[IndicatorView], step: str, words: Words) -> Panel:
    upper, lower = (words.short_level(found.scale, level) for level in ends(step))
    span = max([LEAST_SPAN, *(abs(weight(found, view, step)) for view in views)])
    sides = (
        Lane(text=lower, look=BLUE, strong=True),
        Lane(text=upper, look=Look(colour="vermilion"), strong=True),
    )
    lanes = tuple(Lane(text=named(found, view.indicator, words)) for view in views)
    return Panel(
        x=Axis(low=-span, high=span, ticks=(), ends=sides),
        y=Axis(scale="rows", rows=lanes),
        marks=tuple(mark for i, v in enumerate(views) for mark in _bar(found, v, step, i, words)),
    )


def _bar(
    found: Assessed, view: IndicatorView, step: str, i: int, words: Words
) -> tuple[Mark, Mark]:
    db, is_hollow = weight(found, view, step), follows_effort(found, view.indicator)
    look = Look(colour="vermilion" if db > 0 else "blue", hollow=is_hollow, weight=2.0)
    key = words("sides.effort") if is_hollow else ""
    said = words.factor(db)
    return (
        Bar(x=(0.0, db), y=(i - 0.3, i + 0.3), look=look, key=key),
        Note(x=0.0, y=float(i), text=said, look=GREY, dx=-1.0, align="end")
        if db > 0
        else Note(x=0.0, y=float(i), text=said, look=GREY, dx=1.0),
    )


def history(found: Assessed, words: Words) -> Iterator[Figure]:
    """Draw the proposals by month with the official level and the attacks beside them."""
    if not found.history:
        return
    head = heads(words, "day", "proposed", "official", "attacks_counted")
    rows = (
        row(*levels_of(review, found.scale, words), _attacks(counted(review), words), words=words)
        for review in found.history
    )
    data = table("history-data", words("table.history"), head, rows)
    is_beside = bool(weighing(found, concerned_step(found)))
    yield history_figure(found.history, found.scale, data, words, beside=is_beside, share=3)


def _attacks(number: int, words: Words) -> Cell:
    return Cell(text=words.number(number) if number else "", value=float(number))


def figures(found: Assessed, words: Words) -> Iterator[Section]:
    """Draw the figures of each indicator that weighs, the strongest first."""
    views = weighing(found, concerned_step(found))
    if drawn := tuple(_figures(found, view, words) for view in views if len(view.figures)):
        yield Section(key="figures", title=words("title.figures"), blocks=drawn, folds=True)


def _figures(found: Assessed, view: IndicatorView, words: Words) -> Figure:
    name, known = marked(found, view.indicator, words), view.figures
    data = _data(found, view, words)
    period, value = (str(cell.text) for cell in data.rows[-1].cells[:2])
    return Figure(
        key=f"figures-{view.indicator}",
        title=name,
        drawing=Drawing(panels=(_figures_panel(found, known, words),), size="small"),
        alt=words("chart.figures_desc", n=len(known), value=value, period=period),
        source=words("chart.source", source=words.listed(sorted(set(known.publisher)))),
        data=data,
    )


def _figures_panel(found: Assessed, known: Figures, words: Words) -> Panel:
    """Draw each figure as wide as its period and as high as its rate."""
    rates, unit = _rates(known, words)
    spans = ((*known.period(i), rate) for i, rate in enumerate(rates))
    gap = max((found.as_of - known.start.min().item()) / APART, ONE_DAY)
    bars = [
        Bar(x=(start, max(end + ONE_DAY - gap, start + gap)), y=(0.0, rate), look=SLATE)
        for start, end, rate in spans
    ]
    said = words("chart.as_of", day=words.short_day(found.as_of))
    today = Guide(at=found.as_of, text=said, look=Look(dashed=True))
    return Panel(
        x=Axis(scale="day"),
        y=Axis(low=0.0, title=unit),
        marks=(*bars, today),
        height=HEIGHT,
    )


def _rates(known: Figures, words: Words) -> tuple[list[float], str]:
    """Give each figure's rate, a year or a month; a stock stands as it is."""
    months, counts = known.months.tolist(), known.count.tolist()
    if not any(months):
        return counts, ""
    per = YEAR if median(months) >= YEAR / 2 else 1.0
    rates = [n / length * per if length else 0.0 for n, length in zip(counts, months, strict=True)]
    return rates, words("chart.per_year" if per == YEAR else "chart.per_month")


def _data(found: Assessed, view: IndicatorView, words: Words) -> Table:
    """List an indicator's figures with who published them."""
    known, how = view.figures, derived(found, view.indicator)
    title = words("table.figures", name=marked(found, view.indicator, words))
    rows = (
        row(
            words.period(*days),
            Cell(
                text=worked_out(
                    amount(count, how, months, words, is_rough=telling <= ROUGH), words, by_us=ours
                ),
                value=count,
            ),
            day_known(published, precision, words),
            publisher,
            words=words,
        )
        for days, months, count, telling, ours, published, precision, publisher in zip(
            [known.period(i) for i in range(len(known))],
            *(
                column.tolist()
                for column in (
                    known.months,
                    known.count,
                    known.telling,
                    known.worked_out,
                    known.published,
                    known.precision,
                    known.publisher,
                )
            ),
            strict=True,
        )
    )
    head = heads(words, "period", "value", "published", "publisher")
    return table(f"figures-{view.indicator}-data", title, head, rows)
