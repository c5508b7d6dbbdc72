"""Settings of the Farrington methods, checked as they are made."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from peil.surveillance.farrington_bounds import POWERS
from peil.terms.errors import BadInput

R_VERSION = "surveillance-1.24"
R_FEW_CASES = (5, 4)
DELTA, NB_PLUGIN, MUAN = "delta", "nb_plugin", "muan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What both methods can be told.

    Args:
        years_back: years that the baseline goes back. R: `b`.
        half_window: periods on each side of the same period of a year before. R: `w`.
        reweight: whether past outbreaks get less weight. R: `reweight`.
        alpha: chance of a signal in one period; see the method for how many sides share it.
        trend: whether a trend is tried; it needs three years. R: `trend`.
        few_cases: cases and periods: no signal with fewer cases in so many latest periods.
            None has no such rule, and in `compat` is (5, 4). R: `limit54`.
        power: 2/3, 1/2 or none: what makes a count nearly normal. R: `powertrans`.
        population_offset: whether the count is proportional to the population.
            R: `populationOffset`.
        compat: "surveillance-1.24" keeps all that R does, faults too; None mends them.

    Raises:
        BadInput: a setting is out of its range.
    """

    years_back: int = 5
    half_window: int = 3
    reweight: bool = True
    alpha: float = 0.05
    trend: bool = True
    few_cases: tuple[float, float] | None = None
    power: str = "2/3"
    population_offset: bool = False
    compat: str | None = None

    def __post_init__(self) -> None:
        check_whole("years back", self.years_back, least=1)
        check_whole("the half window", self.half_window, least=0)
        check_choice("compat", self.compat, choices=(None, R_VERSION))
        check_share("alpha", self.alpha, most=1.0 if self.as_r else 0.5)
        check_choice("the power", self.power, choices=POWERS)
        if self.few_cases is not None:
            check_few_cases(*self.few_cases)

    @property
    def as_r(self) -> bool:
        """Whether everything is kept as R does it."""
        return self.compat is not None

    @property
    def fewest(self) -> tuple[float, float] | None:
        """The rule of few cases that holds."""
        return R_FEW_CASES if self.as_r and self.few_cases is None else self.few_cases


@dataclass(frozen=True, slots=True, kw_only=True)
class FlexibleSettings(Settings):
    """What the flexible method can be told besides; alpha holds for each side by itself.

    Args:
        weights_threshold: standardised residual above which a count gets less weight.
            R: `weightsThreshold`.
        trend_alpha: significance that the trend needs; with 1 it needs none.
            R: `pThresholdTrend`.
        seasons: levels of a year, of which the window is one. R: `noPeriods`.
        weeks_left_out: latest periods that are no baseline; None: as many as `half_window`.
            R: `pastWeeksNotIncluded`.
        threshold: delta: normal after a power; nb_plugin: negative binomial around the expected
            count; muan: around the bound of the expected count. R: `thresholdMethod`.
    """

    weights_threshold: float = 2.58
    trend_alpha: float = 0.05
    seasons: int = 1
    weeks_left_out: int | None = None
    threshold: str = DELTA

    def __post_init__(self) -> None:
        Settings.__post_init__(self)
        if not self.weights_threshold > 0.0:
            raise BadInput(
                f"the threshold of weights is {self.weights_threshold!r}; give a number above 0"
            )
        check_share("the significance of the trend", self.trend_alpha, most=1.0, ends=True)
        check_whole("the number of seasons", self.seasons, least=1)
        check_whole("the number of weeks left out", self.left_out, least=0)
        check_choice("the threshold", self.threshold, choices=(DELTA, NB_PLUGIN, MUAN))

    @property
    def left_out(self) -> Any:
        """How many of the latest periods are no baseline."""
        return self.half_window if self.weeks_left_out is None else self.weeks_left_out


def check_few_cases(cases: float, periods: float) -> None:
    """Refuse a rule of few cases that R refuses."""
    if not (cases >= 0 and periods > 0 and periods == int(periods)):
        raise BadInput(
            f"few cases are {cases!r} in {periods!r} periods; give at least 0 cases in "
            "at least 1 period"
        )


def check_whole(name: str, value: Any, *, least: int) -> None:
    """Refuse what is no whole number, or too small."""
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
        raise BadInput(f"{name} is {value!r}; give a whole number from {least} on")


def check_choice(name: str, value: Any, *, choices: Any) -> None:
    """Refuse what is not among the choices."""
    if value not in choices:
        listed = ", ".join(repr(choice) for choice in choices)
        raise BadInput(f"{name} is {value!r}; choose from {listed}")


def check_share(name: str, value: float, *, most: float, ends: bool = False) -> None:
    """Refuse what is no probability, or is larger than makes sense."""
    if not (0.0 <= value <= most if ends else 0.0 < value < most):
        raise BadInput(f"{name} is {value!r}; give a number between 0 and {most:g}")
