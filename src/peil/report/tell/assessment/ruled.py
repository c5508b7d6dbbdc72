"""What the rule would do and why, and what would change it: the sentences after the fit."""

from collections.abc import Iterator, Sequence

import numpy as np

from peil.assess.ladder import ladder_of
from peil.assess.rule import EXPIRED, LOW_COVERAGE, Review, Rule, at_least
from peil.observe.lists import MASS_CASUALTY
from peil.report.tell.assessment.evidence import has_weight, proposed, standing
from peil.report.tell.parts import as_written
from peil.report.words import Words
from peil.review.assessed import Assessed

KINDS_NAMED = 2
"""Kinds of figures that are missing and named."""
TIMES = 10
"""Of so many times it is said how often the rule was right: no number beside a part of a hundred."""


def ruled(found: Assessed, words: Words) -> str:
    """Say what the rule would do with today's level; or that it cannot tell it."""
    run, index = found.assessment.base, standing(found)
    if run.now.reason or index is None:
        return _untold(found, index, words)
    level, before, held = _level(found, index, words), run.held_before, run.now.held or 0
    if before is not None and held < before:
        return words("ruled.lower", level=level, why=_fallen(found, before, words))
    if before is not None and held > before:
        return words("ruled.raise", level=level, why=_risen(found, index, words))
    if _is_signed(found, index):
        return words("ruled.keep", level=level, why=_why(found, index, words))
    return words("ruled.keep_until", level=level, until=_until(found, index, words))


def _untold(found: Assessed, index: int | None, words: Words) -> str:
    """Say that today's level cannot be told, and which one the rule reached last, by index."""
    if index is None:
        return words("ruled.no_level")
    key = "ruled.expired" if found.assessment.base.now.status == EXPIRED else "ruled.cannot_tell"
    return words(key, level=_level(found, index, words))


def _level(found: Assessed, index: int, words: Words) -> str:
    """Name a level, with what it may be besides, and whether it lies outside what fits."""
    level = words("level.plain", n=found.scale.numbers[index])
    if found.assessment.base.now.or_higher:
        level = words("ruled.or_higher", level=level)
    return level if _fits(found, index) else words("ruled.outside", level=level)


def best(found: Assessed) -> int | None:
    """Give the number of the level that fits best; None where no figure weighs."""
    return found.scale.numbers[found.assessment.fit.best] if has_weight(found) else None


def is_faded(found: Assessed) -> bool:
    """Whether the figures say no more than the starting point does."""
    return not found.assessment.base.reviews[-1].is_informed


def run_held(found: Assessed, words: Words) -> str:
    """Say what the run of levels holds together: the sum of its bars as they are written, below all."""
    return words.of_hundred(as_written(found.assessment.fit.run))


def parted(parts: Sequence[float], bound: float, words: Words) -> dict[str, str]:
    """Write a part and the bound that it is held to, with the digits that tell on which side it lies."""
    exact, at = sum(parts), round(bound * 100, 1)
    tries = ((as_written(parts, bound), 0), (exact, 1), (exact, 2))
    told = [
        (part, digits)
        for part, digits in tries
        if (written := round(part * 100, digits)) != at and (written > at) == (exact > bound)
    ]
    part, digits = (told or tries)[0]
    return {"part": words.of_hundred(part, digits), "bound": words.of_hundred(bound, 1)}


def _fits(found: Assessed, index: int) -> bool:
    fit, or_higher = found.assessment.fit, found.assessment.base.now.or_higher
    return fit.low <= index <= fit.high or (or_higher and fit.low == index + 1)


def _is_kept(found: Assessed) -> bool:
    """Whether the level stays, so that what it holds with those above has been said before."""
    return found.assessment.base.held_before in (None, found.assessment.base.now.held or 0)


def _is_signed(found: Assessed, index: int) -> bool:
    """Whether a declared sign makes it imminence, or a level "or higher"; its end changes that."""
    is_imminent = index == found.assessment.top or found.assessment.base.now.or_higher
    return is_imminent and bool(found.assessment.signs)


