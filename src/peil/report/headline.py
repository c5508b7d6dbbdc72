"""The first sentences: what is proposed, what qualifies it, and how firm it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from peil.assess.sensitivity import CHANGES
from peil.report.brief import EXPIRED, PROPOSED, Brief
from peil.report.wording import Words

STALE = "stale_evidence"
PLAINEST = "height"
"""Changes of this name are said first: how high the ladder stands is understood by everyone."""
NO_AUTHORITY = ("", "none", "no authority", "nobody")


def headline(brief: Brief, words: Words) -> str:
    """Say in one sentence what is proposed, or that the figures cannot tell."""
    proposal = brief.proposal
    if proposal["status"] == EXPIRED and proposal.get("last_supported"):
        last = proposal["last_supported"]
        level = words.level(brief.scale, last["level"])
        return words("headline.expired", level=level, day=words.day(last["until"]))
    if proposal["status"] != PROPOSED or proposal["level"] is None:
        return words("headline.cannot_tell")
    return _proposed(brief, words)


def _proposed(brief: Brief, words: Words) -> str:
    low, high = bounds(brief)
    until = stale_until(brief)
    if not until and only_attacks(brief):
        level = words.level(brief.scale, brief.proposal["level"])
        return words("headline.only_attacks", level=level)
    said = {
        "level": words.level(brief.scale, brief.proposal["level"]),
        "low": words.level(brief.scale, low),
        "high": words.level(brief.scale, high),
        "day": words.day(until) if until else "",
    }
    if until:
        return words("headline.stale_range" if low < high else "headline.stale", **said)
    if low == high:
        return words("headline.proposed", **said)
    said["broken"] = answers(brief, turning(brief), words)
    if high - low == 1:
        return words("headline.range", **said)
    ends = {
        "low": words.short_level(brief.scale, low),
        "high": words.short_level(brief.scale, high),
    }
    return words("headline.wide_range", **said | ends)


def turning(brief: Brief) -> list[Mapping[str, Any]]:
    """Give, for each end of the range, the plainest change in method that leads there."""
    broken, mine = breaking(brief), brief.proposal["level"]
    ends = [n for n in reversed(bounds(brief)) if n != mine]
    found = [next((c for c in broken if c["level"] == n), None) for n in dict.fromkeys(ends)]
    return [change for change in found if change is not None] or broken[:1]


def bounds(brief: Brief) -> tuple[int, int]:
    """Give the lowest and the highest level that the figures do not separate."""
    proposal = brief.proposal
    span = proposal.get("range") or [proposal["level"], proposal["level"]]
    return min(span), max(span)


def stale_until(brief: Brief) -> str | None:
    """Give the day up to which the evidence reaches, where it says nothing of today."""
    for code, values in caveats(brief):
        if code == STALE:
            until = values.get("until") or brief.proposal.get("evidence_until")
            return str(until) if until else None
    return None


def only_attacks(brief: Brief) -> bool:
    """Whether nothing was known that weighs, save the list of dated attacks."""
    weighed = any(item.get("reliability") for item in brief.document["evidence"])
    return weighed and not brief.proposal.get("evidence_until")


def caveats(brief: Brief) -> list[tuple[str, Mapping[str, Any]]]:
    """List the caveats' codes with their values."""
    listed = brief.document.get("caveats", [])
    return [(c, {}) if isinstance(c, str) else (c["code"], c.get("values") or {}) for c in listed]


def notes(brief: Brief, words: Words) -> tuple[str, ...]:
    """Qualify the headline: the rule's own answer where it is another, and since when."""
    proposal = brief.proposal
    since = proposal.get("since")
    if not since:
        return ()
    day = words.day(since)
    if proposal["status"] != PROPOSED or proposal["level"] is None:
        return (words("then.since_unknown", day=day),)
    level = words.level(brief.scale, proposal["level"])
    if proposal.get("held_by_hysteresis"):
        return (words("then.held", level=level, day=day),)
    low, high = bounds(brief)
    return (
        words("then.rule", level=level, day=day) if low < high else words("then.since", day=day),
    )


