"""The compiled loop of both Farrington methods: at each evaluated point a baseline and a fit."""

from typing import NamedTuple

import numpy as np

from peil.surveillance.compiled import compiled
from peil.surveillance.quasi_poisson import (
    Cells,
    Fit,
    dispersion,
    downweight,
    fit_exactly,
    fit_like_r,
)
from peil.surveillance.reference_windows import OUTSIDE, lay_seasons
from peil.terms.calendar import Floats, Ints

FITTED, NO_SEASON, TOO_SHORT, NOT_CONVERGED, BEYOND_NUMBERS, TOO_MANY_SEASONS = range(6)
"""How a point ended."""
STATUS, PREDICTOR, ERROR, PHI, TREND, SLOPE, COLUMNS = range(7)
"""Columns of what the loop gives: the log mean, its standard error, the dispersion, and so on."""
YEARS_FOR_A_TREND = 3


class Series(NamedTuple):
    """One series, with what a fit needs of each count worked out once.

    Args:
        events, time, exposure: (N,) of each period; NaN where no report came.
        power, start, entropy, log_exposure: (N,) as in `Cells`.
    """

    events: Floats
    time: Floats
    exposure: Floats
    power: Floats
    start: Floats
    entropy: Floats
    log_exposure: Floats


class Rules(NamedTuple):
    """How points are fitted.

    Args:
        as_r: keep the working weights of R's last but one step, and test the trend with a
            dispersion that may lie below one.
        slipped: as R's farringtonFlexible: lose a factor of the mean in the variance after
            reweighting, let it sink below a Poisson count's, and give up where the fit without
            trend does not converge.
        critical: (D,) bound of the trend's t statistic by degrees of freedom.
    """

    as_r: bool
    slipped: bool
    reweight: bool
    threshold: float
    trend: bool
    critical: Floats


class Layout(NamedTuple):
    """What of the past is the baseline of the flexible method, in periods.

    Args:
        overwriting: let seasons without a period overwrite their neighbours, as R does.
        shifted: lose the stretch without reports before the first count from the time of the
            prediction, as R does of dated series.
    """

    half_window: int
    seasons: int
    left_out: int
    overwriting: bool
    shifted: bool


class Baseline(NamedTuple):
    """The filled part of the work space, and what is asked of it."""

    stretches: int
    season: int
    time_now: float
    exposure_now: float
    largest: float


class Model(NamedTuple):
    """One model at one point."""

    status: int
    trend: bool
    slope: float
    predictor: float
    error: float
    phi: float
    test: float
    freedom: int


@compiled
def empty_cells(size: int, seasons: int) -> Cells:
    """Make work space for the longest baseline."""
    rows, levels = np.empty((12, size)), np.zeros((6, seasons))
    whole = np.zeros((2, size + 1), dtype=np.int64)
    return Cells(
        rows[0],
        rows[1],
        rows[2],
        rows[3],
        rows[4],
        rows[5],
        rows[6],
        rows[7],
        rows[8],
        rows[9],
        rows[10],
        rows[11],
        whole[0],
        whole[1],
        levels[0],
        levels[1],
        levels[2],
        levels[3],
        levels[4],
        levels[5],
    )


@compiled
def add_cell(
    cells: Cells, series: Series, row: int, season: int, centre: float, stretches: int
) -> int:
    """Add one period to the baseline; give the number of stretches."""
    size = cells.begin[stretches]
    same = (
        stretches > 0
        and cells.season[stretches - 1] == season
        and series.time[row] - centre - cells.time[size - 1] == 1.0
    )
    if not same:
        cells.season[stretches] = season
        stretches += 1
    cells.events[size] = series.events[row]
    cells.time[size] = series.time[row] - centre
    cells.exposure[size] = series.exposure[row]
    cells.power[size] = series.power[row]
    cells.start[size] = series.start[row]
    cells.entropy[size] = series.entropy[row]
    cells.log_exposure[size] = series.log_exposure[row]
    cells.begin[stretches] = size + 1
    return stretches


@compiled
def fit_once(cells: Cells, stretches: int, rules: Rules, trend: bool, start: float) -> Fit:
    """Fit with the weights as they are."""
    if rules.as_r:
        return fit_like_r(cells, stretches, trend)
    return fit_exactly(cells, stretches, trend, start)


@compiled
def fit_reweighted(cells: Cells, baseline: Baseline, rules: Rules, trend: bool) -> Model:
    """Fit, lower the weight of past outbreaks, and fit again.

    Where no weight is lowered, the second fit would be the first.
    """
    stretches = baseline.stretches
    size = cells.begin[stretches]
    cells.weight[:size] = 1.0
    fit = fit_once(cells, stretches, rules, trend, 0.0)
    if fit.converged < 0:
        return failed(BEYOND_NUMBERS)
    if fit.converged == 0 and (trend or rules.slipped):
        return failed(NOT_CONVERGED)
    if size <= fit.rank:
        return failed(TOO_SHORT)
    phi = dispersion(cells, size, cells.working, fit)
    if rules.reweight and downweight(cells, stretches, fit, (max(phi, 1.0), rules.threshold)):
        fit = fit_once(cells, stretches, rules, trend, fit.slope)
        if fit.converged < 0:
            return failed(BEYOND_NUMBERS)
        if fit.converged == 0 and not rules.as_r:
            return failed(NOT_CONVERGED)
        phi = dispersion(cells, size, cells.working, fit)
    test = phi if rules.as_r else max(phi, 1.0)
    if rules.slipped and rules.reweight:
        test = dispersion(cells, size, cells.weight, fit)
    return predict(cells, baseline, rules, fit, (phi, test))


