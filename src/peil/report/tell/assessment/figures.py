"""The pictures of an assessment: how well each level fits, what each indicator adds, and figures."""

from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from peil.assess.assessment import IndicatorView
from peil.observe.figures import ROUGH, Figures
from peil.report.chart.figure import Axis, Bar, Drawing, Guide, Look, Mark, Note, Panel, in_rows
from peil.report.chart.figure import Row as Lane
from peil.report.model import Block, Cell, Figure, Piece, Rank, Saying, Section, Table, Text, filled
from peil.report.tell.assessment import evidence as say
from peil.report.tell.assessment.headline import fits
from peil.report.tell.assessment.ruled import beside_the_fit, is_faded, run_held
from peil.report.tell.parts import Cells, day_known, table, worked_out
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
    if not say.has_weight(found):
        lines = (words("chart.no_fit"),)
        return Text(key="fit", tone="note", rank=Rank.ANSWER, beside=True, lines=lines)
    levels = list(reversed(fits(found, found.assessment.base)))
    told = {words.short_level(found.scale, n): _marked(found, n, p, words) for n, p in levels}
    rows: Iterator[Cells] = ({"level": level, "fit": fit} for level, fit in told.items())
    listed = [f"{level} {fit.text}" for level, fit in told.items()]
    title = words("chart.start" if is_faded(found) else "chart.fit")
    return Figure(
        key="fit",
        title=title,
        rank=Rank.ANSWER,
        beside=True,
        drawing=_fit_drawing(found, levels, words),
        note=beside_the_fit(found, words),
        alt=words("chart.fit_desc", list=words.listed(listed)),
        source=_source(found, words),
        data=table("fit-data", title, rows, words),
    )


def _source(found: Assessed, words: Words) -> Saying:
    method = found.assessment.settings.rule.method
    return filled(words, "chart.source_peil", method=method, letter=Piece(ref="compared"))


def _marked(found: Assessed, number: int, fit: float, words: Words) -> Cell:
    """Write how well a level fits, and whether it is the rule's or the one that was decided."""
    rule = "ruled_or_higher" if found.assessment.base.now.or_higher else "ruled"
    is_ruled = say.proposed(found) == number
    is_decided = found.official is not None and found.official.number == number
    marks = [(rule, is_ruled), ("decided", is_decided)]
    said = [words(f"chart.{name}_mark") for name, holds in marks if holds]
    return Cell(text=" · ".join([words.percent(fit), *said]), value=fit)


def _fit_drawing(found: Assessed, levels: list[tuple[int, float]], words: Words) -> Drawing:
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
    return in_rows(lanes, marks, Axis(low=0.0, high=1.0, ticks=()), size="half")


def added(found: Assessed, words: Words) -> Iterator[Figure]:
    """Draw what each indicator adds, to the right for the upper level of the step."""
    step = say.concerned_step(found)
    views = sorted(say.weighing(found, step), key=lambda view: -say.weight(found, view, step))
    if not views:
        return
    upper, lower = (words.short_level(found.scale, level) for level in say.ends(step))
    rows = [
        {
            "indicator": say.named(found, view.indicator, words),
            "effort": say.effort(found, view.indicator, words),
            "fit": words.odds(say.weight(found, view, step), step),
        }
        for view in views
    ]
    listed = [words.labelled(each["indicator"], each["fit"]) for each in rows]
    title = words("chart.sides")
    yield Figure(
        key="added",
        title=title,
        share=2,
        drawing=_added_drawing(found, views, step, words),
        alt=words("chart.sides_desc", more=upper, less=lower, list=words.listed(listed)),
        source=_source(found, words),
        data=table("added-data", title, rows, words),
    )


def _added_drawing(found: Assessed, views: list[IndicatorView], step: str, words: Words) -> Drawing:
    upper, lower = (words.short_level(found.scale, level) for level in say.ends(step))
    span = max([LEAST_SPAN, *(abs(say.weight(found, view, step)) for view in views)])
    sides = (
        Lane(text=lower, look=BLUE, strong=True),
        Lane(text=upper, look=Look(colour="vermilion"), strong=True),
    )
    lanes = (Lane(text=say.named(found, view.indicator, words)) for view in views)
    marks = (mark for i, v in enumerate(views) for mark in _bar(found, v, step, i, words))
    return in_rows(lanes, marks, Axis(low=-span, high=span, ticks=(), ends=sides), size="half")


def _bar(
    found: Assessed, view: IndicatorView, step: str, i: int, words: Words
) -> tuple[Mark, Mark]:
    db, is_hollow = say.weight(found, view, step), say.follows_effort(found, view.indicator)
    look = Look(colour="vermilion" if db > 0 else "blue", hollow=is_hollow, weight=2.0)
    key = words("sides.effort") if is_hollow else ""
    note = Note(x=0.0, y=float(i), text=words.factor(db), look=GREY, dx=1.0)
    note = replace(note, dx=-1.0, align="end") if db > 0 else note
    return Bar(x=(0.0, db), y=(i - 0.3, i + 0.3), look=look, key=key), note


def history(found: Assessed, words: Words) -> Iterator[Figure]:
    """Draw the proposals by month with the official level and the attacks beside them."""
    if not found.history:
        return
    rows = []
    for review in found.history:
        number = counted(review)
        attacks = Cell(text=words.number(number) if number else "", value=float(number))
        rows.append({**levels_of(review, found.scale, words), "attacks_counted": attacks})
    data = table("history-data", words("table.history"), rows, words)
    is_beside = bool(say.weighing(found, say.concerned_step(found)))
    yield history_figure(found.history, found.scale, data, words, beside=is_beside, share=3)


def figures(found: Assessed, words: Words) -> Iterator[Section]:
    """Draw the figures of each indicator that weighs, the strongest first."""
    views = say.weighing(found, say.concerned_step(found))
    if drawn := tuple(_figures(found, view, words) for view in views if len(view.figures)):
        yield Section(key="figures", title=words("title.figures"), blocks=drawn, folds=True)


def _figures(found: Assessed, view: IndicatorView, words: Words) -> Figure:
    name, known = say.marked(found, view.indicator, words), view.figures
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
    known, how, rows = view.figures, say.derived(found, view.indicator), []
    for i in range(len(known)):
        count, is_rough = known.count[i].item(), known.telling[i] <= ROUGH
        said = say.amount(count, how, known.months[i].item(), words, is_rough=is_rough)
        said = worked_out(said, words, by_us=known.worked_out[i].item())
        cells: Cells = {
            "period": words.period(*known.period(i)),
            "value": Cell(text=said, value=count),
            "published": day_known(known.published[i].item(), known.precision[i], words),
            "publisher": known.publisher[i],
        }
        rows.append(cells)
    title = words("table.figures", name=say.marked(found, view.indicator, words))
    return table(f"figures-{view.indicator}-data", title, rows, words)
