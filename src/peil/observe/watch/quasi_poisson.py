"""Quasi-Poisson regression with a level for each season and one trend, without matrices.

The mean of cell i is exposure x exp(level + slope x time). With one trend column, weighted least
squares and the likelihood need only sums for each level; cells that follow each other by one step
of time form a stretch, within which the exponential is one multiplication.
"""

from typing import NamedTuple

import numpy as np

from peil.observe.watch.compiled import compiled
from peil.terms.calendar import Floats, Ints

SMALLEST_MEAN = np.finfo(np.float64).eps
"""R's inverse of the log link gives no less."""
R_STEPS, R_TOLERANCE = 25, 1e-8
"""R's limits of iteratively reweighted least squares."""
NEWTON_STEPS, NEWTON_TOLERANCE = 40, 1e-9
"""Steps are in log mean over half the baseline; the last one squares this error."""
LONGEST_STEP = 2.0
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
        entropy: (C,) events x log(events).
        weight: (C,) prior weights.
        mean: (C,) fitted means.
        working: (C,) weights of the least squares that leverages and variances come from.
        predictor: (C,) log mean without exposure.
        begin: (C + 1,) first cell of each stretch, and the end of the last.
        season: (C,) level of each stretch.
        total, moment, cross: (L,) sums over each level: weight, weight x time, and a third.
        level, previous: (L,) coefficient of each level, now and one step ago.
    """

    events: Floats
    time: Floats
    exposure: Floats
    power: Floats
    start: Floats
    entropy: Floats
    weight: Floats
    mean: Floats
    working: Floats
    predictor: Floats
    begin: Ints
    season: Ints
    total: Floats
    moment: Floats
    cross: Floats
    level: Floats
    previous: Floats


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
def predict_cells(cells: Cells, stretches: int, slope: float) -> float:
    """Set predictors and means from the coefficients; give the deviance."""
    deviance, ratio = 0.0, np.exp(slope)
    for s in range(stretches):
        first, level = cells.begin[s], cells.level[cells.season[s]]
        growing = np.exp(level + slope * cells.time[first])
        for i in range(first, cells.begin[s + 1]):
            predictor = level + slope * cells.time[i]
            mean = max(growing * cells.exposure[i], SMALLEST_MEAN)
            growing *= ratio
            cells.predictor[i] = predictor
            cells.mean[i] = mean
            log_mean = predictor
            if cells.exposure[i] != 1.0:
                log_mean += np.log(cells.exposure[i])
            apart = cells.entropy[i] - cells.events[i] * (log_mean + 1.0) + mean
            deviance += 2.0 * cells.weight[i] * apart
    return deviance


@compiled
def start_cells(cells: Cells, stretches: int) -> float:
    """Set predictors and means where R starts; give the deviance."""
    deviance = 0.0
    for i in range(cells.begin[stretches]):
        cells.mean[i] = cells.events[i] + 0.1
        cells.predictor[i] = cells.start[i]
        if cells.exposure[i] != 1.0:
            cells.predictor[i] -= np.log(cells.exposure[i])
        apart = cells.entropy[i] - cells.events[i] * cells.start[i] + 0.1
        deviance += 2.0 * cells.weight[i] * apart
    return deviance


@compiled
def fit_like_r(cells: Cells, stretches: int, trend: bool) -> Fit:
    """Fit as R's glm does: the working weights stay those of the last but one step."""
    before = start_cells(cells, stretches)
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
    """Sum grown exposure, and its product with time and with time squared, over each level.

    They are put into `total`, `moment` and `previous`; the grown exposure into `mean`.
    """
    ratio = np.exp(slope)
    cells.total[:] = 0.0
    cells.moment[:] = 0.0
    cells.previous[:] = 0.0
    for s in range(stretches):
        total = moment = square = 0.0
        growing = np.exp(slope * cells.time[cells.begin[s]])
        for i in range(cells.begin[s], cells.begin[s + 1]):
            grown = growing * cells.exposure[i]
            growing *= ratio
            cells.mean[i] = grown
            weight, time = cells.weight[i] * grown, cells.time[i]
            total += weight
            moment += weight * time
            square += weight * time * time
        season = cells.season[s]
        cells.total[season] += total
        cells.moment[season] += moment
        cells.previous[season] += square


@compiled
def newton_step(cells: Cells, products: float) -> tuple[float, float]:
    """Give the derivative of the profile likelihood by the slope, and its information."""
    derivative, information = products, 0.0
    for season in range(len(cells.total)):
        if cells.cross[season] > 0.0:
            centre = cells.moment[season] / cells.total[season]
            square = cells.previous[season] / cells.total[season]
            derivative -= cells.cross[season] * centre
            information += cells.cross[season] * (square - centre * centre)
    return derivative, information


@compiled
def most_likely_slope(cells: Cells, stretches: int) -> tuple[float, int]:
    """Find the slope that is most likely once each level is at its own best; it is unique."""
    products = sum_events(cells, stretches)
    last = cells.begin[stretches] - 1
    reach = max(0.5 * (cells.time[last] - cells.time[0]), 0.5)
    slope = 0.0
    for _ in range(NEWTON_STEPS):
        sum_exposure(cells, stretches, slope)
        derivative, information = newton_step(cells, products)
        if not information > 0.0:
            return 0.0, 0
        step = derivative / information
        longest = LONGEST_STEP / reach
        slope += min(max(step, -longest), longest)
        if abs(step) * reach < NEWTON_TOLERANCE:
            return slope, 1
    return 0.0, 0


@compiled
def fit_exactly(cells: Cells, stretches: int, trend: bool) -> Fit:
    """Fit by maximum likelihood; weights, means and sums all belong to the same coefficients.

    A level without events is given half an event, and says nothing of the trend.
    """
    slope, converged = 0.0, 1
    if trend:
        slope, converged = most_likely_slope(cells, stretches)
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
            cells.cross[season] = scale
            cells.total[season] = events
            cells.moment[season] = events * centre
    for s in range(stretches):
        scale = cells.cross[cells.season[s]]
        for i in range(cells.begin[s], cells.begin[s + 1]):
            cells.mean[i] *= scale
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
    size, found, kept, ratio = cells.begin[stretches], False, 0.0, np.exp(fit.slope / 6.0)
    for s in range(stretches):
        first, season = cells.begin[s], cells.season[s]
        total = cells.total[season]
        if not total > 0.0:
            continue
        centre = cells.moment[season] / total
        growing = np.exp((cells.level[season] + fit.slope * cells.time[first]) / 6.0)
        for i in range(first, cells.begin[s + 1]):
            root = growing if cells.exposure[i] == 1.0 else cells.mean[i] ** (1.0 / 6.0)
            growing *= ratio
            cells.weight[i] = 1.0
            above = 1.5 * (cells.power[i] / root - root * root * root)
            away = cells.time[i] - centre
            leverage = cells.working[i] * (1.0 / total + away * away / fit.spread)
            scale = phi * (1.0 - leverage)
            # A cell that has a level to itself has no residual to be judged by.
            alone = leverage > LEVERAGE_OF_ONE
            if above > 0.0 and above * above > threshold * threshold * scale and not alone:
                found = True
                cells.weight[i] = scale / (above * above)
            kept += cells.weight[i]
    for i in range(size):
        cells.weight[i] *= size / kept
    return found
