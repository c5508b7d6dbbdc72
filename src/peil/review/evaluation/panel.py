"""Panel: one outcome of several units over the same periods, and what may be compared in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from peil.review.evaluation.nearest import nearest_weights
from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput

FEWEST_BEFORE, FEWEST_DONORS = 5, 2
LIKENESS = 0.005
"""Relative error below which a mixture of all other units is hardly chance: one of them may be
their total or average."""
SAME = 1e-9
"""Relative difference below which two units are taken for one."""
SMALLEST, LARGEST = 1e-100, 1e100
"""Sizes of an outcome whose squares neither underflow nor overflow."""
LOOKS_LIKE_TOTAL = "looks_like_total"
"""Code of the caveat that names such a unit."""
MOST_LISTED = 6
"""Units that a refusal names."""
PER_UNIT = 2
"""Periods for each unit from which such a likeness is not expected by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One outcome of U units over T periods, per head or otherwise comparable.

    Args:
        units: (U,) names.
        times: (T,) years, or other whole numbers, rising.
        outcome: (U, T) values; NaN where missing.
        predictors: (U,) values of each predictor by name, already averaged over its years.
        contains: for a unit that is a total or average of others, which those are.
    """

    units: tuple[str, ...]
    times: Ints
    outcome: Floats
    predictors: Mapping[str, Floats] = field(default_factory=dict)
    contains: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def place(self, unit: str) -> int:
        """Find a unit.

        Raises:
            BadInput: the panel does not have it.
        """
        if unit not in self.units:
            listed = ", ".join(map(repr, self.units[:MOST_LISTED]))
            raise BadInput(
                f"the panel has no unit {unit!r}; it has {listed}, and others"
                if len(self.units) > MOST_LISTED
                else f"the panel has no unit {unit!r}; use {listed}"
            )
        return self.units.index(unit)

    def without(self, units: Iterable[str]) -> "Panel":
        """Leave out units.

        Raises:
            BadInput: the panel does not have one of them.
        """
        gone = {self.place(unit) for unit in units}
        kept = [i for i in range(len(self.units)) if i not in gone]
        return replace(
            self,
            units=tuple(self.units[i] for i in kept),
            outcome=self.outcome[kept],
            predictors={name: values[kept] for name, values in self.predictors.items()},
        )


def average_over(times: Ints, values: Floats, first: int, last: int) -> Floats:
    """Average a variable over the years in which it was measured, for each unit.

    Args:
        times: (T,) years.
        values: (U, T) NaN where not measured.
        first, last: the years that count, both included.

    Returns:
        (U,) averages; NaN for a unit without any.
    """
    inside = (times >= first) & (times <= last)
    known = np.isfinite(values[:, inside])
    total = np.where(known, values[:, inside], 0.0).sum(axis=1)
    average = np.full(len(values), np.nan)
    return np.asarray(np.divide(total, known.sum(1), out=average, where=known.any(1)))


def check_panel(panel: Panel, treated: Iterable[str], begins: int) -> None:
    """Refuse a panel that cannot say what would have been without a policy.

    Args:
        panel: treated units and donors together.
        treated: the units that the policy was about.
        begins: first year of the policy.

    Raises:
        BadInput: with the value that is wrong, and what to do.
    """
    places = [panel.place(unit) for unit in treated]
    _refuse_aggregates(panel, [panel.units[i] for i in places])
    _refuse_short(panel, begins)
    if len(panel.units) - len(places) < FEWEST_DONORS:
        raise BadInput(
            f"the panel has {len(panel.units) - len(places)} units to compare with; give at "
            f"least {FEWEST_DONORS} that the policy did not reach"
        )
    _refuse_values(panel)
    _refuse_copies(panel, places)
    _refuse_predictors(panel)


def _refuse_aggregates(panel: Panel, treated: Iterable[str]) -> None:
    for unit in treated:
        for donor in panel.units:
            if unit in panel.contains.get(donor, frozenset()) and donor != unit:
                raise BadInput(
                    f"{donor!r} contains {unit!r}, so it would be compared with itself; leave "
                    f"{donor!r} out"
                )


def _refuse_short(panel: Panel, begins: int) -> None:
    before = int((panel.times < begins).sum())
    if before < FEWEST_BEFORE:
        raise BadInput(
            f"the panel has {before} periods before {begins}; give at least {FEWEST_BEFORE}, or "
            f"nothing is known of how units moved together"
        )
    if before == len(panel.times):
        raise BadInput(
            f"the panel ends with {panel.times[-1]}, before {begins}; give a later period, or an "
            f"earlier begin"
        )


def _refuse_values(panel: Panel) -> None:
    size = float(np.nanmax(np.abs(panel.outcome), initial=0.0))
    if size and not SMALLEST <= size <= LARGEST:
        raise BadInput(
            f"the largest value of the panel is {size:g}; give the outcome in another unit"
        )
    for unit, values in zip(panel.units, panel.outcome, strict=True):
        missing = ~np.isfinite(values)
        if missing.any():
            raise BadInput(
                f"{unit!r} has no value in {panel.times[np.argmax(missing)]}; complete it, or "
                f"leave the unit or the period out"
            )
        if (values == 0).all():
            raise BadInput(f"{unit!r} is 0 throughout; leave it out, for nothing was counted")
        if (values == values[0]).all():
            raise BadInput(
                f"{unit!r} is {values[0]:g} throughout; leave it out, for a constant shows nothing"
            )


def _refuse_copies(panel: Panel, treated: Sequence[int]) -> None:
    """Refuse a donor that is a treated unit under another name, and so had the policy too."""
    for own in treated:
        for i, unit in enumerate(panel.units):
            same = np.abs(panel.outcome[i] - panel.outcome[own]).max()
            if i not in treated and same <= SAME * np.abs(panel.outcome[own]).max():
                raise BadInput(
                    f"{unit!r} has the values of {panel.units[own]!r} throughout, so it would be "
                    f"compared with itself; leave {unit!r} out"
                )


def _refuse_predictors(panel: Panel) -> None:
    for name, values in panel.predictors.items():
        missing = ~np.isfinite(values)
        if missing.any():
            raise BadInput(
                f"{panel.units[int(np.argmax(missing))]!r} has no value of {name!r}; complete it, "
                f"or leave the unit or the predictor out"
            )
        if (values == values[0]).all():
            raise BadInput(f"{name!r} is {values[0]:g} for every unit; leave the predictor out")


def looks_like_total(panel: Panel, treated: Iterable[str]) -> tuple[str, ...]:
    """Name donors that are closely the sum, the average or a mixture of all other units.

    A mixture counts if a treated unit has weight in it, and means nothing where there are few
    periods for so many units.
    """
    own = [panel.place(unit) for unit in treated]
    donors = [i for i in range(len(panel.units)) if i not in own]
    return tuple(
        panel.units[i] for i in donors if _is_sum(panel.outcome, i) or _is_mixed(panel, i, own)
    )


def _is_sum(outcome: Floats, i: int) -> bool:
    others = np.delete(outcome, i, axis=0)
    return _is_close(others.sum(axis=0) - outcome[i], outcome[i]) or _is_close(
        others.mean(axis=0) - outcome[i], outcome[i]
    )


def _is_close(error: Floats, values: Floats) -> bool:
    return bool(np.sqrt((error**2).mean()) < LIKENESS * np.abs(values).mean())


def _is_mixed(panel: Panel, i: int, own: Sequence[int]) -> bool:
    if len(panel.times) < PER_UNIT * len(panel.units):
        return False
    others = [j for j in range(len(panel.units)) if j != i]
    apart = panel.outcome[others] - panel.outcome[i]
    weight = nearest_weights(apart @ apart.T / len(panel.times))
    has_treated = any(weight[others.index(j)] > 0 for j in own)
    return has_treated and _is_close(weight @ apart, panel.outcome[i])
