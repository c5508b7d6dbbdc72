"""Quasi-Poisson regression with a level for each season and one trend, without matrices.

The mean of cell i is exposure x exp(level + slope x time). With one trend column, weighted least
squares and the likelihood need only sums for each level; cells that follow each other by one step
of time form a stretch, within which the exponential is one multiplication.
"""

from typing import NamedTuple

import numpy as np

from peil.surveillance.compiled import compiled
from peil.terms.calendar import Floats, Ints

SMALLEST_MEAN = np.finfo(np.float64).eps
"""R's inverse of the log link gives no less."""
R_STEPS, R_TOLERANCE = 25, 1e-8
"""R's limits of iteratively reweighted least squares."""
STEPS, TOLERANCE = 40, 1e-8
"""Of the exact fit; a step is in log mean over half the baseline."""
LONGEST_STEP = 2.0
STEEP = 300.0
"""Change of the log mean beyond which growth alone might overflow."""
HALF_AN_EVENT = 0.5
"""What a level without events is given: Jeffreys prior of a Poisson rate."""
LEVERAGE_OF_ONE = 1.0 - 2.2e-15
"""Leverages above it are one up to rounding."""


class Cells(NamedTuple):
    """The baseline of one point, as work space that is filled anew for each point.

    Args:
        events, time, exposure: (C,) of each cell; time is centred.
        power: (C,) events to the power 2/3.
        start: (C,) log(events + 0.1), where R starts.
        log_exposure: (C,) its logarithm.
        entropy: (C,) events x log(events).
        weight: (C,) prior weights.
        mean: (C,) fitted means.
        working: (C,) weights of the least squares that leverages and variances come from.
        predictor: (C,) log mean without exposure.
        growth: (C,) exposure x exp(slope x time).
        begin: (C + 1,) first cell of each stretch, and the end of the last.
        season: (C,) level of each stretch.
        total, moment, cross: (L,) sums over each level: weight, weight x time, and a third.
        level, previous: (L,) coefficient of each level, now and one step ago.
        scale: (L,) its exponential.
    """

    events: Floats
    time: Floats
    exposure: Floats
    power: Floats
    start: Floats
    entropy: Floats
    log_exposure: Floats
    weight: Floats
    mean: Floats
    working: Floats
    predictor: Floats
    growth: Floats
    begin: Ints
    season: Ints
    total: Floats
    moment: Floats
    cross: Floats
    level: Floats
    previous: Floats
    scale: Floats


class Fit(NamedTuple):
    """One fit: slope of the trend, its spread of time, coefficients, and how it ended.

    Args:
        spread: weighted squares of time within levels; infinite without a trend, so that the
            trend adds nothing to leverages and variances.
        rank: how many coefficients could be estimated.
        converged: 1 if it did, 0 if not, -1 if it came upon infinity.
    """

    slope: float
    spread: float
    rank: int
    converged: int


@compiled
def sum_levels(cells: Cells, stretches: int) -> tuple[float, float]:
    """Sum working weights over each level; give the sums with time that have none of their own."""
    squares = products = 0.0
    cells.total[:] = 0.0
    cells.moment[:] = 0.0
    cells.cross[:] = 0.0
    for s in range(stretches):
        total = moment = cross = 0.0
        for i in range(cells.begin[s], cells.begin[s + 1]):
            mean, time = cells.mean[i], cells.time[i]
            weight = cells.weight[i] * mean
            response = weight * cells.predictor[i] + cells.weight[i] * (cells.events[i] - mean)
            cells.working[i] = weight
            total += weight
            moment += weight * time
            cross += response
            squares += weight * time * time
            products += response * time
        season = cells.season[s]
        cells.total[season] += total
        cells.moment[season] += moment
        cells.cross[season] += cross
    return squares, products


@compiled
def least_squares(cells: Cells, stretches: int, trend: bool) -> tuple[float, float, int]:
    """Solve one step for the levels and the slope; give the slope, its spread and the rank."""
    squares, products = sum_levels(cells, stretches)
    slope, spread, rank = 0.0, np.inf, 0
    if trend:
        for season in range(len(cells.total)):
            if cells.total[season] > 0.0:
                centre = cells.moment[season] / cells.total[season]
                squares -= centre * cells.moment[season]
                products -= centre * cells.cross[season]
        slope, spread, rank = products / squares, squares, 1
    for season in range(len(cells.total)):
        if cells.total[season] > 0.0:
            rank += 1
            free = cells.cross[season] - slope * cells.moment[season]
            cells.level[season] = free / cells.total[season]
    return slope, spread, rank


