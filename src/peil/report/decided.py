"""What was decided and said publicly that day, and where the public figures contradict it."""

from collections.abc import Mapping
from typing import Any

from peil.report.account import AGREES, CONTRADICTED, UNMEASURED, Decided, Point
from peil.report.brief import PROPOSED, Brief
from peil.report.headline import bounds
from peil.report.sides import last_shown
from peil.report.wording import Words

Item = Mapping[str, Any]
SAID = ("rising", "steady", "waning")
ORDER = (CONTRADICTED, AGREES, "", UNMEASURED)


def decided(brief: Brief, words: Words) -> Decided:
    """Tell the decision of the day in its own words, beside what the figures say."""
    decision = brief.document.get("decision")
    if not decision:
        lines = (_official(brief, words), words("decided.none"))
        source = _official_source(brief)
        return Decided(lines=lines, reasons=(), more="", after=(), source=source)
    reasons = [_reason(brief, words, reason) for reason in decision.get("reasons", [])]
    number = words.number(len(reasons))
    return Decided(
        lines=(_decision(brief, words, decision), *_in_law(words, decision)),
        reasons=tuple(sorted(reasons, key=lambda point: ORDER.index(point.mark))),
        more=words("decided.more", number=number) if reasons else "",
        after=(
            *_dissent(words, decision),
            *_exceptions(brief, words, decision),
            *_review(words, decision),
        ),
        source=str(decision.get("source") or _official_source(brief)),
    )


def _decision(brief: Brief, words: Words, decision: Item) -> str:
    level = words.level(brief.scale, decision["level"])
    day = words.day(decision["date"])
    said = words("decided.level", office=decision["office"], level=level, day=day)
    rest = _official(brief, words, decided=decision)
    return f"{words.sentence(said)} {rest}"


def _in_law(words: Words, decision: Item) -> tuple[str, ...]:
    """Seriousness and likelihood in the decision's own words."""
    said = [
        words.labelled(words(f"decided.{key}"), words("format.quote", text=decision[key]))
        for key in ("seriousness", "likelihood")
        if decision.get(key)
    ]
    return (words.ended(words.listed(said)),) if said else ()


def _official(brief: Brief, words: Words, decided: Item | None = None) -> str:
    """Say the level in force, unless it is the one just decided, and compare it."""
    official = brief.document.get("official") or {}
    day, before = official.get("day"), official.get("day_before")
    if not day:
        return words("decided.no_official")
    since = words.day(day["valid_from"])
    level = words.level(brief.scale, day["level"])
    mine = (decided["level"], decided["date"]) if decided else None
    today = words.day(brief.as_of)
    is_told = mine == (day["level"], day["valid_from"])
    said = [] if is_told else [words("decided.in_force", today=today, level=level, day=since)]
    if before and before["level"] != day["level"]:
        said.append(words("decided.before", level=words.level(brief.scale, before["level"])))
    return " ".join([*said, *_comparison(brief, words, day["level"])])


def _comparison(brief: Brief, words: Words, official: int) -> tuple[str, ...]:
    proposal = brief.proposal
    if proposal["status"] != PROPOSED:
        return ()
    low, high = bounds(brief)
    if low < high and low <= official <= high:
        return (words("decided.within"),)
    if proposal["level"] == official:
        return (words("decided.same"),)
    return (words("decided.above" if proposal["level"] > official else "decided.below"),)


def _official_source(brief: Brief) -> str:
    day = (brief.document.get("official") or {}).get("day") or {}
    return str(day.get("source") or "")


def _reason(brief: Brief, words: Words, reason: Item) -> Point:
    says = reason.get("figures_say")
    mark = ""
    if says is None:
        mark, answer = UNMEASURED, words("decided.unmeasured")
    elif says not in SAID:
        answer = _unknown(brief, words, reason.get("family"))
    else:
        mark, key = _verdict(reason)
        direction = words.code("direction", says)
        if reason.get("family"):
            direction = f"{direction} ({words.code('family', reason['family'])})"
        answer = words(f"decided.{key}", direction=direction)
    return Point(what=words("format.quote", text=reason["text"]), says=answer, mark=mark)


def _unknown(brief: Brief, words: Words, family: object) -> str:
    """Say why the figures cannot tell; of those that are too old, what they last showed."""
    views = brief.document.get("families", [])
    view: Item = next((item for item in views if item["family"] == family), {})
    evidence = brief.document["evidence"]
    shown = next((e for e in evidence if e["indicator"] == view.get("because")), None)
    last = last_shown(words, view, shown)
    if last:
        return words("decided.old", **last)
    return words("decided.unknown", reason=words.code("reason", view.get("reason") or "untold"))


def _verdict(reason: Item) -> tuple[str, str]:
    """Give the mark of a reason, and which sentence tells it."""
    if reason.get("contradicted"):
        return CONTRADICTED, "contradicted"
    if reason.get("direction") == reason["figures_say"]:
        return AGREES, "agrees"
    return "", "says"


def _dissent(words: Words, decision: Item) -> tuple[str, ...]:
    return tuple(
        words.labelled(
            words("decided.dissent", office=voice["office"]),
            words("format.quote", text=voice["text"]),
        )
        for voice in decision.get("dissent", [])
    )


def _exceptions(brief: Brief, words: Words, decision: Item) -> tuple[str, ...]:
    return tuple(_exception(brief, words, item) for item in decision.get("exceptions", []))


def _exception(brief: Brief, words: Words, item: Item) -> str:
    level = words.level(brief.scale, item["level"])
    parts = [words("decided.exception", place=item["place"], level=level), item.get("text") or ""]
    if item.get("until"):
        parts.append(words("decided.until", day=words.day(item["until"])))
    return words.ended(words.listed([part for part in parts if part]))


def _review(words: Words, decision: Item) -> tuple[str, ...]:
    day = decision.get("review_on")
    return (words("decided.review", day=words.day(day)),) if day else ()
