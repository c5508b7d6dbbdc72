"""Write the tables of docs/methods/level.md: `python -m tests.recovery.study [part ...]`.

Constants are chosen in one set of worlds and reported in another.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial

from tests.recovery.measures import Outcome, Score, calibration, score
from tests.recovery.replays import ClippedByLength, SpreadOverMonths, one_world
from tests.recovery.worlds import LEVELS

from peil.assess.evidence import Weigher
from peil.assess.forward_filter import hold_time
from peil.assess.ladder import Ladder, default_ladder
from peil.assess.reviews import ageing
from peil.assess.rule import Rule, default_rule

CHOSEN_IN = range(60)
REPORTED_IN = range(1000, 1060)
MORE = range(100)
PROCESSES = 2


def run(
    world: str,
    seeds: range,
    rules: list[Rule],
    *,
    ladder: Ladder | None = None,
    weigher: type[Weigher] = Weigher,
) -> list[list[Outcome]]:
    """Replay worlds in several processes: one list of outcomes for each rule."""
    task = partial(_replayed, world, rules, ladder, weigher)
    with ProcessPoolExecutor(PROCESSES) as pool:
        by_seed = list(pool.map(task, seeds, chunksize=2))
    return [list(of_rule) for of_rule in zip(*by_seed, strict=True)]


def _replayed(
    world: str, rules: list[Rule], ladder: Ladder | None, weigher: type[Weigher], seed: int
) -> list[Outcome]:
    return one_world(world, seed, rules, ladder, weigher)


def with_tails(rule: Rule, *, p_dn: float, down: float) -> Rule:
    """Change when a level falls, and let ageing settle just below half of that chance."""
    settles_next = 0.9667 * p_dn / 2 / rule.settles_at_least_2
    return replace(rule, p_dn=p_dn, down=down, settles_next=settles_next)


def held(rule: Rule) -> int | None:
    """Months for which ageing alone holds level 3."""
    return hold_time(ageing(rule, LEVELS)[0], 2, rule.p_dn)


def believed() -> Ladder:
    """Peil's ladder with every family believed in full."""
    ladder = default_ladder()
    rules = {name: replace(rule, reliability=1.0) for name, rule in ladder.families.items()}
    return replace(ladder, families=rules)


HEAD = "| skill | premature, modal | premature, rule | never | never, a year or more | never, of all | delay | 2+ too high | 2+ too low | exact |"


def line(name: str, found: Score) -> str:
    """Write one row of a table."""
    cells = (
        f"{found.skill:.2f}",
        f"{found.premature_modal:.2f}",
        f"{found.premature:.2f}",
        f"{found.never:.2f}",
        f"{found.never_long:.2f}",
        f"{found.never_of_all:.2f}",
        f"{found.delay:.0f}",
        f"{found.too_high:.3f}",
        f"{found.too_low:.3f}",
        f"{found.exact:.2f}",
    )
    return f"| {name} | {' | '.join(cells)} |"


def curve() -> Iterator[str]:
    """Premature lowerings against rises never followed, by p_dn and the rate down."""
    rule = default_rule()
    points = [(p, n) for n in (18, 12, 9) for p in (0.10, 0.15, 0.20, 0.25, 0.30)]
    rules = [with_tails(rule, p_dn=p, down=1 / n) for p, n in points]
    yield f"| p_dn, down, hold time {HEAD}"
    for (p, n), each, found in zip(points, rules, run("stress", CHOSEN_IN, rules), strict=True):
        yield line(f"{p:.2f}, 1/{n}, {held(each)}", score(found))


def one_by_one() -> Iterator[str]:
    """Each other constant changed alone."""
    rule = default_rule()
    changes: dict[str, Rule] = {"as shipped": rule}
    for name, values in {
        "p_up": (0.30, 0.40, 0.50),
        "reviews": (1, 2, 6, 12),
        "settles_at_least_2": (0.20, 0.25, 0.34),
        "clip_db": (3.0, 4.5, 9.0, 13.0),
    }.items():
        changes |= {f"{name} {value}": replace(rule, **{name: value}) for value in values}
    yield f"| changed {HEAD}"
    for name, found in zip(changes, run("stress", CHOSEN_IN, list(changes.values())), strict=True):
        yield line(name, score(found))
    others = {"clip by length": ClippedByLength, "spread over months": SpreadOverMonths}
    for name, weigher in others.items():
        yield line(name, score(run("stress", CHOSEN_IN, [rule], weigher=weigher)[0]))
    for world, name, values in (
        ("series break off", "c_min", (0.3, 0.5, 0.7)),
        ("correlated", "other_publishers", (0.0, 0.5, 1.0)),
        ("wrong figures", "clip_db", (3.0, 4.5, 6.0, 9.0, 13.0)),
    ):
        rules = [replace(rule, **{name: value}) for value in values]
        for value, found in zip(values, run(world, CHOSEN_IN, rules), strict=True):
            yield line(f"{world}: {name} {value}", score(found))


def thresholds() -> Iterator[str]:
    """Where to raise, together with where ageing settles, in more worlds."""
    points = [(0.30, 0.25), (0.30, 0.29), (0.35, 0.29), (0.35, 0.34), (0.40, 0.34)]
    rule = default_rule()
    rules = [
        with_tails(replace(rule, p_up=up, settles_at_least_2=tail), p_dn=rule.p_dn, down=rule.down)
        for up, tail in points
    ]
    yield f"| changed {HEAD}"
    for (up, tail), each, found in zip(points, rules, run("stress", MORE, rules), strict=True):
        name = f"p_up {up}, settles_at_least_2 {tail}, hold time {held(each)}"
        yield line(name, score(found))


def report() -> Iterator[str]:
    """The operating characteristics of what is shipped."""
    rule = default_rule()
    halved, doubled = replace(rule, down=rule.down / 2), replace(rule, down=rule.down * 2)
    yield f"| world {HEAD}"
    for world in (
        "own",
        "record",
        "stress",
        "stress, prompt",
        "overdispersed",
        "correlated",
        "truth twice the ladder",
        "truth half the ladder",
        "series break off",
        "wrong figures",
    ):
        rules = [rule, halved, doubled] if world == "stress" else [rule]
        for name, found in zip(
            (world, "filter half as fast", "filter twice as fast"),
            run(world, REPORTED_IN, rules),
            strict=False,
        ):
            yield line(name, score(found))
            if name == "own":
                bins = calibration(found, seed=1)
    for world in ("own", "stress"):
        found = run(world, REPORTED_IN, [replace(rule, clip_db=13.0)], ladder=believed())[0]
        yield line(f"{world}, every figure believed", score(found))
    yield "\n| part of months | forecast | frequency | 90 % interval | |"
    for b in bins:
        verdict = "" if b.is_calibrated else "missed"
        yield (
            f"| {b.part:.3f} | {b.forecast:.2f} | {b.frequency:.2f} "
            f"| {b.low:.2f}-{b.high:.2f} | {verdict} |"
        )


PARTS = {"curve": curve, "one_by_one": one_by_one, "thresholds": thresholds, "report": report}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        for text in PARTS[part]():
            print(text, flush=True)  # noqa: T201