def _rule(found: Assessed) -> Rule:
    return found.assessment.settings.rule


# Why


def _why(found: Assessed, index: int, words: Words) -> str:
    """Say what part of the fit lies where the rule looks; for imminence, which condition holds."""
    top, sign = found.assessment.top, _sign(found, words)
    if index == top:
        return sign or _share(found, index, words)
    if found.assessment.base.now.or_higher and top is not None:
        share = _share(found, top, words)
        return words("ruled.sign_alone" if sign else "ruled.fit_alone", share=share, sign=sign)
    return _share(found, max(index, 1), words)


def _sign(found: Assessed, words: Words) -> str:
    """Say who declared a sign of an imminent attack, and until when it holds."""
    for sign in found.assessment.signs[-1:]:
        days = {"day": words.day(sign.day), "lapses": words.day(sign.lapses)}
        return words("ruled.sign", office=sign.office, **days)
    return ""


def _share(found: Assessed, index: int, words: Words, bound: float = 1.0) -> str:
    part = as_written(found.assessment.fit.each[index:], bound)
    return _held(found, index, words.of_hundred(part), words)


def _held(found: Assessed, index: int, part: str, words: Words) -> str:
    """Say what part of the fit a level holds with those above it."""
    key = "ruled.top" if index == len(found.scale.numbers) - 1 else "ruled.above"
    return words(key, levels=_levels(found, index, words), part=part)


def _levels(found: Assessed, index: int, words: Words) -> str:
    """Name a level, by index, and those above it by their numbers."""
    numbers = found.scale.numbers[index:]
    key = {1: "ruled.one", 2: "ruled.two"}.get(len(numbers), "ruled.run")
    return words(key, low=numbers[0], high=numbers[-1])


def above(found: Assessed, index: int) -> float:
    """Give the part of the fit at a level, by index, and above it: 0 to 1."""
    return sum(found.assessment.fit.each[index:])


def _risen(found: Assessed, index: int, words: Words) -> str:
    """Say why the rule raises to a level, by index: so much of the fit lies there, or imminence."""
    if index == found.assessment.top or found.assessment.base.now.or_higher:
        return _why(found, index, words)
    bound = _rule(found).p_up
    share = _share(found, index, words, bound)
    return words("ruled.enough", share=share, bound=words.of_hundred(bound, 1))


def _fallen(found: Assessed, before: int, words: Words) -> str:
    """Say why a level, by index, is left: by the mean of month ends, or as imminence is."""
    rule, reviews = _rule(found), found.assessment.base.reviews
    if before == found.assessment.top:
        signed = bool(found.assessment.signs)
        return _share(found, before, words) if signed else words("ruled.no_sign")
    ends = [review for review in reviews if review.is_regular][-rule.reviews :]
    mean = sum(float(at_least(each.posterior)[before - 1]) for each in ends) / len(ends)
    told = parted([mean], rule.lowers_at(before), words)
    told["part"] = _held(found, before, told["part"], words)
    return words("ruled.mean", n=words.number(len(ends)), **told)


# What would change it


def moves(found: Assessed, words: Words) -> str:
    """Say until when the rule would stay at a new level; without a level, what would bring one.

    Of a level that is kept it is said already, unless a declared sign is why.
    """
    index, why = standing(found), found.assessment.base.now.reason
    if why or index is None:
        return _ended_by(found, why, words)
    if index == found.assessment.top:
        bound = _rule(found).p_dn_imminent
        return words("ruled.stay", until=_moved(found, "falls_or_lapses", index, bound, words))
    if _is_signed(found, index) or _is_kept(found):
        return ""
    return words("ruled.stay", until=_until(found, index, words))


def _ended_by(found: Assessed, why: str, words: Words) -> str:
    """Say which figures would bring a level again, naming kinds of those that are missing."""
    now = found.assessment.base.reviews[-1]
    missing = sorted(now.missing - {MASS_CASUALTY}, key=lambda family: _weight(now, family))
    if why == LOW_COVERAGE and missing:
        kinds = words.joined([words.code("family", each) for each in missing[:KINDS_NAMED]])
        told = parted([found.assessment.coverage], _rule(found).c_min, words)
        return words("ends.kinds", list=kinds, **told)
    return words.code("ends", why)


