"""Evaluate policies from plain tables: read, and compute."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peil.feeds.panel.panel import PanelColumns, read_panel
from peil.feeds.panel.places import read_places
from peil.feeds.panel.series import read_breaks, read_side_by_side
from peil.review.evaluation.exact import compare_spells
from peil.review.evaluation.interrupted import Interrupted, evaluate_series
from peil.review.evaluation.per_head import PerHead, rate_events
from peil.review.evaluation.policy import EvaluatedPolicy
from peil.review.evaluation.power import PowerStudied, Spells, study_power
from peil.review.evaluation.synthetic_control import (
    DonorQuestion,
    Progress,
    SyntheticControl,
    control_synthetically,
)
from peil.review.evaluation.synthetic_did import (
    Differences,
    SyntheticDid,
    difference_synthetically,
)
from peil.review.evaluation.verdict import HALF, LEVEL, check_level
from peil.terms.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesColumns:
    """Which columns of a table of series are read.

    Args:
        count, dates, population: their names; None for the usual ones, or for none.
        control: a series that the policy could not reach.
        displaced: series that events may have moved to.
    """

    count: str | None = None
    dates: str | None = None
    population: str | None = None
    control: str | None = None
    displaced: tuple[str, ...] = ()


def evaluate_power(
    before: float,
    asked: float | None,
    spells: Spells,
    *,
    after: int | None = None,
    level: float = LEVEL,
) -> PowerStudied:
    """Say what two spells could tell; with events after, also what they do tell.

    Without a ratio that is asked about it is a halving, and the report says so.

    Raises:
        BadInput: a number lies outside its range.
    """
    is_asked, asked = asked is not None, HALF if asked is None else asked
    found = study_power(before, asked, spells, alpha=(1 - check_level(level)) / 2)
    if after is not None and before != round(before):
        raise BadInput(
            f"{before:g} events before cannot be compared with {after} after; give whole numbers"
        )
    expected = round(before * asked * spells.after / spells.before)
    outcome = compare_spells(
        round(before), expected if after is None else after, spells, asked=asked, level=level
    )
    return PowerStudied(
        power=found, outcome=outcome, is_observed=after is not None, is_asked=is_asked
    )


def evaluate_table(
    file: Path, policy: EvaluatedPolicy, columns: SeriesColumns, *, breaks: Path | None = None
) -> Interrupted:
    """Evaluate a policy by the series of a table.

    Raises:
        BadInput: the table or the register cannot be read, or cannot carry the model.
    """
    named = [columns.control] if columns.control else []
    own, others = read_side_by_side(
        file,
        count=columns.count,
        dates=columns.dates,
        population=columns.population,
        others=(*named, *columns.displaced),
    )
    series = [own, *others.values()]
    known = {} if breaks is None else {s.series: read_breaks(breaks, s.series) for s in series}
    return evaluate_series(
        own,
        policy,
        breaks=known,
        control=others[columns.control] if columns.control else None,
        displaced=[others[name] for name in columns.displaced],
    )


def evaluate_control(
    file: Path,
    question: DonorQuestion,
    columns: PanelColumns,
    *,
    without: tuple[str, ...] = (),
    watched: Progress = iter,
) -> SyntheticControl:
    """Evaluate a policy by a synthetic control.

    Raises:
        BadInput: the table cannot be read, or cannot answer.
    """
    panel = read_panel(file, columns, begins=question.begins).without(without)
    return control_synthetically(panel, question, watched=watched)


def evaluate_did(
    file: Path,
    question: Differences,
    columns: PanelColumns,
    *,
    without: tuple[str, ...] = (),
    watched: Callable[[Any], Any] = iter,
) -> SyntheticDid:
    """Evaluate a policy by synthetic difference-in-differences.

    Raises:
        BadInput: the table cannot be read, or cannot answer.
    """
    panel = read_panel(file, columns, begins=question.begins).without(without)
    return difference_synthetically(panel, question, watched=watched)


def evaluate_events(file: Path, *, are_below_country: bool, level: float) -> PerHead:
    """Compare places by their counted events per head.

    Raises:
        BadInput: the table cannot be read, or a place has no population.
    """
    return rate_events(read_places(file, are_below_country=are_below_country), level=level)
