"""What the Farrington methods can be told, checked as it is told."""

from dataclasses import dataclass

from peil.surveillance.checks import checked_choice, checked_compat, checked_share, checked_whole
from peil.surveillance.farrington_bounds import POWERS
from peil.surveillance.farrington_points import YEARS_FOR_A_TREND
from peil.terms.errors import BadInput

R_FEW_CASES = (5.0, 4.0)
DELTA, _, MUAN = THRESHOLDS = ("delta", "nb_plugin", "muan")


@dataclass(frozen=True, slots=True, kw_only=True)
class FarringtonSettings:
    """What both methods can be told.

    Args:
        years_back: years that the baseline goes back. R: `b`.
        half_window: periods on each side of the same period of a year before. R: `w`.
        reweight: whether past outbreaks get less weight. R: `reweight`.
        alpha: chance of a false signal in one period; in either direction with `farrington`, in
            each with `farrington_flexible`.
        trend: whether a trend is tried; it needs three years. R: `trend`.
        few_cases: cases and periods: no signal with fewer cases in so many latest periods; no
            such rule unless given, and (5, 4) in `compat`. R: `limit54`.
        power: 2/3, 1/2 or none: what makes a count nearly normal. R: `powertrans`.
        population_offset: whether the count is proportional to the population.
            R: `populationOffset`.
        compat: "surveillance-1.24" for every figure of that package, faults too.

    Raises:
        BadInput: one of them is out of its range.
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
        checked_compat(self.compat)
        checked_whole(self.years_back, name="the number of years back", least=1)
        checked_whole(self.half_window, name="the half window", least=0)
        checked_share(self.alpha, name="alpha", most=1.0 if self.as_r else 0.5)
        checked_choice(self.power, POWERS, name="the power")
        cases, periods = self.few_cases or R_FEW_CASES
        if not (cases >= 0 and periods > 0 and periods == int(periods)):
            raise BadInput(
                f"few cases are {cases!r} in {periods!r} periods; give at least 0 cases in "
                "at least 1 period"
            )

    @property
    def as_r(self) -> bool:
        """Whether every figure is R's own."""
        return self.compat is not None

    @property
    def fewest(self) -> tuple[float, float] | None:
        """The rule of few cases that holds."""
        return R_FEW_CASES if self.as_r and self.few_cases is None else self.few_cases

    @property
    def has_trend(self) -> bool:
        """Whether a trend is tried."""
        return self.trend and self.years_back >= YEARS_FOR_A_TREND


@dataclass(frozen=True, slots=True, kw_only=True)
class FlexibleSettings(FarringtonSettings):
    """What the flexible method can be told besides.

    Args:
        weights_threshold: standardised residual above which a count gets less weight.
            R: `weightsThreshold`.
        trend_alpha: significance that the trend needs; with 1 it needs none.
            R: `pThresholdTrend`.
        seasons: levels of a year, of which the window is one. R: `noPeriods`.
        weeks_left_out: latest periods that are no baseline; as many as `half_window` unless
            given. R: `pastWeeksNotIncluded`.
        threshold: delta: normal after a power; nb_plugin: negative binomial around the expected
            count; muan: around the bound of the expected count. R: `thresholdMethod`.
    """

    weights_threshold: float = 2.58
    trend_alpha: float = 0.05
    seasons: int = 1
    weeks_left_out: int | None = None
    threshold: str = DELTA

    def __post_init__(self) -> None:
        FarringtonSettings.__post_init__(self)
        if not self.weights_threshold > 0.0:
            raise BadInput(
                f"the threshold of weights is {self.weights_threshold!r}; give a number above 0"
            )
        if not 0.0 <= self.trend_alpha <= 1.0:
            raise BadInput(f"the significance of the trend is {self.trend_alpha!r}; give 0 to 1")
        checked_whole(self.seasons, name="the number of seasons", least=1)
        checked_whole(self.left_out, name="the number of weeks left out", least=0)
        checked_choice(self.threshold, THRESHOLDS, name="the threshold")

    @property
    def left_out(self) -> int:
        """How many of the latest periods are no baseline."""
        return self.half_window if self.weeks_left_out is None else self.weeks_left_out
