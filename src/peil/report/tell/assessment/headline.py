"""The first sentences: what is proposed, what qualifies it, and how firm it is."""

from collections.abc import Iterator, Sequence

from peil.assess.assessment import IndicatorView
from peil.assess.caveats import Caveat
from peil.assess.reviews import Replay
from peil.assess.rule import EXPIRED, PROPOSED
from peil.assess.sensitivity import changes_tried
from peil.report.tell.assessment.evidence import (
    bounds,
    last_supported,
    proposed,
    separates,
)
from peil.report.words import Words
from peil.review.assessed import Assessed

STALE = "stale_evidence"
PLAINEST = "height"
"""Changes of this name are said first: how high the ladder stands is understood by everyone."""
DATED = ("attacks_dated", "plots_dated")
"""How the names of indicators begin that count dated events, not published totals."""
NO_AUTHORITY = ("", "none", "no authority", "nobody")
FIRST = 3
"""Caveats on the first page, which hold for every reader."""

Change = tuple[str, Replay]
"""A change of the method by its name, and the replay under it."""


def headline(found: Assessed, words: Words) -> str:
    """Say in one sentence what is proposed, or that the figures cannot tell."""
    span, last, now = bounds(found), last_supported(found), found.assessment.base.now
    if span is not None:
        return _proposed(found, span, words)
    if last is None or now.supported_until is None:
        return words("headline.cannot_tell")
    level = words.level(found.scale, last)
    return words("headline.expired", level=level, day=words.day(now.supported_until))


def _proposed(found: Assessed, span: tuple[int, int], words: Words) -> str:
    low, high = (words.level(found.scale, end) for end in span)
    if found.assessment.is_stale:
        return _stale(found, low if low == high else _between(low, high, words), words)
    if low == high:
        return words("headline.proposed", level=low)
    is_next = span[1] - span[0] == 1
    return words("headline.range" if is_next else "headline.wide_range", low=low, high=high)


def _between(low: str, high: str, words: Words) -> str:
    return words("headline.span", low=low, high=high)


def _stale(found: Assessed, level: str, words: Words) -> str:
    """Say what a proposal rests on where no figure but attacks says anything of that day."""
    until = found.assessment.evidence_until
    if not until:
        return words("headline.only_attacks", level=level)
    weigh = {_is_dated(view) for view in found.assessment.indicators if separates(view)}
    bases = {(True, False): "stale_attacks", (False, True): "stale_old"}
    basis = bases.get((True in weigh, False in weigh), "stale_both")
    return words(f"headline.{basis}", level=level, day=words.day(until))


def _is_dated(view: IndicatorView) -> bool:
    return view.indicator.startswith(DATED)


# What qualifies it


def notes(found: Assessed, words: Words) -> Iterator[str]:
    """Qualify the headline: what fits best, and what the rule answers, since when."""
    level = proposed(found)
    if level is None:
        yield _without_level(found, words)
        return
    if found.assessment.is_stale:
        yield from _past(found, words)
    else:
        yield _best(found, words)
    yield _standing(found, level, words)


def _without_level(found: Assessed, words: Words) -> str:
    """Say since when no level is proposed, and why one that was proposed is no more."""
    now, rule = found.assessment.base.now, found.assessment.settings.rule
    day = words.day(now.since)
    if now.status != EXPIRED:
        return words("then.since_unknown", day=day)
    return words("then.expired", number=words.number(rule.expires_after), day=day)


def _best(found: Assessed, words: Words) -> str:
    """Name the two levels that the figures fit best."""
    (best, fit), (other, other_fit) = _by_fit(found)[:2]
    return words(
        "then.best",
        level=words.level(found.scale, best),
        percent=words.percent(fit),
        other=words.level(found.scale, other),
        other_percent=words.percent(other_fit),
    )


def _by_fit(found: Assessed) -> list[tuple[int, float]]:
    """Give the levels with their fit, the one that the figures fit best first."""
    return sorted(fits(found, found.assessment.base), key=lambda pair: -pair[1])


def fits(found: Assessed, run: Replay) -> list[tuple[int, float]]:
    """Give each level with how well the figures fit it in a replay, lowest first."""
    return list(zip(found.scale.numbers, run.posterior.tolist(), strict=True))


def _past(found: Assessed, words: Words) -> Iterator[str]:
    """Say what was proposed when the figures other than attacks ended."""
    until = found.assessment.evidence_until
    reviews = [review for review in found.history if until and review.day <= until]
    for review in reviews[-1:]:
        day, level = words.day(review.day), review.level
        if level is None:
            yield words("then.past_unknown", day=day)
        else:
            yield words("then.past", day=day, level=words.level(found.scale, level))


def _standing(found: Assessed, number: int, words: Words) -> str:
    """Say since when the rule answers so, and where it alone keeps a level up."""
    day, level = words.day(found.assessment.base.now.since), words.level(found.scale, number)
    if found.assessment.is_held:
        return words.sentence(words("then.held", level=level, day=day))
    is_rules_own = not found.assessment.is_stale and _by_fit(found)[0][0] != number
    is_range = bounds(found) != (number, number)
    return words("then.rule" if is_range or is_rules_own else "then.since", level=level, day=day)


# Which changes of the method would give another answer