@compiled
def grow(cells: Cells, size: int, slope: float) -> None:
    """Let the exposure of each cell grow with the trend; within a stretch by multiplication."""
    if slope == 0.0:
        cells.growth[:size] = cells.exposure[:size]
        return
    ratio, growing, before = np.exp(slope), 1.0, -np.inf
    for i in range(size):
        time = cells.time[i]
        growing = growing * ratio if time - before == 1.0 else np.exp(slope * time)
        cells.growth[i] = growing * cells.exposure[i]
        before = time


@compiled
def predict_cells(cells: Cells, stretches: int, slope: float) -> float:
    """Set predictors and means from the coefficients; give the deviance."""
    deviance, size = 0.0, cells.begin[stretches]
    grow(cells, size, slope)
    cells.scale[:] = np.exp(cells.level)
    # A separated trend leaves the range of numbers unless level and growth are taken together.
    steep = abs(slope) * max(abs(cells.time[0]), abs(cells.time[size - 1])) > STEEP
    for s in range(stretches):
        level, scale = cells.level[cells.season[s]], cells.scale[cells.season[s]]
        for i in range(cells.begin[s], cells.begin[s + 1]):
            predictor = level + slope * cells.time[i]
            mean = scale * cells.growth[i]
            if steep:
                mean = np.exp(predictor) * cells.exposure[i]
            mean = max(mean, SMALLEST_MEAN)
            cells.predictor[i] = predictor
            cells.mean[i] = mean
            log_ratio = predictor + cells.log_exposure[i] + 1.0
            apart = cells.entropy[i] - cells.events[i] * log_ratio + mean
            deviance += cells.weight[i] * apart
    return 2.0 * deviance


@compiled
def start_cells(cells: Cells, size: int) -> float:
    """Set predictors and means where R starts; give the deviance."""
    deviance = 0.0
    for i in range(size):
        cells.mean[i] = cells.events[i] + 0.1
        cells.predictor[i] = cells.start[i] - cells.log_exposure[i]
        apart = cells.entropy[i] - cells.events[i] * cells.start[i] + 0.1
        deviance += cells.weight[i] * apart
    return 2.0 * deviance


@compiled
def fit_like_r(cells: Cells, stretches: int, trend: bool) -> Fit:
    """Fit as R's glm does: the working weights stay those of the last but one step."""
    before = start_cells(cells, cells.begin[stretches])
    slope, spread, rank, slope_before = 0.0, np.inf, 0, 0.0
    for step in range(R_STEPS):
        slope, spread, rank = least_squares(cells, stretches, trend)
        deviance = predict_cells(cells, stretches, slope)
        halvings = 0
        while not np.isfinite(deviance):
            halvings += 1
            if step == 0 or halvings > R_STEPS:
                return Fit(slope, spread, rank, -1)
            slope = (slope + slope_before) / 2.0
            cells.level[:] = (cells.level + cells.previous) / 2.0
            deviance = predict_cells(cells, stretches, slope)
        if abs(deviance - before) / (0.1 + abs(deviance)) < R_TOLERANCE:
            return Fit(slope, spread, rank, 1)
        before, slope_before = deviance, slope
        cells.previous[:] = cells.level
    return Fit(slope, spread, rank, 0)


@compiled
def sum_events(cells: Cells, stretches: int) -> float:
    """Sum the events of each level into `cross`; give the events times time of those with any."""
    products = 0.0
    cells.cross[:] = 0.0
    for s in range(stretches):
        events = 0.0
        for i in range(cells.begin[s], cells.begin[s + 1]):
            weighted = cells.weight[i] * cells.events[i]
            events += weighted
            products += weighted * cells.time[i]
        cells.cross[cells.season[s]] += events
    return products


@compiled
def sum_exposure(cells: Cells, stretches: int, slope: float) -> None:
    """Sum grown exposure, and its products with time to the third power, over each level.

    They are put into `total`, `moment`, `previous` and `scale`.
    """
    grow(cells, cells.begin[stretches], slope)
    cells.total[:] = 0.0
    cells.moment[:] = 0.0
    cells.previous[:] = 0.0
    cells.scale[:] = 0.0
    for s in range(stretches):
        total = moment = square = cube = 0.0
        for i in range(cells.begin[s], cells.begin[s + 1]):
            weight, time = cells.weight[i] * cells.growth[i], cells.time[i]
            total += weight
            weight *= time
            moment += weight
            weight *= time
            square += weight
            cube += weight * time
        season = cells.season[s]
        cells.total[season] += total
        cells.moment[season] += moment
        cells.previous[season] += square
        cells.scale[season] += cube


@compiled
def halley_step(cells: Cells, products: float) -> float:
    """Give the step towards the slope that is most likely; NaN where time does not vary."""
    derivative, information, skew = products, 0.0, 0.0
    for season in range(len(cells.total)):
        events = cells.cross[season]
        if events > 0.0:
            first = cells.moment[season] / cells.total[season]
            second = cells.previous[season] / cells.total[season]
            third = cells.scale[season] / cells.total[season]
            derivative -= events * first
            information += events * (second - first * first)
            skew += events * (third - 3.0 * first * second + 2.0 * first * first * first)
    if not information > 0.0:
        return np.nan
    bend = 1.0 + 0.5 * derivative * skew / (information * information)
    return derivative / (information * max(bend, 0.5))


