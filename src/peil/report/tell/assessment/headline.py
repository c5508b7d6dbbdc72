"""The first sentences: how the figures fit, what the rule would do, what was decided, how firm it is."""

from collections.abc import Iterator, Sequence
from statistics import median, median_high

from peil.assess.caveats import Caveat
from peil.assess.ladder import default_ladder
from peil.assess.reviews import Replay
from peil.report.tell.assessment.evidence import proposed
from peil.report.tell.assessment.ruled import best, is_faded, moves, ruled, run_held
from peil.report.tell.official import official_level
from peil.report.tell.parts import YEAR
from peil.report.words import Words
from peil.review.assessed import Assessed

STALE = "stale_evidence"
PLAINEST = "height"
"""Changes of this name are said first: how high the ladder stands is understood by everyone."""
NO_AUTHORITY = ("", "none", "no authority", "nobody")
FEW = 4
"""Figures of which no half is told."""
FIRST = 3
"""Caveats on the first page, which hold for every reader."""


def headline(found: Assessed, words: Words) -> str:
    """Say which level the figures fit best, and the run that holds 80 in 100; or why none is told."""
    fit, number, why = found.assessment.fit, best(found), found.assessment.base.now.reason
    if number is None:
        return words("headline.no_fit")
    level, part = words.level(found.scale, number), words.of_hundred(fit.each[fit.best])
    said = words("headline.best", level=level, part=part)
    if fit.low < fit.high:
        low, high = found.scale.numbers[fit.low], found.scale.numbers[fit.high]
        said = words("headline.run", best=said, low=low, high=high, held=run_held(found, words))
    if not why:
        return words("headline.fit", best=said)
    older = words("untold.faded") if is_faded(found) else words("untold.older", best=said)
    return words.code("untold", why, older=older)


def answer(found: Assessed, words: Words) -> tuple[str, ...]:
    """Say what the rule would do and why; what would change it; and what was decided."""
    said = ruled(found, words), moves(found, words), decided(found, words)
    return tuple(filter(None, said))


def decided(found: Assessed, words: Words) -> str:
    """Say which level was set; or that none is known."""
    made, day = found.decision, found.official
    if day is not None and day.row.verified:
        level = str(day.number or official_level(day.row, day.scale, words, "short"))
        return words("then.official", level=level, day=words.day(day.since))
    if day is not None:
        return words("then.unknown", day=words.day(day.since))
    if made is None:
        return words("decided.no_official")
    decision = made.decision
    level = words.level(found.scale.on(decision.date) or found.scale, decision.level)
    return words("then.decided", level=level)


# What would be proposed otherwise


def fits(found: Assessed, run: Replay) -> list[tuple[int, float]]:
    """Give each level with how well the figures fit it in a replay, lowest first."""
    return list(zip(found.scale.numbers, run.posterior.tolist(), strict=True))


def breaking(found: Assessed) -> list[tuple[str, Replay]]:
    """List the changes of the method that lead to another answer, the plainest to say first."""
    broken = found.assessment.broken_by.items() if proposed(found) is not None else ()
    return sorted(broken, key=lambda change: not change[0].startswith(PLAINEST))


def otherwise(found: Assessed, words: Words) -> Iterator[str]:
    """Say what each change of the method leads to that gives another answer."""
    for name, run in breaking(found):
        change, number = words.code("change", name), found.assessment.number(run.now.level)
        if number is None:
            yield words("then.otherwise_unknown", change=change)
        else:
            level = words.level(found.scale, number)
            yield words("then.otherwise", change=change, level=level)


# How far it reaches and holds


def reach(found: Assessed, words: Words) -> str:
    """Say up to which day the evidence reaches, and how old it is."""
    until, ages = found.assessment.evidence_until, found.assessment.ages_days
    if not until:
        return _without_totals(found, words)
    is_years = bool(ages) and _middle(ages) >= YEAR
    key, unit = ("reach.median_years", YEAR) if is_years else ("reach.median", 1)
    said = words(
        "reach.until_dated" if _weighs_dated(found) else "reach.until", day=words.day(until)
    )
    return " ".join([said, *_as_many(key, ages, unit, words)])


def _weighs_dated(found: Assessed) -> bool:
    """Whether events counted here weigh, which are known up to the day itself."""
    record = found.assessment.record
    return any(v.reliability and record.is_dated(v.indicator) for v in found.assessment.indicators)


def _as_many(key: str, days: Sequence[int], unit: float, words: Words) -> Iterator[str]:
    """Say how many of a few figures have the middle number of whole units, or more; of many, half."""
    n = int(_middle(days) / unit) if days else 0
    some = sum(int(each / unit) >= n for each in days)
    if n <= 0:
        return
    if len(days) > FEW:
        yield words(key, n=n)
    elif len(days) == 1:
        yield words(f"{key}_one", n=n)
    elif some == len(days):
        yield words(f"{key}_few", n=n, few=words.code("few", some))
    elif some == 1:
        yield words(f"{key}_one_of", n=n, few=words.code("few", len(days)))
    else:
        few, told = words.code("few", len(days)), words.code("few", some)
        yield words(f"{key}_some", n=n, few=few, some=told)


def _middle(days: Sequence[int]) -> float:
    """Give the middle number of days; of a few figures one that a figure has, the higher of two."""
    return median_high(days) if len(days) <= FEW else median(days)


def _without_totals(found: Assessed, words: Words) -> str:
    views, rule = found.assessment.indicators, found.assessment.settings.rule
    if any(view.reliability for view in views):
        return words("reach.attacks")
    if not views:
        return words("reach.none")
    months, monthly = map(words.number, (rule.base_months, rule.base_months_monthly))
    return words("reach.cannot_weigh", months=months, monthly=monthly)


def firmness(found: Assessed, words: Words) -> str:
    """Say how far the answer can be trusted: coverage and robustness, no likelihood."""
    percent = words.percent(found.assessment.coverage)
    said = [reach(found, words)]
    said += _as_many("reach.delay", found.assessment.delays_days, YEAR / 12, words)
    said.append(words("reach.coverage", percent=percent))
    if proposed(found) is not None:
        broken = len(breaking(found))
        key = "reach.broken" if broken else "reach.broken_none"
        said.append(words(key, tried=len(found.assessment.tried), n=broken))
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
        date=words.day(found.ladder.date),
        author=signed_by(found, words),
        adopted=adopted(found, words),
        instrument=found.scale.instrument,
        article=found.scale.article,
    )


def signed_by(found: Assessed, words: Words) -> str:
    """Name the author of the ladder; of Peil's own, in the reader's language."""
    author = found.ladder.author
    return words("cite.own_author") if author == default_ladder().author else author


def adopted(found: Assessed, words: Words) -> str:
    """Say which authority has adopted the ladder."""
    who = found.ladder.adopted_by
    is_none = who.lower() in NO_AUTHORITY
    return words("cite.adopted_none") if is_none else words("cite.adopted", who=who)