def small(found: Assessed, words: Words) -> Iterator[str]:
    """Say why several levels are proposed, and which other changes give another answer as well."""
    level, span = proposed(found), bounds(found)
    if level is None or span is None:
        return
    is_range = span[0] < span[1] and not found.assessment.is_stale
    said = _turning(found, span, level) if is_range else []
    if is_range:
        yield _apart(found, span, said, words)
    if said:
        yield _there(found, level, *said[0], words=words)
    if rest := [change for change in breaking(found) if change not in said]:
        yield words("then.also", list=_answers(found, rest, words))


def breaking(found: Assessed) -> list[Change]:
    """List the changes of the method that lead to another answer, the plainest to say first."""
    broken = found.assessment.broken_by.items()
    return sorted(broken, key=lambda change: not change[0].startswith(PLAINEST))


def _turning(found: Assessed, span: tuple[int, int], level: int) -> list[Change]:
    """Give, for each end of the range, the plainest change of the method that leads there."""
    broken, number = breaking(found), found.assessment.number
    far = dict.fromkeys(n for n in reversed(span) if n != level)
    leading = [[c for c in broken if number(c[1].now.level) == n][:1] for n in far]
    return [change for changes in leading for change in changes] or broken[:1]


def _apart(found: Assessed, span: tuple[int, int], turning: Sequence[Change], words: Words) -> str:
    """Say why several levels are proposed: which change leads from one to the other."""
    is_wide = span[1] - span[0] > 1
    say = words.short_level if is_wide else words.level
    low, high = (say(found.scale, end) for end in span)
    broken = _answers(found, turning, words)
    key = "then.apart_wide" if is_wide else "then.apart"
    return words(key, low=low, high=high, broken=broken)


def _answers(found: Assessed, changes: Sequence[Change], words: Words) -> str:
    """Say what changes of the method lead to, one after another."""
    keys = ["then.broken", *["then.and"] * (len(changes) - 1)]
    return words.listed([_answer(found, *c, k, words) for k, c in zip(keys, changes, strict=False)])


def _answer(found: Assessed, name: str, run: Replay, key: str, words: Words) -> str:
    change, level = words.code("change", name), found.assessment.number(run.now.level)
    if run.now.status != PROPOSED or level is None:
        return words(f"{key}_unknown", change=change)
    return words(key, change=change, level=words.level(found.scale, level))


def _there(found: Assessed, level: int, name: str, run: Replay, *, words: Words) -> str:
    """Name a change, and say what it leads to besides its answer."""
    other = found.assessment.number(run.now.level)
    said = [] if other is None else [_fit_above(found, max(other, level), run, words)]
    if is_from_start(found, run):
        said.append(words("then.from_start"))
    else:
        said.append(words("then.stepped", day=words.day(run.now.since)))
    change = words.sentence(words.code("change", name))
    return words("then.there", change=change, extra=words.listed(said))


def is_from_start(found: Assessed, run: Replay) -> bool:
    """Whether a replay's answer is that of its first review, so that no step led to it."""
    return run.now.since in [review.day for review in found.history[:1]]


def _fit_above(found: Assessed, bound: int, run: Replay, words: Words) -> str:
    share = sum(fit for number, fit in fits(found, run) if number >= bound)
    key = "then.fits_top" if bound == max(found.scale.numbers) else "then.fits"
    return words(key, level=words("level.plain", n=bound), percent=words.percent(share))


# How far it reaches and holds


def reach(found: Assessed, words: Words) -> str:
    """Say up to which day the evidence reaches, and how old it is."""
    until, age = found.assessment.evidence_until, found.assessment.median_age_days
    if not until:
        return _without_totals(found, words)
    said = [words("reach.until", day=words.day(until))]
    if age:
        said.append(words("reach.median", n=round(age)))
    return " ".join(said)


def _without_totals(found: Assessed, words: Words) -> str:
    """Say what is known where no published total weighs."""
    views, rule = found.assessment.indicators, found.assessment.settings.rule
    if any(view.reliability for view in views):
        return words("reach.attacks")
    if not views:
        return words("reach.none")
    months, monthly = map(words.number, (rule.base_months, rule.base_months_monthly))
    return words("reach.cannot_weigh", months=months, monthly=monthly)


def firmness(found: Assessed, words: Words) -> str:
    """Say how far the answer can be trusted: coverage and robustness, no likelihood."""
    said = [words("reach.coverage", percent=words.percent(found.assessment.coverage))]
    if proposed(found) is not None:
        broken = len(breaking(found))
        key = "reach.broken" if broken else "reach.broken_none"
        said.append(
            words(key, tried=len(changes_tried(found.assessment.settings.rule.method)), n=broken)
        )
    return " ".join([*said, words("reach.confidence")])


def limits(found: Assessed, words: Words) -> list[str]:
    """Say the first caveats."""
    return [caveat(each, words) for each in found.caveats if each.code != STALE][:FIRST]


def caveat(each: Caveat, words: Words) -> str:
    """Say one caveat."""
    return words.code("caveat", each.code, **each.values)


def citation(found: Assessed, words: Words) -> str:
    """Say how to cite the report: day, method, whose ladder, and the law of the scale."""
    return words(
        "cite.text",
        title=found.title,
        day=words.day(found.as_of),
        method=found.assessment.settings.rule.method,
        ladder=found.ladder.name,
        date=found.ladder.date,
        author=found.ladder.author,
        adopted=adopted(found, words),
        instrument=found.scale.instrument,
        article=found.scale.article,
    )


def adopted(found: Assessed, words: Words) -> str:
    """Say which authority has adopted the ladder."""
    who = found.ladder.adopted_by
    is_none = who.lower() in NO_AUTHORITY
    return words("cite.adopted_none") if is_none else words("cite.adopted", who=who)
