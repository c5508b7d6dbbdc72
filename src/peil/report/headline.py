"""The first sentences: what is proposed, what qualifies it, and how firm it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from peil.assess.sensitivity import CHANGES
from peil.report.brief import EXPIRED, PROPOSED, Brief
from peil.report.words import Words

STALE = "stale_evidence"
PLAINEST = "height"
"""Changes of this name are said first: how high the ladder stands is understood by everyone."""
DATED = ("attacks_dated", "plots_dated")
"""How the names of indicators begin that count dated events, not published totals."""
HARDLY = 0.6
"""Decibans below which an indicator hardly separates two levels: a ratio of 1.15."""
NO_AUTHORITY = ("", "none", "no authority", "nobody")


def headline(brief: Brief, words: Words) -> str:
    """Say in one sentence what is proposed, or that the figures cannot tell."""
    proposal = brief.proposal
    if proposal["status"] == EXPIRED:
        last = proposal["last_supported"]
        level = words.level(brief.scale, last["level"])
        return words("headline.expired", level=level, day=words.day(last["until"]))
    if proposal["status"] != PROPOSED:
        return words("headline.cannot_tell")
    return _proposed(brief, words)


def _proposed(brief: Brief, words: Words) -> str:
    low, high = bounds(brief)
    said = {
        "level": words.level(brief.scale, brief.proposal["level"]),
        "low": words.level(brief.scale, low),
        "high": words.level(brief.scale, high),
    }
    if is_stale(brief):
        level = said["level"] if low == high else words("headline.span", **said)
        return _stale(brief, level, words)
    if low == high:
        return words("headline.proposed", **said)
    return words("headline.range" if high - low == 1 else "headline.wide_range", **said)


def _stale(brief: Brief, level: str, words: Words) -> str:
    """Say what a proposal rests on where no figure but attacks says anything of that day."""
    until = brief.proposal["evidence_until"]
    if not until:
        return words("headline.only_attacks", level=level)
    weigh = {is_dated(item) for item in brief.document["evidence"] if _separates(item)}
    bases = {(True, False): "stale_attacks", (False, True): "stale_old"}
    basis = bases.get((True in weigh, False in weigh), "stale_both")
    return words(f"headline.{basis}", level=level, day=words.day(until))


def is_dated(item: Mapping[str, Any]) -> bool:
    """Whether evidence counts dated events, not published totals."""
    return str(item["indicator"]).startswith(DATED)


def _separates(item: Mapping[str, Any]) -> bool:
    return any(abs(weight) >= HARDLY for weight in item["weight_db"].values())


def turning(brief: Brief) -> list[Mapping[str, Any]]:
    """Give, for each end of the range, the plainest change in method that leads there."""
    broken, mine = breaking(brief), brief.proposal["level"]
    ends = [n for n in reversed(bounds(brief)) if n != mine]
    found = [next((c for c in broken if c["level"] == n), None) for n in dict.fromkeys(ends)]
    return [change for change in found if change is not None] or broken[:1]


def bounds(brief: Brief) -> tuple[int, int]:
    """Give the lowest and the highest level that the figures do not separate."""
    proposal = brief.proposal
    low, high = proposal["range"]
    return low, high


def is_stale(brief: Brief) -> bool:
    """Whether no figure but attacks says anything of that day."""
    return any(caveat["code"] == STALE for caveat in brief.document["caveats"])


def notes(brief: Brief, words: Words) -> tuple[str, ...]:
    """Qualify the headline: what fits best, and what the rule answers, since when."""
    if brief.proposal["status"] != PROPOSED:
        return (_without_level(brief, words),)
    return (*_best(brief, words), *_past(brief, words), _standing(brief, words))


def _without_level(brief: Brief, words: Words) -> str:
    """Say since when no level is proposed, and why one that was proposed is no more."""
    day = words.day(brief.proposal["since"])
    if brief.proposal["status"] != EXPIRED:
        return words("then.since_unknown", day=day)
    reviews = words.number(brief.proposal["rule"]["expires_after"])
    return words("then.expired", number=reviews, day=day)


def _best(brief: Brief, words: Words) -> tuple[str, ...]:
    """Name the two levels that the figures fit best, where they say anything of that day."""
    if is_stale(brief):
        return ()
    fits = brief.proposal["probabilities"]
    best, other = _by_fit(brief)[:2]
    return (
        words(
            "then.best",
            level=words.level(brief.scale, best),
            percent=words.percent(fits[str(best)]),
            other=words.level(brief.scale, other),
            other_percent=words.percent(fits[str(other)]),
        ),
    )


def _by_fit(brief: Brief) -> list[int]:
    """Give the levels, the one that the figures fit best first."""
    fits = brief.proposal["probabilities"]
    return sorted(brief.scale.numbers, key=lambda n: fits[str(n)], reverse=True)


def _past(brief: Brief, words: Words) -> tuple[str, ...]:
    """Say what was proposed when the figures other than attacks ended."""
    until = brief.proposal["evidence_until"]
    reviews = [r for r in brief.history if until and r.day.isoformat() <= until]
    if not reviews or not is_stale(brief):
        return ()
    day, level = words.day(reviews[-1].day), reviews[-1].level
    if level is None:
        return (words("then.past_unknown", day=day),)
    return (words("then.past", day=day, level=words.level(brief.scale, level)),)


def _standing(brief: Brief, words: Words) -> str:
    """Say since when the rule answers so, and where it alone keeps a level up."""
    proposal = brief.proposal
    day, level = words.day(proposal["since"]), words.level(brief.scale, proposal["level"])
    if proposal["held_by_hysteresis"]:
        return words.sentence(words("then.held", level=level, day=day))
    low, high = bounds(brief)
    is_rules_own = not is_stale(brief) and _by_fit(brief)[0] != proposal["level"]
    key = "then.rule" if low < high or is_rules_own else "then.since"
    return words(key, level=level, day=day)


def small(brief: Brief, words: Words) -> tuple[str, ...]:
    """Say why several levels are proposed, and which other changes give another answer as well."""
    if brief.proposal["status"] != PROPOSED:
        return ()
    low, high = bounds(brief)
    said = turning(brief) if low < high and not is_stale(brief) else []
    rest = [change for change in breaking(brief) if change not in said]
    return (
        *_apart(brief, words),
        *([_there(brief, said[0], words)] if said else []),
        *([words("then.also", list=answers(brief, rest, words))] if rest else []),
    )


def _apart(brief: Brief, words: Words) -> tuple[str, ...]:
    """Say why several levels are proposed: which change in method leads from one to the other."""
    low, high = bounds(brief)
    if low == high or is_stale(brief):
        return ()
    is_wide = high - low > 1
    say = words.short_level if is_wide else words.level
    said = {"low": say(brief.scale, low), "high": say(brief.scale, high)}
    broken = answers(brief, turning(brief), words)
    return (words("then.apart_wide" if is_wide else "then.apart", **said, broken=broken),)


def _there(brief: Brief, change: Mapping[str, Any], words: Words) -> str:
    """Name a change, and say what it leads to besides its answer."""
    name = words.sentence(words.code("change", change["change"]))
    return words("then.there", change=name, extra=_extra(brief, change, words))


def breaking(brief: Brief) -> list[Mapping[str, Any]]:
    """List the changes in method that lead to another answer, the plainest to say first."""
    proposal = brief.proposal
    mine = (proposal["status"], proposal["level"])
    broken = [c for c in proposal["broken_by"] if (c["status"], c["level"]) != mine]
    return sorted(broken, key=lambda change: not change["change"].startswith(PLAINEST))


def answers(brief: Brief, changes: Sequence[Mapping[str, Any]], words: Words) -> str:
    """Say what changes in method lead to, one after another."""
    openings = ["then.broken", *["then.and"] * (len(changes) - 1)]
    return words.listed(
        [_answer(brief, c, words, key) for key, c in zip(openings, changes, strict=False)]
    )


def _answer(brief: Brief, change: Mapping[str, Any], words: Words, key: str) -> str:
    name = words.code("change", change["change"])
    if change["status"] != PROPOSED:
        return words(f"{key}_unknown", change=name)
    return words(key, change=name, level=words.level(brief.scale, change["level"]))


def _extra(brief: Brief, change: Mapping[str, Any], words: Words) -> str:
    said = [_fit_above(brief, change, words)] if change["level"] is not None else []
    if from_start(brief, change):
        return words.listed([*said, words("then.from_start")])
    return words.listed([*said, words("then.stepped", day=words.day(change["since"]))])


def from_start(brief: Brief, change: Mapping[str, Any]) -> bool:
    """Whether a run's answer is that of its first review, so that no step led to it."""
    first = [review.day.isoformat() for review in brief.history[:1]]
    return change["since"] in first


