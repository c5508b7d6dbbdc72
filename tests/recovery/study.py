"""Write the tables of docs/methods/level.md: `python -m tests.recovery.study [part ...]`.

Constants were chosen in the worlds 0 to 99; what is shipped was shown once in 3000 to 3099.

Bounds, stated before that: in the stress world premature lowerings at most .55 of the modal
rule's, rises never followed at most .45 and a loss of at most .92; the run of levels that holds
80 % covers the truth within .08 of what it claims in the own and the record world, and in at
least .75 of the months in the stress world, .55 where it is one level; its mean width is at most
2.1 in each.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np
from tests.recovery.measures import (
    RESAMPLED,
    Outcome,
    calibration,
    fit_score,
    premature,
    score,
    true_when_proposed,
)
from tests.recovery.replays import FILTER, RULE, TOP, Reviewed, apply, review, signs_of
from tests.recovery.worlds import LEVELS, WORLDS

from peil.assess.forward_filter import hold_time
from peil.assess.reviews import ageing
from peil.assess.rule import Rule

CHOSEN_IN, SHOWN_IN = range(100), range(3000, 3100)
RATIOS = (1.0, 3.0, 10.0)
"""How much likelier a sign is where an attack is imminent; nobody knows it, so it is a table."""
PROCESSES = 2
HEAD = (
    "| skill | premature, modal | premature, rule | never | never, a year or more | delay | loss, modal "
    "| loss, rule | 2+ too high | 2+ too low | exact | fit holds | fit claims | width | alone |"
)


def reviewed(world: str, seeds: Sequence[int], rule: Rule = RULE) -> list[Reviewed]:
    """Review worlds in several processes."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        return list(pool.map(partial(review, world, rule=rule), seeds, chunksize=2))


def line(name: str, outcomes: Sequence[Outcome]) -> str:
    """Write one row of a table."""
    found, fit = score(outcomes), fit_score(outcomes)
    cells = (
        f"{found.skill:.2f}",
        *(f"{v:.3f}" for v in (found.premature_modal, found.premature)),
        *(f"{v:.2f}" for v in (found.never, found.never_long)),
        f"{found.delay:.0f}",
        *(f"{v:.3f}" for v in (found.loss_modal, found.loss)),
        *(f"{v:.3f}" for v in (found.too_high, found.too_low)),
        *(f"{v:.2f}" for v in (found.exact, fit.covers, fit.claims, fit.width, fit.covers_alone)),
    )
    return f"| {name} | {' | '.join(cells)} |"


def choice() -> Iterator[str]:
    """Each constant changed alone, in the stress worlds that chose."""
    changes: dict[str, Rule] = {"as shipped": RULE}
    for name, values in {
        "reviews": (1, 3),
        "p_dn": ((0.295, 0.20), (0.32, 0.20), (0.305, 0.15), (0.305, 0.25)),
        "p_up": (0.32, 0.40),
        "settles_at_least_2": (0.25, 0.30, 0.34),
        "clip_db": (6.0, 9.0),
        "down": (1 / 10,),
        "further_figures": (0.0, 1.0),
    }.items():
        changes |= {f"{name} {_shown(v)}": replace(RULE, **{name: v}) for v in values}
    yield f"| changed {HEAD}"
    same: dict[tuple[float, ...], list[Reviewed]] = {}
    for name, rule in changes.items():
        key = tuple(getattr(rule, each) for each in FILTER)
        worlds = same.setdefault(key, []) or reviewed("stress", CHOSEN_IN, rule)
        same[key] = worlds
        yield line(name, [apply(world, rule) for world in worlds])


def _shown(value: float | tuple[float, ...]) -> str:
    each = value if isinstance(value, tuple) else (value,)
    return ", ".join(f"{v:.3g}" for v in each)


def shown() -> Iterator[str]:
    """What is shipped, in worlds that no choice has seen."""
    yield f"| world {HEAD}"
    stress: list[Reviewed] = []
    for world in WORLDS:
        seeds = SHOWN_IN if world in ("own", "record", "stress") else SHOWN_IN[:40]
        worlds = reviewed(world, seeds)
        told = [apply(each) for each in worlds]
        yield line(f"{world}, {len(seeds)} worlds", told)
        if world in ("own", "record", "stress"):
            yield f"<!-- {world}: {_levels(told)} -->"
        if world == "own":
            bins = calibration(told, seed=1)
        if world == "stress":
            stress = worlds
            yield f"<!-- {_premature(told)} -->"
    yield "\n| part of months | forecast | frequency | 90 % interval | |"
    for b in bins:
        verdict = "" if b.is_calibrated else "missed"
        interval = f"{b.low:.2f}-{b.high:.2f}"
        yield f"| {b.part:.3f} | {b.forecast:.2f} | {b.frequency:.2f} | {interval} | {verdict} |"
    yield from _by_sign(stress)


def _levels(told: Sequence[Outcome]) -> str:
    found = [true_when_proposed(told, level) for level in range(LEVELS)]
    return ", ".join(f"{k}: true {t:.2f} of {p:.3f}" for k, (t, p) in enumerate(found, start=1))


def _premature(told: Sequence[Outcome]) -> str:
    """Compare the premature lowerings of the rule with the modal rule's, over resampled worlds."""
    counts = np.array([premature(o.proposed, o.truth) + premature(o.modal, o.truth) for o in told])
    rows = np.random.default_rng(1).integers(0, len(counts), (RESAMPLED, len(counts)))
    early, lowered, early_modal, lowered_modal = np.moveaxis(counts[rows].sum(axis=1), 1, 0)
    low, high = np.quantile(early / lowered / (early_modal / lowered_modal), [0.05, 0.95])
    a, n, b, m = counts.sum(axis=0)
    return f"{a} of {n} against {b} of {m}: {a / n / (b / m):.3f}, {low:.2f} to {high:.2f}"


def _by_sign(worlds: Sequence[Reviewed]) -> Iterator[str]:
    """How often the top level was true where it was proposed, by how telling a sign is."""
    yield "\n| a sign is likelier by | top level true | part of months proposed | part of months true |"
    for ratio in RATIOS:
        told = [apply(world, signs=signs_of(ratio)) for world in worlds]
        is_true, proposed = true_when_proposed(told, TOP)
        months = [float((o.truth == TOP).mean()) for o in told]
        yield f"| {ratio:.0f} | {is_true:.2f} | {proposed:.4f} | {sum(months) / len(months):.3f} |"


def hold() -> Iterator[str]:
    """Months for which ageing alone holds each level."""
    for levels in (3, 4, 5):
        matrix, _ = ageing(RULE, levels)
        held = [hold_time(matrix, k, RULE.lowers_at(k)) for k in range(1, levels)]
        yield f"{levels} levels: {held}"


PARTS: dict[str, Callable[[], Iterator[str]]] = {"choice": choice, "shown": shown, "hold": hold}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        for text in PARTS[part]():
            print(text, flush=True)  # noqa: T201
