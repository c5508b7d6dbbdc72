"""Evaluate policies from plain tables: read, and compute."""

from collections.abc import Callable
from typing import Any

from peil.feeds.panel.panel import PanelColumns, read_panel
from peil.feeds.panel.places import read_places
from peil.feeds.panel.series import SeriesColumns, read_breaks, read_side_by_side
from peil.feeds.tables.values import AnyTable, given_table
from peil.review.evaluation.exact import PowerStudied, Spells, compare_spells, study_power
from peil.review.evaluation.interrupted import Interrupted, evaluate_series
from peil.review.evaluation.per_head import PerHead, rate_events
from peil.review.evaluation.policy import EvaluatedPolicy
from peil.review.evaluation.synthetic_control import (
    DonorQuestion,
    Progress,
    SyntheticControl,
    control_synthetically,
)
from peil.review.evaluation.synthetic_did import Differences, SyntheticDid, difference_synthetically
from peil.review.evaluation.verdict import HALF, LEVEL, check_level
from peil.terms.errors import BadInput

ALIKE, OF_SERIES, OF_PANEL = Spells(), SeriesColumns(), PanelColumns()


def evaluate_power(
    before: float,
    asked: float | None = None,
    spells: Spells = ALIKE,
    *,
    after: int | None = None,
    level: float = LEVEL,
) -> PowerStudied:
    """Say what two spells could tell; with events after, also what they do tell.

    Without a ratio that is asked about it is a halving, and the report says so.

    Args:
        before: events expected before, or counted.
        asked: ratio after to before.
        spells: how long they are.
        after: events counted after.
        level: coverage of intervals.

    Raises:
        BadInput: a number lies outside its range.

    Example:
        >>> peil.evaluate.power(31, 0.5)
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
    table: AnyTable,
    policy: EvaluatedPolicy,
    columns: SeriesColumns = OF_SERIES,
    *,
    breaks: AnyTable | None = None,
) -> Interrupted:
    """Evaluate a policy by the series of a table.

    Args:
        table: a row for each period, with date and count.
        policy: when it began, and what is asked.
        breaks: a register of known breaks, with date and description.

    Raises:
        BadInput: the table or the register cannot be read, or cannot carry the model.

    Example:
        >>> policy = peil.evaluate.EvaluatedPolicy(begins=date(2022, 6, 6))
        >>> peil.evaluate.series("docs/guide/weekly.csv", policy)
    """
    register = None if breaks is None else given_table(breaks)
    own, others = read_side_by_side(given_table(table), columns)
    series = [own, *others.values()]
    known = {s.series: read_breaks(register, s.series) for s in series} if register else {}
    return evaluate_series(
        own,
        policy,
        breaks=known,
        control=others[columns.control] if columns.control else None,
        displaced=[others[name] for name in columns.displaced],
    )


def evaluate_control(
    panel: AnyTable,
    question: DonorQuestion,
    columns: PanelColumns = OF_PANEL,
    *,
    without: tuple[str, ...] = (),
    watched: Progress = iter,
) -> SyntheticControl:
    """Evaluate a policy by a synthetic control.

    Args:
        panel: a row for each unit and year, or a column for each unit.
        question: which unit and year, and what is asked.
        without: units to leave out.
        watched: hands the units on, so that a caller can show how far it is.

    Raises:
        BadInput: the table cannot be read, or cannot answer.

    Example:
        >>> question = peil.evaluate.DonorQuestion(unit="North", begins=2016)
        >>> peil.evaluate.control("docs/guide/panel.csv", question)
    """
    read = read_panel(given_table(panel), columns, begins=question.begins)
    return control_synthetically(read.without(without), question, watched=watched)


def evaluate_did(
    panel: AnyTable,
    question: Differences,
    columns: PanelColumns = OF_PANEL,
    *,
    without: tuple[str, ...] = (),
    watched: Callable[[Any], Any] = iter,
) -> SyntheticDid:
    """Evaluate a policy by synthetic difference-in-differences; see `evaluate_control`.

    Raises:
        BadInput: the table cannot be read, or cannot answer.

    Example:
        >>> question = peil.evaluate.Differences(treated=("North",), begins=2016)
        >>> peil.evaluate.did("docs/guide/panel.csv", question)
    """
    read = read_panel(given_table(panel), columns, begins=question.begins)
    return difference_synthetically(read.without(without), question, watched=watched)


def evaluate_events(
    table: AnyTable, *, are_below_country: bool = False, level: float = LEVEL
) -> PerHead:
    """Compare places by their counted events per head.

    Args:
        table: the columns place, count and population.
        are_below_country: whether the places are regions, towns or districts.
        level: coverage of intervals.

    Raises:
        BadInput: the table cannot be read, or a place has no population.

    Example:
        >>> places = {"place": ["Aa", "Bo"], "count": [12, 40], "population": [1e6, 2e6]}
        >>> peil.evaluate.events(places)
    """
    return rate_events(
        read_places(given_table(table), are_below_country=are_below_country), level=level
    )
