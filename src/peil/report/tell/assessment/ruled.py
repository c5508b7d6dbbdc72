"""What the rule would do and why, and what would change it: the sentences after the fit."""

from collections.abc import Iterator

from peil.assess.ladder import ladder_of
from peil.assess.rule import EXPIRED, Rule, at_least
from peil.report.tell.assessment.evidence import proposed, standing
from peil.report.words import Words
from peil.review.assessed import Assessed


def ruled(found: Assessed, words: Words) -> str:
    """Say what the rule would do with today's level, and why; or why it cannot tell it."""
    if why := found.assessment.base.now.reason:
        return _untold(found, why, words)
    index, before = standing(found), found.assessment.base.held_before
    if index is None:
        return ""
    level = _level(found, index, words)
    held = found.assessment.base.now.held or 0
    if before is not None and held < before:
        return words("ruled.lower", level=level, why=_fallen(found, before, words))
    if before is not None and held > before:
        return words("ruled.raise", level=level, why=_risen(found, index, words))
    why = _why(found, index, words)
    if _is_signed(found):
        return words("ruled.signed", level=level, why=why)
    key = "ruled.keep" if _fits(found, index) else "ruled.hold"
    return words(key, level=level, day=words.day(found.assessment.base.held_since), why=why)


def _untold(found: Assessed, why: str, words: Words) -> str:
    """Say why no level is proposed, and at which one the rule stands."""
    run, index = found.assessment.base, standing(found)
    reason = words.code("why", why)
    if index is None:
        return words("ruled.no_level", why=reason)
    key = "ruled.expired" if run.now.status == EXPIRED else "ruled.cannot_tell"
    level = _level(found, index, words)
    return words(key, why=reason, level=level, day=words.day(run.held_since))


def _level(found: Assessed, index: int, words: Words) -> str:
    """Name a level, with what it may be besides, and whether it lies outside what fits."""
    level = words.level(found.scale, found.scale.numbers[index])
    if found.assessment.base.now.or_higher:
        level = words("ruled.or_higher", level=level)
    return level if _fits(found, index) else words("ruled.outside", level=level)


def _fits(found: Assessed, index: int) -> bool:
    fit, or_higher = found.assessment.fit, found.assessment.base.now.or_higher
    return fit.low <= index <= fit.high or (or_higher and fit.low == index + 1)


def _is_signed(found: Assessed) -> bool:
    """Whether a declared sign alone makes it a level "or higher"; that sign's end is what changes it."""
    return found.assessment.base.now.or_higher and bool(found.assessment.signs)


def _rule(found: Assessed) -> Rule:
    return found.assessment.settings.rule


# Why


def _why(found: Assessed, index: int, words: Words) -> str:
    """Say what part of the fit lies where the rule looks; for imminence, which condition holds."""
    top = found.assessment.top
    if found.assessment.base.now.or_higher and top is not None:
        sign = _sign(found, words)
        share = _share(found, top, words)
        return words("ruled.sign_alone" if sign else "ruled.fit_alone", share=share, sign=sign)
    share = _share(found, max(index, 1), words)
    return words("ruled.both", share=share, sign=_sign(found, words)) if index == top else share


def _sign(found: Assessed, words: Words) -> str:
    """Say who declared a sign of an imminent attack, and until when it holds."""
    for sign in found.assessment.signs[-1:]:
        days = {"day": words.day(sign.day), "lapses": words.day(sign.lapses)}
        return words("ruled.sign", office=sign.office, **days)
    return ""


def _share(found: Assessed, index: int, words: Words) -> str:
    return _held(found, index, above(found, index), words)


def _held(found: Assessed, index: int, part: float, words: Words) -> str:
    """Say what part of the fit a level holds with those above it."""
    numbers = found.scale.numbers
    key = "ruled.top" if index == len(numbers) - 1 else "ruled.above"
    return words(key, n=numbers[index], part=words.of_hundred(part))


def above(found: Assessed, index: int) -> float:
    """Give the part of the fit at a level, by index, and above it: 0 to 1."""
    return sum(found.assessment.fit.each[index:])


def _risen(found: Assessed, index: int, words: Words) -> str:
    """Say why the rule raises to a level, by index: so much of the fit lies there, or imminence."""
    if index == found.assessment.top or found.assessment.base.now.or_higher:
        return _why(found, index, words)
    bound = words.of_hundred(_rule(found).p_up, 1)
    return words("ruled.enough", share=_share(found, index, words), bound=bound)


def _fallen(found: Assessed, before: int, words: Words) -> str:
    """Say why a level, by index, is left: by the mean of month ends, or as imminence is."""
    rule, reviews = _rule(found), found.assessment.base.reviews
    if before == found.assessment.top:
        signed = bool(found.assessment.signs)
        return _share(found, before, words) if signed else words("ruled.no_sign")
    ends = [review for review in reviews if review.is_regular][-rule.reviews :]
    mean = sum(float(at_least(each.posterior)[before - 1]) for each in ends) / len(ends)
    part = _held(found, before, mean, words)
    bound = words.of_hundred(rule.lowers_at(before), 1)
    return words("ruled.mean", part=part, n=words.number(len(ends)), bound=bound)


# What would change it


def moves(found: Assessed, words: Words) -> Iterator[str]:
    """Say at which fit the rule would lower and raise; without a level, what would bring one."""
    index, why = standing(found), found.assessment.base.now.reason
    if why or index is None:
        yield words.code("ends", why)
        return
    if found.assessment.top is not None and index == found.assessment.top:
        yield words("ruled.falls", bound=words.of_hundred(_rule(found).p_dn_imminent, 1))
        return
    if _is_signed(found):
        return
    if index:
        yield _lowers(found, index, words)
    if index < len(found.scale.numbers) - 1:
        yield _raises(found, index + 1, words)


def _lowers(found: Assessed, index: int, words: Words) -> str:
    """Say at which fit a level, by index, is left; where it is not though it fits so little, why."""
    rule, now = _rule(found), found.assessment.base.now
    bound = words.of_hundred(rule.lowers_at(index), 1)
    if now.thin_reviews:
        return words("ruled.lowers_missing")
    if found.open_plots:
        return words("ruled.lowers_plot")
    key = "lowers" if above(found, index) > rule.lowers_at(index) else "lowers_later"
    return words(f"ruled.{key}", bound=bound)


def _raises(found: Assessed, index: int, words: Words) -> str:
    """Say at which fit the rule raises to a level, by index; imminence needs a sign as well."""
    rule, part = _rule(found), above(found, index)
    is_top = index == len(found.scale.numbers) - 1
    said = {"n": found.scale.numbers[index]}
    if index == found.assessment.top:
        bound = words.of_hundred(rule.p_up_imminent, 1)
        is_likely = part >= rule.p_up_imminent
        return words("ruled.raises_sign" if is_likely else "ruled.raises_both", bound=bound, **said)
    if part >= rule.p_up:
        return words("ruled.raises_new", **said)
    bound = words.of_hundred(rule.p_up, 1)
    return words("ruled.raises_top" if is_top else "ruled.raises", bound=bound, **said)


# In simulated worlds


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


def tried(found: Assessed, words: Words) -> str:
    """Say how often a level so proposed was true in simulated worlds."""
    level, part = proposed(found), true_when_proposed(found)
    if part is None:
        return ""
    return words("ruled.true", n=level, part=words.of_hundred(part))