def _fit_above(brief: Brief, change: Mapping[str, Any], words: Words) -> str:
    bound = max(change["level"], brief.proposal["level"] or change["level"])
    share = sum(p for n, p in change["probabilities"].items() if int(n) >= bound)
    level = words("level.plain", n=bound)
    is_top = bound == max(brief.scale.numbers)
    return words(
        "then.fits_top" if is_top else "then.fits", level=level, percent=words.percent(share)
    )


def reach(brief: Brief, words: Words) -> str:
    """Say up to which day the evidence reaches, and how old it is."""
    until, age = brief.proposal["evidence_until"], brief.proposal["median_age_days"]
    if not until:
        return _without_totals(brief, words)
    said = [words("reach.until", day=words.day(until))]
    if age:
        said.append(words("reach.median", n=round(age)))
    return " ".join(said)


def _without_totals(brief: Brief, words: Words) -> str:
    """Say what is known where no published total weighs."""
    evidence, rule = brief.document["evidence"], brief.proposal["rule"]
    if any(item["reliability"] for item in evidence):
        return words("reach.attacks")
    if not evidence:
        return words("reach.none")
    months, monthly = (words.number(rule[f"base_months{of}"]) for of in ("", "_monthly"))
    return words("reach.cannot_weigh", months=months, monthly=monthly)


