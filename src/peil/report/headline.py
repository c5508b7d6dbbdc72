"""The first sentences: what is proposed, what qualifies it, and how firm it is."""

from collections.abc import Mapping
from typing import Any

from peil.assess.assessment import CHANGES
from peil.report.brief import EXPIRED, PROPOSED, Brief
from peil.report.wording import Words

STALE = "stale_evidence"
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
    said["broken"] = _clause(answer_of(brief, turning(brief), words, with_extra=False), words)
    return words("headline.wide_range" if high - low > 1 else "headline.range", **said)


def _clause(sentence: str, words: Words) -> str:
    """Fit a sentence behind a colon, as the language has it."""
    if words("format.after_colon") == "lower":
        return sentence[:1].lower() + sentence[1:]
    return sentence


def turning(brief: Brief) -> Mapping[str, Any]:
    """Give the first change in method that leads to another level."""
    broken = breaking(brief)
    return next((c for c in broken if c["level"] is not None), broken[0] if broken else {})


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


def caveats(brief: Brief) -> list[tuple[str, Mapping[str, Any]]]:
    """List the caveats' codes with their values."""
    listed = brief.document.get("caveats", [])
    return [(c, {}) if isinstance(c, str) else (c["code"], c.get("values") or {}) for c in listed]


def notes(brief: Brief, words: Words) -> tuple[str, ...]:
    """Qualify the headline: which change breaks it, the rule's own answer, since when."""
    if brief.proposal["status"] != PROPOSED:
        return _since(brief, words)
    return (*_broken(brief, words), *_held_or_since(brief, words))


def _broken(brief: Brief, words: Words) -> tuple[str, ...]:
    """Say what each change leads to; how strongly, and since when, only of the first."""
    broken = breaking(brief)
    low, high = bounds(brief)
    first = turning(brief)
    rest = [answer_of(brief, c, words, with_extra=False) for c in broken if c is not first]
    if not broken:
        return ()
    extra = _extra(brief, first, words)
    if low == high or stale_until(brief):
        said = [answer_of(brief, first, words)]
    else:
        said = [words("then.there", extra=extra)] if extra else []
    rule = words("then.rule", level=words.level(brief.scale, brief.proposal["level"]))
    return (*said, *rest, *([rule] if low < high else []))


def _held_or_since(brief: Brief, words: Words) -> tuple[str, ...]:
    since = brief.proposal.get("since")
    if brief.proposal.get("held_by_hysteresis") and since:
        return (words("then.held", day=words.day(since)),)
    return _since(brief, words)


def _since(brief: Brief, words: Words) -> tuple[str, ...]:
    since = brief.proposal.get("since")
    if not since:
        return ()
    known = brief.proposal["status"] == PROPOSED
    return (words("then.since" if known else "then.since_unknown", day=words.day(since)),)


def breaking(brief: Brief) -> list[Mapping[str, Any]]:
    """List the changes in method that lead to another answer."""
    proposal = brief.proposal
    mine = (proposal["status"], proposal["level"])
    return [c for c in proposal.get("broken_by") or [] if (c["status"], c["level"]) != mine]


def answer_of(
    brief: Brief, change: Mapping[str, Any], words: Words, *, with_extra: bool = True
) -> str:
    """Say what a change in method leads to, how strongly, and since which step."""
    name = words.code("change", change["change"])
    if change["status"] != PROPOSED or change["level"] is None:
        return words("then.broken_unknown", change=name)
    extra = _extra(brief, change, words) if with_extra else ""
    level = words.level(brief.scale, change["level"])
    return words("then.broken", change=name, level=level, extra=f" ({extra})" if extra else "")


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
        return words("reach.none")
    said = [words("reach.until", day=words.day(until))]
    if age is not None:
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