def small(brief: Brief, words: Words) -> tuple[str, ...]:
    """Say what the first change leads to, and which others give another answer as well."""
    if brief.proposal["status"] != PROPOSED:
        return ()
    low, high = bounds(brief)
    said = turning(brief) if low < high and not stale_until(brief) else []
    rest = [change for change in breaking(brief) if change not in said]
    extra = _extra(brief, said[0], words) if said else ""
    return (
        *([words("then.there", extra=extra)] if extra else []),
        *([words("then.also", list=answers(brief, rest, words))] if rest else []),
    )


def breaking(brief: Brief) -> list[Mapping[str, Any]]:
    """List the changes in method that lead to another answer, the plainest to say first."""
    proposal = brief.proposal
    mine = (proposal["status"], proposal["level"])
    broken = [c for c in proposal.get("broken_by") or [] if (c["status"], c["level"]) != mine]
    return sorted(broken, key=lambda change: not change["change"].startswith(PLAINEST))


def answers(brief: Brief, changes: Sequence[Mapping[str, Any]], words: Words) -> str:
    """Say what changes in method lead to, one after another."""
    openings = ["then.broken", *["then.and"] * (len(changes) - 1)]
    return words.listed(
        [_answer(brief, c, words, key) for key, c in zip(openings, changes, strict=False)]
    )


def _answer(brief: Brief, change: Mapping[str, Any], words: Words, key: str) -> str:
    name = words.code("change", change["change"])
    if change["status"] != PROPOSED or change["level"] is None:
        return words(f"{key}_unknown", change=name)
    return words(key, change=name, level=words.level(brief.scale, change["level"]))


def _extra(brief: Brief, change: Mapping[str, Any], words: Words) -> str:
    said = []
    if change.get("probabilities") and change["level"] is not None:
        said.append(_fit_above(brief, change, words))
    if change.get("since"):
        said.append(words("then.stepped", day=words.day(change["since"])))
    return words.listed(said)


def _fit_above(brief: Brief, change: Mapping[str, Any], words: Words) -> str:
    bound = max(change["level"], brief.proposal["level"] or change["level"])
    share = sum(p for n, p in change["probabilities"].items() if int(n) >= bound)
    level = words("level.plain", n=bound)
    return words("then.fits", level=level, percent=words.percent(share))


def reach(brief: Brief, words: Words) -> str:
    """Say up to which day the evidence reaches, and how old it is."""
    until, age = brief.proposal.get("evidence_until"), brief.proposal.get("median_age_days")
    if not until:
        return words("reach.attacks" if only_attacks(brief) else "reach.none")
    said = [words("reach.until", day=words.day(until))]
    if age:
        said.append(words("reach.median", days=words.number(age)))
    return " ".join(said)


def firmness(brief: Brief, words: Words) -> str:
    """Say how far the answer can be trusted: coverage and robustness, no likelihood."""
    said = [words("reach.coverage", percent=words.percent(brief.proposal.get("coverage") or 0.0))]
    if brief.proposal["status"] == PROPOSED:
        broken = len(breaking(brief))
        key = {0: "reach.broken_none", 1: "reach.broken_one"}.get(broken, "reach.broken")
        said.append(words(key, tried=len(CHANGES), number=broken))
    return " ".join([*said, words("reach.confidence")])


def limits(brief: Brief, words: Words, first: int = 3) -> tuple[str, ...]:
    """Say the first caveats, those that hold for every reader."""
    listed = [(code, values) for code, values in caveats(brief) if code != STALE]
    return tuple(caveat(code, values, words) for code, values in listed[:first])


def caveat(code: str, values: Mapping[str, Any], words: Words) -> str:
    """Say one caveat; one that nobody translated stays readable."""
    return words.code("caveat", code, **values)


def citation(brief: Brief, words: Words) -> str:
    """Say how to cite the report: day, method, and whose ladder."""
    return words(
        "cite.text",
        title=brief.title,
        day=words.day(brief.as_of),
        method=brief.proposal["method"],
        ladder=brief.ladder.name,
        date=brief.ladder.date,
        author=brief.ladder.author,
        adopted=adopted(brief, words),
    )


def adopted(brief: Brief, words: Words) -> str:
    """Say which authority has adopted the ladder."""
    who = brief.ladder.adopted_by
    if who.lower() in NO_AUTHORITY:
        return words("cite.adopted_none")
    return words("cite.adopted", who=who)
