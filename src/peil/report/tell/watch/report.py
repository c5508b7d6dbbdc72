"""Tell the watch: what cannot be told first, then every series, those that changed before all."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from peil.observe.direction import STEADY
from peil.observe.figures import DERIVED, FigureGroup
from peil.observe.watch.series import Watch, WatchedSeries
from peil.report.model import (
    Block,
    Cell,
    Column,
    Kind,
    Link,
    Mark,
    Piece,
    Point,
    Points,
    Rank,
    Report,
    Row,
    Section,
    Table,
    Text,
)
from peil.report.tell.parts import bullets, lasted, notes, report, worked_out
from peil.report.tell.watch import delays
from peil.report.tell.watch import sentences as say
from peil.report.tell.watch.chart import MARKS, course, figure, since
from peil.report.tell.watch.multiples import multiples
from peil.report.tell.watch.summary import delays_note, headline, keepable, method, unknown
from peil.report.words import NO_BREAK, Words

COLUMNS: dict[str, Kind] = {
    "series": "text", "direction": "text", "course": "figure", "last": "number",
    "within": "bounds", "began": "day", "halving": "bounds", "aged": "number",
}  # fmt: skip
RATE = DERIVED["flow_rate"]
MOST_CHARTS = 60
"""Series that have a chart of their own; the table has all."""
MOST_MULTIPLES = 24
"""Series that are drawn small, side by side."""
MOST_TOLD = 5
"""Series without a chart that are told in sentences, where no more have changed."""


def tell(watch: Watch, words: Words) -> Report:
    """Say the watch in one language."""
    kicker = f"{words.told(watch.title)} · {words('watch.kicker')}"
    return report(
        "watch",
        words,
        title=kicker,
        day=watch.as_of,
        headline=headline(watch, words),
        blocks=_blocks(watch, words),
    )


def _blocks(watch: Watch, words: Words) -> Iterator[Block]:
    yield from notes("unknown", unknown(watch, words))
    yield Text(key="method", lines=method(watch, words))
    yield _table(watch, words)
    yield from notes("delays", delays_note(watch, words), tone="note", rank=Rank.REST)
    placed = list(enumerate(watch.in_order))
    # Of others no more is known than two periods that are compared.
    drawable = [
        (place, one)
        for place, one in placed
        if one.counts is not None or len(one.watched.points) > 1
    ]
    charted = drawable[:MOST_CHARTS]
    yield from _told([pair for pair in placed if pair not in charted], watch, words)
    if len(charted) > 1:
        yield multiples([one for _, one in charted[:MOST_MULTIPLES]], "watch-all", words)
    if charted:
        title = _charts_title(len(drawable), len(placed), words)
        sections = (_charted(place, one, watch, words) for place, one in charted)
        yield Section(key="charts", title=title, blocks=tuple(sections))
    yield from notes("kept", keepable(watch, words), tone="note", rank=Rank.FIRST_PAGE)


def _charts_title(drawable: int, all_: int, words: Words) -> str:
    if drawable > MOST_CHARTS:
        return words("watch.charts_changed", number=MOST_CHARTS, all=words.number(all_))
    if drawable < all_:
        return words("watch.charts_regular", n=drawable)
    return words("watch.charts")


# The table of all series


def _table(watch: Watch, words: Words) -> Table:
    """List all series, without the columns that are empty for each of them."""
    every = [_cells(one, watch, words) for one in watch.in_order]
    none = ("", words("table.none"))
    keys = [key for key in COLUMNS if any(cells[key].text not in none for cells in every)]
    return Table(
        key="series",
        title=words("watch.table"),
        rank=Rank.FIRST_PAGE,
        is_cards=True,
        columns=tuple(Column(head=words(f"watch.{key}"), kind=COLUMNS[key]) for key in keys),
        rows=tuple(
            Row(cells=tuple(cells[key] for key in keys), to=Link(anchor=_anchor(place)))
            for place, cells in enumerate(every)
        ),
    )


def _anchor(place: int) -> str:
    return f"series-{place + 1}"


def _cells(one: WatchedSeries, watch: Watch, words: Words) -> dict[str, Cell]:
    p, none, age = one.watched.points, Cell(text=words("table.none")), one.age(watch.as_of)
    said = (Piece(text=say.short_verdict(one, words), strong=True),)
    # How steady it is the direction says itself.
    reason = "" if one.direction == STEADY and one.counts else say.reason(one, words)
    why = tuple(filter(None, (say.compared(one, words), reason)))
    aged = none if age is None else Cell(text=lasted(max(age, 0), words), value=float(age))
    return {
        "series": Cell(text=say.name_of(one, words)),
        "direction": Cell(text=said, mark=_mark(one), lines=why),
        "course": course(one, words),
        "last": _latest(one, words),
        "within": Cell(text=say.bounds(float(p.lower[-1]), float(p.upper[-1]), words)),
        "began": _began(one, words) or none,
        "halving": Cell(text=delays.halving(one, words)),
        "aged": aged,
    }


def _latest(one: WatchedSeries, words: Words) -> Cell:
    """Give the latest count; one of us says so, where it stands alone, as two that are compared do."""
    last, span = one.last_report, one.latest
    if last is None:
        return Cell(text=words("table.none"))
    cell = _count(one, last, span, words)
    by_us = span is not None and span.is_worked_out and one.compared is None
    return replace(cell, text=worked_out(str(cell.text), words, by_us=by_us))


def _count(one: WatchedSeries, last: int, span: FigureGroup | None, words: Words) -> Cell:
    """Give a count; where no chart was drawn, as it was published or how far apart two totals are."""
    count = float(one.watched.points.observed[last])
    cell = Cell(text=words.in_unit(say.amount(count, words), one.unit), value=count)
    if span is None or (span.derived == RATE and not span.months):
        return cell
    if span.derived == RATE:
        rate = span.count / span.months
        text = f"{words.number(rate, 1)} {words('chart.per_month')}"
        text = words("compare.about", number=text) if span.is_rough and rate else text
        return Cell(text=text.replace(" ", NO_BREAK), value=rate)
    if span.derived:
        return replace(cell, text=words("sides.apart", value=cell.text))
    return replace(cell, text=words("compare.about", number=cell.text)) if span.is_rough else cell


def _mark(one: WatchedSeries) -> Mark:
    """Mark a series by its direction; by an older change of the level, where nothing moves now."""
    return MARKS[one.watched.level_changed if one.is_settled else one.direction]


def _began(one: WatchedSeries, words: Words) -> Cell | None:
    """Give the day of a change; its side too, where the direction does not tell it."""
    if one.changed_since is not None:
        return since(one.changed_since, "", words)
    if one.settled_since is not None:
        return since(one.settled_since, one.watched.level_changed, words)
    return None


# Each series in sentences


Placed = tuple[int, WatchedSeries]


def _charted(place: int, one: WatchedSeries, watch: Watch, words: Words) -> Section:
    """Tell a series beside its chart; what changed is said in the short answer."""
    is_wanted = len(watch.series) == 1 or (len(watch.series) <= MOST_TOLD and one.has_changed)
    rank = Rank.FIRST_PAGE if is_wanted else Rank.REST
    anchor = _anchor(place)
    said = [Point(what=_verdict(one, words), mark=_mark(one))]
    if quiet := say.quiet(one, words):
        said.append(Point(what=quiet))
    known = (*say.facts(one, watch.as_of, words), *delays.delays(one, words))
    return Section(
        key=anchor,
        title=say.name_of(one, words),
        blocks=(
            Points(key=f"{anchor}-verdict", items=tuple(said), rank=rank),
            figure(one, f"watch-{place}", words),
            *bullets(f"{anchor}-facts", "", known, rank=rank, tone="note", beside=True),
        ),
    )


def _verdict(one: WatchedSeries, words: Words) -> str:
    return words.sentence(words.ended(say.verdict(one, words)))


def _told(placed: Sequence[Placed], watch: Watch, words: Words) -> Iterator[Points]:
    """Tell series without a chart: all that changed, then the first that are not steady."""
    changed = [pair for pair in placed if pair[1].has_changed]
    unsteady = [pair for pair in placed if pair not in changed and pair[1].direction != STEADY]
    told = changed + unsteady[: max(MOST_TOLD - len(changed), 0)]
    if len(watch.series) == 1:
        told = list(placed)
    if told:
        yield Points(
            key="told",
            title=words("watch.notes"),
            rank=Rank.FIRST_PAGE if len(watch.series) <= MOST_TOLD else Rank.REST,
            items=tuple(_point(place, one, watch, words) for place, one in told),
        )


def _point(place: int, one: WatchedSeries, watch: Watch, words: Words) -> Point:
    known = (*say.facts(one, watch.as_of, words), *delays.delays(one, words)[:1])
    return Point(
        what=say.name_of(one, words),
        says=" ".join(filter(None, (_verdict(one, words), say.quiet(one, words)))),
        detail=" ".join(known),
        mark=_mark(one),
        anchor=_anchor(place),
    )
