"""What was decided and said publicly that day, and where the public figures contradict it."""

from collections.abc import Mapping
from typing import Any

from peil.report.account import AGREES, CONTRADICTED, NOT_COMPARED, UNMEASURED, Decided, Point
from peil.report.brief import PROPOSED, Brief
from peil.report.headline import bounds
from peil.report.sides import figure, last_shown, remarks
from peil.report.words import Words

Item = Mapping[str, Any]
STEADY = "steady"
SAID = ("rising", STEADY, "waning")
ORDER = (CONTRADICTED, AGREES, "", UNMEASURED, NOT_COMPARED)


def decided(brief: Brief, words: Words) -> Decided:
    """Tell the decision of the day, as the record words it, beside what the figures say."""
    decision = brief.document["decision"]
    if not decision:
        lines = (_official(brief, words), words("decided.none"))
        source = _official_source(brief)
        return Decided(lines=lines, title="", reasons=(), more="", after=(), source=source)
    is_compared = decision["compared"]
    reasons = [
        _reason(brief, words, reason) if is_compared else _only_said(reason)
        for reason in decision["reasons"]
    ]
    number = words.number(len(reasons))
    title = "decided.reasons" if is_compared else "decided.reasons_then"
    return Decided(
        lines=(
            _decision(brief, words, decision),
            *_in_law(words, decision),
            *([] if is_compared else [words("decided.then", today=words.day(brief.as_of))]),
        ),
        title=words(title, day=words.day(decision["date"])),
        reasons=tuple(sorted(reasons, key=lambda point: ORDER.index(point.mark))),
        more=words("decided.more", number=number) if reasons and is_compared else "",
        after=(
            *_dissent(words, decision),
            *_exceptions(brief, words, decision),
            *_review(words, decision),
        ),
        source=decision["source"] or _official_source(brief),
    )


def _decision(brief: Brief, words: Words, decision: Item) -> str:
    level = words.level(brief.scale, decision["level"])
    day = words.day(decision["date"])
    said = words("decided.level", office=decision["office"], level=level, day=day)
    rest = _official(brief, words, decided=decision)
    return f"{words.sentence(said)} {rest}"


def _in_law(words: Words, decision: Item) -> tuple[str, ...]:
    """Seriousness and likelihood, as the record tells them."""
    said = [
        words.labelled(words(f"decided.{key}"), decision[key])
        for key in ("seriousness", "likelihood")
        if decision[key]
    ]
    return (words.ended(words.listed(said)),) if said else ()


def _official(brief: Brief, words: Words, decided: Item | None = None) -> str:
    """Say the level in force, unless it is the one just decided, and compare it."""
    day, before = brief.document["official"]["day"], brief.document["official"]["day_before"]
    if not day:
        return words("decided.no_official")
    said = [*_in_force(brief, words, day, decided)]
    if before and before["level"] != day["level"]:
        said.append(words("decided.before", level=words.level(brief.scale, before["level"])))
    return " ".join([*said, *_comparison(brief, words, day["level"])])


def _in_force(brief: Brief, words: Words, day: Item, decided: Item | None) -> tuple[str, ...]:
    """Say the level in force, as another one where it is not the one that was decided."""
    since, level = words.day(day["valid_from"]), words.level(brief.scale, day["level"])
    if decided and (decided["level"], decided["date"]) == (day["level"], day["valid_from"]):
        return ()
    if decided and day["level"] != decided["level"] and day["valid_from"] > decided["date"]:
        return (words("decided.another", level=level, day=since),)
    today = words.day(brief.as_of)
    return (words("decided.in_force", today=today, level=level, day=since),)


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
    day = brief.document["official"]["day"]
    return str(day["source"]) if day else ""


def _reason(brief: Brief, words: Words, reason: Item) -> Point:
    says = reason["figures_say"]
    mark = ""
    if says is None:
        mark, answer = UNMEASURED, words("decided.unmeasured")
    elif says not in SAID:
        answer = _unknown(brief, words, reason["family"])
    else:
        mark, answer = _verdict(brief, words, reason)
    return Point(what=reason["text"], says=answer, mark=mark)


def _only_said(reason: Item) -> Point:
    """Tell a reason that is too old to be set beside the figures."""
    return Point(what=reason["text"], says="", mark=NOT_COMPARED)


def _view(brief: Brief, family: str) -> tuple[Item, Item | None]:
    """Give what a family shows, and the evidence that says so."""
    view = next(item for item in brief.document["families"] if item["family"] == family)
    evidence = brief.document["evidence"]
    return view, next((e for e in evidence if e["indicator"] == view["because"]), None)


def _unknown(brief: Brief, words: Words, family: str) -> str:
    """Say why the figures cannot tell; of those that are too old, what they last showed."""
    view, shown = _view(brief, family)
    last = last_shown(words, view, shown)
    if last:
        return words("decided.old", **last)
    return words("decided.unknown", reason=words.code("reason", view["reason"]))


def _verdict(brief: Brief, words: Words, reason: Item) -> tuple[str, str]:
    """Say that figures confirm or contradict a reason, and which figures do."""
    _, shown = _view(brief, reason["family"])
    family = words.code("family", reason["family"])
    direction = f"{words.code('direction', reason['figures_say'])} ({family})"
    if shown and shown["previous"]:
        latest, previous = (figure(shown[which], words) for which in ("latest", "previous"))
        direction = words("decided.by", latest=latest, previous=previous, direction=direction)
    if shown:
        direction = words.listed([direction, *_steady(reason, words), *remarks(shown, words)])
    mark = CONTRADICTED if reason["contradicted"] else AGREES
    return mark, words(f"decided.{mark}", direction=direction)


def _steady(reason: Item, words: Words) -> list[str]:
    """Say why figures that differ contradict a rise or a fall: the difference is a small one."""
    is_puzzling = reason["contradicted"] and reason["figures_say"] == STEADY
    return [words("decided.steady")] if is_puzzling else []


def _dissent(words: Words, decision: Item) -> tuple[str, ...]:
    return tuple(
        words.labelled(words("decided.dissent", office=voice["office"]), voice["text"])
        for voice in decision["dissent"]
    )


def _exceptions(brief: Brief, words: Words, decision: Item) -> tuple[str, ...]:
    return tuple(_exception(brief, words, item) for item in decision["exceptions"])


def _exception(brief: Brief, words: Words, item: Item) -> str:
    level = words.level(brief.scale, item["level"])
    parts = [words("decided.exception", place=item["place"], level=level), item["text"]]
    if item["until"]:
        parts.append(words("decided.until", day=words.day(item["until"])))
    return words.ended(words.listed([part for part in parts if part]))


def _review(words: Words, decision: Item) -> tuple[str, ...]:
    day = decision["review_on"]
    return (words("decided.review", day=words.day(day)),) if day else ()