@compiled
def most_likely_slope(cells: Cells, stretches: int, start: float) -> tuple[float, int]:
    """Find the slope that is most likely once each level is at its own best; it is unique."""
    products = sum_events(cells, stretches)
    last = cells.begin[stretches] - 1
    reach = max(0.5 * (cells.time[last] - cells.time[0]), 0.5)
    slope, longest = start, LONGEST_STEP / reach
    for _ in range(STEPS):
        sum_exposure(cells, stretches, slope)
        step = halley_step(cells, products)
        if abs(step) * reach < TOLERANCE:
            return slope, 1
        if np.isnan(step):
            break
        slope += min(max(step, -longest), longest)
    return 0.0, 0


@compiled
def fit_exactly(cells: Cells, stretches: int, trend: bool, start: float) -> Fit:
    """Fit by maximum likelihood; weights, means and sums all belong to the same coefficients.

    A level without events is given half an event, and says nothing of the trend.

    Args:
        start: slope to start from.
    """
    slope, converged = 0.0, 1
    if trend:
        slope, converged = most_likely_slope(cells, stretches, start)
    else:
        sum_events(cells, stretches)
        sum_exposure(cells, stretches, slope)
    spread, rank = 0.0, 1 if trend else 0
    for season in range(len(cells.total)):
        if cells.total[season] > 0.0:
            rank += 1
            events = cells.cross[season] if cells.cross[season] > 0.0 else HALF_AN_EVENT
            scale = events / cells.total[season]
            centre = cells.moment[season] / cells.total[season]
            spread += scale * cells.previous[season] - events * centre * centre
            cells.level[season] = np.log(scale)
            cells.scale[season] = scale
            cells.total[season] = events
            cells.moment[season] = events * centre
    for s in range(stretches):
        scale = cells.scale[cells.season[s]]
        for i in range(cells.begin[s], cells.begin[s + 1]):
            cells.mean[i] = scale * cells.growth[i]
            cells.working[i] = cells.weight[i] * cells.mean[i]
    return Fit(slope, spread if trend else np.inf, rank, converged)


@compiled
def dispersion(cells: Cells, size: int, weights: Floats, fit: Fit) -> float:
    """Sum weights x squared relative residuals over the degrees of freedom.

    With the working weights this is Pearson's dispersion.
    """
    squares, used = 0.0, 0
    for i in range(size):
        residual = (cells.events[i] - cells.mean[i]) / cells.mean[i]
        squares += weights[i] * residual * residual
        used += cells.weight[i] > 0.0
    return squares / (used - fit.rank)


@compiled
def downweight(cells: Cells, stretches: int, fit: Fit, limits: tuple[float, float]) -> bool:
    """Lower the weight of cells far above their mean; say whether there was one.

    Args:
        limits: the dispersion, and the standardised Anscombe residual above which a cell counts
            by one over its square. Weights sum to the number of cells.

    Source:
        Farrington et al. (1996), J. R. Stat. Soc. A 159(3), 547-563; Noufaily et al. (2013),
        Statistics in Medicine 32(7), 1206-1222.
    """
    phi, threshold = limits
    size, found, kept = cells.begin[stretches], False, 0.0
    ratio, growing, before = np.exp(fit.slope / 6.0), 1.0, -np.inf
    for s in range(stretches):
        season = cells.season[s]
        total = cells.total[season]
        if not total > 0.0:
            continue
        centre = cells.moment[season] / total
        sixth = np.exp(cells.level[season] / 6.0)
        for i in range(cells.begin[s], cells.begin[s + 1]):
            time = cells.time[i]
            growing = growing * ratio if time - before == 1.0 else np.exp(fit.slope * time / 6.0)
            before = time
            root = sixth * growing
            if cells.log_exposure[i] != 0.0:
                root = cells.mean[i] ** (1.0 / 6.0)
            cells.weight[i] = 1.0
            kept += 1.0
            above = 1.5 * (cells.power[i] / root - root * root * root)
            away = time - centre
            leverage = cells.working[i] * (1.0 / total + away * away / fit.spread)
            scale = phi * (1.0 - leverage)
            # A cell that has a level to itself has no residual to be judged by.
            alone = leverage > LEVERAGE_OF_ONE
            if above > 0.0 and above * above > threshold * threshold * scale and not alone:
                found = True
                cells.weight[i] = scale / (above * above)
                kept += cells.weight[i] - 1.0
    if found:
        cells.weight[:size] *= size / kept
    return found