def _weight(review: Review, family: str) -> tuple[float, str]:
    """Sort families by what they give, the most first; those of equal weight by name."""
    return -float(np.abs(review.given.get(family, 0.0)).max()), family


def gives(found: Assessed, words: Words) -> Iterator[str]:
    """Say at which fit the rule would give its last level again or a higher one: a raise needs no more."""
    last, numbers = standing(found), found.scale.numbers
    if last is None:
        return
    told = [
        words("would.gives_one", n=numbers[k], until=_raises(found, k, words))
        for k in range(max(last, 1), len(numbers))
    ]
    if told:
        yield words("would.gives", list=words.listed(told))


def _until(found: Assessed, index: int, words: Words) -> str:
    """Say at which fit the rule would leave a level, by index, downwards and upwards."""
    lower = _lowers(found, index, words) if index else ""
    is_top = index == len(found.scale.numbers) - 1
    higher = "" if is_top else _raises(found, index + 1, words)
    if lower and higher:
        return words("ruled.either", lower=lower, higher=higher)
    return lower or higher


def _moved(found: Assessed, key: str, index: int, bound: float, words: Words) -> str:
    """Say from and to which part of the fit a level, by index, and those above it would go."""
    is_top, part = index == len(found.scale.numbers) - 1, found.assessment.fit.each[index:]
    return words(
        f"ruled.{key}_one" if is_top else f"ruled.{key}",
        levels=_levels(found, index, words),
        **parted(part, bound, words),
    )


def _lowers(found: Assessed, index: int, words: Words) -> str:
    """Say at which fit a level, by index, is left; where it is not though it fits so little, why."""
    bound, now = _rule(found).lowers_at(index), found.assessment.base.now
    if now.thin_reviews:
        return words("ruled.figures_there")
    if found.open_plots:
        return words("ruled.no_plot")
    key = "falls" if above(found, index) > bound else "lasts"
    return _moved(found, key, index, bound, words)


def _raises(found: Assessed, index: int, words: Words) -> str:
    """Say at which fit the rule raises to a level, by index; imminence needs a sign as well."""
    rule, part, number = _rule(found), above(found, index), found.scale.numbers[index]
    if index == found.assessment.top:
        if part >= rule.p_up_imminent:
            return words("ruled.signed", n=number, part=words.of_hundred(part))
        return _moved(found, "rises_signed", index, rule.p_up_imminent, words)
    if part >= rule.p_up:
        return words("ruled.speaks", n=number)
    return _moved(found, "rises", index, rule.p_up, words)


# Beside the fit


def beside_the_fit(found: Assessed, words: Words) -> str:
    """Say what the starting point does to the bars, and how often such an answer was right."""
    return " ".join(filter(None, (_alone(found, words), _tried(found, words))))


def _alone(found: Assessed, words: Words) -> str:
    """Say which level the figures that weigh fit best without where they start, if another."""
    if is_faded(found):
        return ""
    level = found.assessment.number(found.assessment.favoured)
    return "" if level is None else words("ruled.alone", n=level)


def true_when_proposed(found: Assessed) -> float | None:
    """Give how often the proposed level was true in simulated worlds, 0 to 1.

    None where no level is proposed, and of a scale, rule or ladder that was not tried.
    """
    level, rule = proposed(found), _rule(found)
    tried = rule.true_when_proposed
    if level is None or len(tried) != len(found.scale.numbers):
        return None
    is_own = found.ladder == ladder_of(rule.method)
    return tried[found.scale.numbers.index(level)] if is_own else None


def _tried(found: Assessed, words: Words) -> str:
    """Say how often the rule was right in simulated worlds when it gave this level."""
    level, part = proposed(found), true_when_proposed(found)
    if part is None:
        return ""
    return words("ruled.true", level=level, n=round(part * TIMES), times=TIMES)
