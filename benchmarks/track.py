"""Write the tables of docs/methods/track.md: `python -m benchmarks.track [worlds]`.

Peil's proposals are scored against a truth that is known, and the record of levels is tried on
worlds in which a level has skill or none.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
from scores.categorical import firm, risk_matrix_score, weights_from_warning_scaling
from tests.recovery.measures import SCORED_FROM, Outcome
from tests.recovery.replays import apply, review
from tests.recovery.track_worlds import TrackWorld, simulate
from tests.recovery.worlds import LEVELS
from xarray import DataArray

from peil.assess.rule import default_rule
from peil.review.track import scores
from peil.review.track.forward import score_beside, score_levels
from peil.review.track.settings import BETTER, WORSE, TrackSettings
from peil.terms.calendar import Floats, Ints

REPORTED_IN, LEARNED_IN = range(1000, 1060), range(60)
PROCESSES, AHEAD, RESAMPLES = 2, 12, 1000
RISK = 1.0 - default_rule().p_up
"""A level too low is as much worse than one too high as the rule's own threshold says."""
SCALING = np.array([[0, 2, 3, 3], [0, 1, 2, 3], [0, 1, 1, 2], [0, 0, 0, 0]])
ESCALATION, THRESHOLDS = (1.0, 2.0, 3.0), (0.5, 0.3, 0.1)
"""The short-range scaling of Taggart and Wilke (2025)."""

Score = Callable[[Floats, Ints], float]


def main() -> None:
    """Print both parts."""
    seeds = REPORTED_IN[: int(sys.argv[1])] if len(sys.argv) > 1 else REPORTED_IN
    learned = LEARNED_IN[: len(seeds)]
    for world in ("record", "stress"):
        lines = [f"## {world} world, {len(seeds)} worlds", *against_truth(world, seeds, learned)]
        sys.stdout.write("\n".join([*lines, "", ""]))
    lines = [
        "## levels with skill and without",
        *of_levels(range(200 if seeds == REPORTED_IN else 20)),
    ]
    sys.stdout.write("\n".join([*lines, ""]))


