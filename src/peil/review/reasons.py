"""What the figures of an assessment show of a reason that was given for a decision."""

from datetime import date, timedelta

from peil.assess.assessment import Assessment, IndicatorView
from peil.decide.contradiction import CheckedFigure, Shown
from peil.decide.decision import Reason
from peil.observe.direction import CANNOT_TELL
from peil.observe.record import Record
from peil.observe.watch.indicators import direction_watched
from peil.terms.calendar import as_date, as_day

TOO_OLD = timedelta(days=730)
"""After it a figure says nothing of the day."""


def shown_of(assessment: Assessment, reason: Reason, said_on: date) -> Shown | None:
    """Say what figures show of a reason; None where it claims nothing of one that Peil knows."""
    if reason.value is not None:
        figures = _vintages(assessment, reason)
        return Shown(direction=None, then=None, why="", figures=figures)
    if reason.direction is None:
        return None
    if reason.indicator is not None:
        return _of_indicator(assessment, reason.indicator, said_on)
    family = next((f for f in assessment.families if f.family == reason.family), None)
    if family is None:
        return None
    then = family.direction
    if family.because is not None and said_on < assessment.as_of:
        then = _then(assessment.record, family.because, said_on)
    figures = _latest(_view(assessment, family.because))
    return Shown(direction=family.direction, then=then, why=family.reason, figures=figures)


def _of_indicator(assessment: Assessment, name: str, said_on: date) -> Shown:
    view = _view(assessment, name)
    if view is None:
        return Shown(direction=CANNOT_TELL, then=CANNOT_TELL, why="no_figures", figures=())
    if view.age_days(assessment.as_of) > TOO_OLD.days:
        why, figures = "figures_too_old", _latest(view)
        return Shown(direction=CANNOT_TELL, then=CANNOT_TELL, why=why, figures=figures)
    return Shown(
        direction=view.direction.word,
        then=_then(assessment.record, name, said_on),
        why=view.direction.reason,
        figures=_latest(view),
    )


def _view(assessment: Assessment, name: str | None) -> IndicatorView | None:
    return next((view for view in assessment.indicators if view.indicator == name), None)


def _then(record: Record, name: str, day: date) -> str:
    """Give the direction that an indicator showed on a day."""
    return (
        direction_watched(record, name, day).word if len(record.figures(name, day)) else CANNOT_TELL
    )


def _latest(view: IndicatorView | None) -> tuple[CheckedFigure, ...]:
    """Sum up the latest figures of those compared."""
    latest = view.direction.latest if view else None
    if view is None or latest is None:
        return ()
    published = [f.published.max() for f in (latest, view.direction.previous) if f is not None]
    return (
        CheckedFigure(
            indicator=view.indicator,
            value=float(latest.count.sum()),
            end=as_date(latest.end[-1]),
            published=as_date(max(published)),
        ),
    )


def _vintages(assessment: Assessment, reason: Reason) -> tuple[CheckedFigure, ...]:
    """List every vintage of the figure that a reason gives; of the longest period with its end."""
    series = assessment.record.series.get(reason.indicator or "")
    if series is None or reason.period_end is None:
        return ()
    ends = series.end == as_day(reason.period_end)
    known = series.take(ends & (series.published <= as_day(assessment.as_of)))
    known = known.take(known.start == known.start.min()) if len(known) else known
    columns = (known.published.tolist(), known.value.tolist(), known.source.tolist())
    return tuple(
        CheckedFigure(
            indicator=reason.indicator or "",
            value=value,
            end=reason.period_end,
            published=day,
            source=source,
        )
        for day, value, source in sorted(zip(*columns, strict=True))
    )