def firmness(brief: Brief, words: Words) -> str:
    """Say how far the answer can be trusted: coverage and robustness, no likelihood."""
    said = [words("reach.coverage", percent=words.percent(brief.proposal["coverage"]))]
    if brief.proposal["status"] == PROPOSED:
        broken = len(breaking(brief))
        key = "reach.broken" if broken else "reach.broken_none"
        said.append(words(key, tried=len(CHANGES), n=broken))
    return " ".join([*said, words("reach.confidence")])


def limits(brief: Brief, words: Words, first: int = 3) -> tuple[str, ...]:
    """Say the first caveats, those that hold for every reader."""
    listed = [item for item in brief.document["caveats"] if item["code"] != STALE]
    return tuple(caveat(item, words) for item in listed[:first])


def caveat(item: Mapping[str, Any], words: Words) -> str:
    """Say one caveat."""
    return words.code("caveat", item["code"], **item["values"])


def citation(brief: Brief, words: Words) -> str:
    """Say how to cite the report: day, method, whose ladder, and the law of the scale."""
    return words(
        "cite.text",
        title=brief.title,
        day=words.day(brief.as_of),
        method=brief.proposal["method"],
        ladder=brief.ladder.name,
        date=brief.ladder.date,
        author=brief.ladder.author,
        adopted=adopted(brief, words),
        instrument=brief.scale.instrument,
        article=brief.scale.article,
    )


def adopted(brief: Brief, words: Words) -> str:
    """Say which authority has adopted the ladder."""
    who = brief.ladder.adopted_by
    if who.lower() in NO_AUTHORITY:
        return words("cite.adopted_none")
    return words("cite.adopted", who=who)