def against_truth(world: str, seeds: range, learned: range) -> Iterator[str]:
    """Score proposals, their most probable level and both baselines against the true level."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        told = list(pool.map(partial(_replayed, world), seeds, chunksize=2))
        past = list(pool.map(partial(_replayed, world), learned, chunksize=2))
    usual, matrix = _climatology(past), _changes(past)
    said = {
        "Peil": [o.posterior[SCORED_FROM:] for o in told],
        "no change, truth of a year before": [matrix[_earlier(o)] for o in told],
        "climatology": [np.tile(usual, (len(_truth(o)), 1)) for o in told],
    }
    truth = [_truth(o) for o in told]
    yield "| forecast | Brier P(≥3) | RPS | log score | risk matrix |"
    yield "|---|---|---|---|---|"
    for name, forecasts in said.items():
        values = [_pooled(score, forecasts, truth) for score in SCORES.values()]
        yield f"| {name} | " + " | ".join(f"{value:.3f}" for value in values) + " |"
    for baseline in list(said)[1:]:
        skills = [_skill(score, said["Peil"], said[baseline], truth) for score in SCORES.values()]
        yield f"| skill of Peil over {baseline} | " + " | ".join(skills) + " |"
    yield from _named(told, truth)
    yield from _calibrated(said["Peil"], truth)


def _named(told: Sequence[Outcome], truth: list[Ints]) -> Iterator[str]:
    """Score levels that are said without probabilities, by FIRM."""
    levels = {
        "Peil's proposal": [o.proposed[SCORED_FROM:] for o in told],
        "Peil's most probable level": [o.modal[SCORED_FROM:] for o in told],
        "no change, truth of a year before": [_earlier(o).astype(float) for o in told],
        "climatology, best single level": [np.full(len(t), _best(truth)) for t in truth],
    }
    yield ""
    yield f"| level said | FIRM, risk {RISK:.2f} | exact | too low | too high |"
    yield "|---|---|---|---|---|"
    for name, each in levels.items():
        gap = np.concatenate([a - b for a, b in zip(each, truth, strict=True)])
        is_told = np.isfinite(gap)
        parts = [(gap[is_told] == 0).mean(), (gap[is_told] < 0).mean(), (gap[is_told] > 0).mean()]
        value = _firm(np.concatenate(each)[is_told], np.concatenate(truth)[is_told])
        yield f"| {name} | {value:.3f} | " + " | ".join(f"{part:.2f}" for part in parts) + " |"


def _calibrated(forecasts: list[Floats], truth: list[Ints]) -> Iterator[str]:
    """Part the Brier score of P(≥3) into reliability, resolution and uncertainty."""
    p = np.concatenate(forecasts)[:, 2:].sum(axis=1)
    y = (np.concatenate(truth) >= 2).astype(float)
    edges = np.arange(0.1, 1.0, 0.1)
    parts = scores.decompose(p, y, edges.tolist())
    yield ""
    yield (
        f"Murphy, ten classes: reliability {parts.reliability:.4f}, resolution "
        f"{parts.resolution:.4f}, uncertainty {parts.uncertainty:.4f}, within {parts.within:.4f}"
    )
    for each in scores.reliability(p, y, edges.tolist()):
        yield f"said {each.forecast:.2f}, came {each.frequency:.2f}, months {each.number}"


def _replayed(world: str, seed: int) -> Outcome:
    return apply(review(world, seed))


def _truth(outcome: Outcome) -> Ints:
    return outcome.truth[SCORED_FROM:]


def _earlier(outcome: Outcome) -> Ints:
    return outcome.truth[SCORED_FROM - AHEAD : -AHEAD]


def _climatology(past: Sequence[Outcome]) -> Floats:
    levels = np.concatenate([_truth(o) for o in past])
    counts = np.bincount(levels, minlength=LEVELS) + 0.5
    share: Floats = counts / counts.sum()
    return share


def _changes(past: Sequence[Outcome]) -> Floats:
    """Give the distribution of a level a year after each level, (K, K)."""
    counts = np.full((LEVELS, LEVELS), 0.5)
    for outcome in past:
        np.add.at(counts, (_earlier(outcome), _truth(outcome)), 1.0)
    share: Floats = counts / counts.sum(axis=1, keepdims=True)
    return share


def _brier(p: Floats, level: Ints) -> float:
    return scores.brier(p[:, 2:].sum(axis=1), (level >= 2).astype(float))


def _log(p: Floats, level: Ints) -> float:
    return float(-np.log(np.take_along_axis(p, level[:, None], axis=1)).mean())


def _matrix(p: Floats, level: Ints) -> float:
    reached = (np.arange(1, LEVELS)[None, :] <= level[:, None]).astype(float)
    at_least = np.clip(1.0 - np.cumsum(p, axis=1)[:, :-1], 0.0, 1.0)
    severities = list(range(1, LEVELS))
    weights = weights_from_warning_scaling(SCALING, ESCALATION, "s", severities, "p", THRESHOLDS)
    arrays = (DataArray(v, dims=["t", "s"], coords={"s": severities}) for v in (at_least, reached))
    return float(risk_matrix_score(*arrays, weights, "s", "p"))


SCORES: dict[str, Score] = {"brier": _brier, "rps": scores.rps, "log": _log, "matrix": _matrix}


def _firm(said: Floats, truth: Ints) -> float:
    arrays = (DataArray(each.astype(float), dims="t") for each in (said, truth))
    return float(firm(*arrays, RISK, [0.5, 1.5, 2.5], [1.0, 1.0, 1.0]))


def _best(truth: list[Ints]) -> int:
    """Give the level that costs least if it is always said."""
    whole = np.concatenate(truth)
    return min(range(LEVELS), key=lambda k: _firm(np.full(len(whole), float(k)), whole))


def _pooled(score: Score, forecasts: Sequence[Floats], truth: Sequence[Ints]) -> float:
    return score(np.concatenate(forecasts), np.concatenate(truth))


def _skill(
    score: Score, own: Sequence[Floats], baseline: Sequence[Floats], truth: Sequence[Ints]
) -> str:
    """Give 1 - score over that of the baseline, with its 90 % interval by draws of worlds."""
    a, b = (
        np.array([score(p, t) for p, t in zip(each, truth, strict=True)])
        for each in (own, baseline)
    )
    rng = np.random.default_rng(1)
    drawn = rng.integers(0, len(a), (RESAMPLES, len(a)))
    ends = np.quantile(1.0 - a[drawn].sum(axis=1) / b[drawn].sum(axis=1), [0.05, 0.95])
    return f"{1.0 - a.sum() / b.sum():.2f} ({ends[0]:.2f} to {ends[1]:.2f})"


def of_levels(seeds: range) -> Iterator[str]:
    """Tell how often levels are called better or worse, with skill and without."""
    yield "| years | stay | factor a level | horizon | blocks | told | better, climatology | worse, climatology | better, both | worse, both |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    worlds = [
        TrackWorld(years=years, stay=stay, step=step)
        for years, stay in ((20, 8.0), (40, 12.0), (60, 24.0))
        for step in (1.0, 2.2, 4.0)
    ]
    with ProcessPoolExecutor(PROCESSES) as pool:
        yield from pool.map(partial(_called, seeds), worlds)
    yield ""
    yield "| years | stay | horizon | blocks | two voices without skill: better | worse |"
    yield "|---|---|---|---|---|---|"
    pairs = [TrackWorld(years=y, stay=s) for y, s in ((20, 8.0), (20, 24.0), (40, 24.0))]
    with ProcessPoolExecutor(PROCESSES) as pool:
        yield from pool.map(partial(_told_apart, seeds), pairs)


def _called(seeds: range, world: TrackWorld) -> str:
    found = []
    for seed in seeds:
        courses, happened = simulate(world, seed)
        found.append(score_levels(courses, happened, 6, TrackSettings(), plots_in=False))
    pairs = [(f.over_no_change.word, f.over_climatology.word) for f in found]
    told = [p for p, f in zip(pairs, found, strict=True) if f.over_climatology.low is not None]
    shares = [
        np.mean([pair[1] == BETTER for pair in told]),
        np.mean([pair[1] == WORSE for pair in told]),
        np.mean([pair == (BETTER, BETTER) for pair in told]),
        np.mean([pair == (WORSE, WORSE) for pair in told]),
    ]
    blocks = np.median([f.over_climatology.blocks for f in found])
    head = (
        f"| {world.years} | {world.stay:.0f} | {world.step:g} | 6 | {blocks:.0f} | {len(told)} | "
    )
    return head + " | ".join(f"{share:.3f}" for share in shares) + " |"


def _told_apart(seeds: range, world: TrackWorld) -> str:
    found = []
    for seed in seeds:
        first, happened = simulate(world, seed)
        second, _ = simulate(world, seed + 10_000)
        found.append(score_beside(first, second, happened, 6, TrackSettings(), plots_in=False).over)
    told = [f for f in found if f.low is not None]
    shares = [np.mean([f.word == word for f in told]) for word in (BETTER, WORSE)]
    blocks = np.median([f.blocks for f in found])
    head = f"| {world.years} | {world.stay:.0f} | 6 | {blocks:.0f} | "
    return head + " | ".join(f"{share:.3f}" for share in shares) + " |"


if __name__ == "__main__":
    main()