@compiled
def failed(status: int) -> Model:
    """Say that a point has no model."""
    return Model(status, False, np.nan, np.nan, np.nan, np.nan, np.nan, 0)


@compiled
def predict(
    cells: Cells, baseline: Baseline, rules: Rules, fit: Fit, scales: tuple[float, float]
) -> Model:
    """Predict the log mean at the point, with its standard error and the trend's t statistic."""
    phi, test = scales
    total = cells.total[baseline.season]
    if not total > 0.0:
        return failed(NO_SEASON)
    away = baseline.time_now - cells.moment[baseline.season] / total
    scale = test if rules.slipped else max(test, 1.0)
    variance = scale * (1.0 / total + away * away / fit.spread)
    return Model(
        FITTED,
        np.isfinite(fit.spread),
        fit.slope,
        cells.level[baseline.season]
        + fit.slope * baseline.time_now
        + np.log(baseline.exposure_now),
        np.sqrt(variance),
        max(phi, 1.0),
        fit.slope / np.sqrt(test / fit.spread),
        cells.begin[baseline.stretches] - fit.rank,
    )


@compiled
def model_at(cells: Cells, baseline: Baseline, rules: Rules) -> Model:
    """Fit with the trend, and without it where it does not hold.

    It holds where it converges, is significant, and does not lead above every count of the
    baseline.
    """
    if rules.trend:
        model = fit_reweighted(cells, baseline, rules, True)
        if model.status != FITTED and model.status != NOT_CONVERGED:
            return model
        if (
            model.status == FITTED
            and abs(model.test) > rules.critical[model.freedom]
            and np.exp(model.predictor) <= baseline.largest
        ):
            return model
    return fit_reweighted(cells, baseline, rules, False)


@compiled
def write(found: Floats, model: Model) -> None:
    """Write what was found at a point into its row."""
    found[STATUS] = model.status
    found[PREDICTOR] = model.predictor
    found[ERROR] = model.error
    found[PHI] = model.phi
    found[TREND] = 1.0 if model.trend else 0.0
    found[SLOPE] = model.slope


@compiled
def gather_seasons(
    cells: Cells, series: Series, seasons: Ints, bounds: tuple[int, int, int], layout: Layout
) -> Baseline:
    """Fill the work space with the periods that belong to a season.

    Args:
        bounds: the first row, the evaluated row and the row after the last.
    """
    low, now, high = bounds
    centre, stretches, largest = series.time[(low + now) // 2], 0, -1.0
    first = first_counted = -1
    for row in range(low, min(high, len(series.events))):
        if seasons[row] == OUTSIDE or now - layout.left_out <= row <= now:
            continue
        first = row if first < 0 else first
        if np.isnan(series.events[row]):
            continue
        first_counted = row if first_counted < 0 else first_counted
        largest = max(largest, series.events[row])
        stretches = add_cell(cells, series, row, seasons[row] - 1, centre, stretches)
    time = series.time[now] - centre
    if layout.shifted and first_counted >= 0:
        time += series.time[first] - series.time[first_counted]
    return Baseline(stretches, layout.seasons - 1, time, series.exposure[now], largest)


@compiled
def flexible_points(series: Series, references: Ints, layout: Layout, rules: Rules) -> Floats:
    """Fit every evaluated point of the flexible method.

    Args:
        references: (T, B + 1) evaluated rows and the same period of each year before.

    Returns:
        (T, COLUMNS) what was found.
    """
    found = np.full((len(references), COLUMNS), np.nan)
    beyond = 2 * layout.half_window + 2
    span = 0
    for point in range(len(references)):
        span = max(span, references[point, 0] - references[point, -1])
    cells = empty_cells(span + 2 * beyond, layout.seasons)
    seasons = np.zeros(len(series.events), dtype=np.int64)
    for point in range(len(references)):
        now = references[point, 0]
        low = max(references[point, -1] - beyond, 0)
        high = min(now + beyond, len(seasons))
        seasons[low:high] = OUTSIDE
        fits = lay_seasons(
            seasons, references[point], layout.half_window, layout.seasons, layout.overwriting
        )
        if not fits:
            found[point, STATUS] = TOO_MANY_SEASONS
            continue
        baseline = gather_seasons(cells, series, seasons, (low, now, high), layout)
        write(found[point], judge(cells, baseline, rules))
    return found


@compiled
def judge(cells: Cells, baseline: Baseline, rules: Rules) -> Model:
    """Fit one point, if its season has any count."""
    for s in range(baseline.stretches):
        if cells.season[s] == baseline.season:
            return model_at(cells, baseline, rules)
    return failed(NO_SEASON)


@compiled
def window_points(series: Series, at: Ints, windows: Ints, rules: Rules) -> Floats:
    """Fit every evaluated point of the method of 1996.

    Args:
        windows: (T, C) rows of each baseline, oldest first; -1 where there is none.

    Returns:
        (T, COLUMNS) what was found.
    """
    found = np.full((len(at), COLUMNS), np.nan)
    cells = empty_cells(windows.shape[1] + 1, 1)
    for point in range(len(at)):
        now = at[point]
        centre, stretches, largest = series.time[max(windows[point].max(), 0)], 0, -1.0
        for row in windows[point]:
            if 0 <= row < now and not np.isnan(series.events[row]):
                largest = max(largest, series.events[row])
                stretches = add_cell(cells, series, row, 0, centre, stretches)
        time = series.time[now] - centre
        baseline = Baseline(stretches, 0, time, series.exposure[now], largest)
        write(found[point], judge(cells, baseline, rules))
    return found
