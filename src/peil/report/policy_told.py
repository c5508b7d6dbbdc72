"""What every view of policy is told with: items, sections, facts and endings in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from peil.act.endings import Ending
from peil.act.facts import Fact
from peil.report.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One arrangement or recommendation: its name, what is said of it, and where that stands.

    `loudness` counts what calls for attention; the loudest stand first.
    """

    name: str
    lines: tuple[str, ...]
    sources: tuple[str, ...] = ()
    loudness: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Items or plain lines below a title; left out where there are none."""

    title: str
    items: tuple[Item, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyAccount:
    """What a view says: the first sentence, what must be known beside it, and the sections."""

    kicker: str
    as_known: str
    not_checked: str
    headline: str
    notes: tuple[str, ...]
    sections: tuple[Section, ...]


def account_of(
    words: Words,
    country: str,
    title: str,
    day: date,
    loudest: Sequence[str],
    notes: Iterable[str],
    sections: Iterable[Section],
) -> PolicyAccount:
    """Begin with the loudest line; a section that holds nothing is left out."""
    headline, *louder = loudest
    return PolicyAccount(
        kicker=f"{words.code('country', country)} · {title}",
        as_known=words("title.as_known", day=words.day(day)),
        not_checked=words("meta.not_checked"),
        headline=headline,
        notes=(*louder, *notes),
        sections=tuple(
            replace(each, items=tuple(sorted(each.items, key=lambda item: -item.loudness)))
            for each in sections
            if each.items or each.lines
        ),
    )


def endings_told(
    endings: Sequence[Ending], words: Words, names: Mapping[str, str]
) -> tuple[list[str], Section]:
    """Say the loudest line, and list the endings; `names` are those of what each carried out."""
    silent = [each for each in endings if each.is_unreasoned]
    ended = words.listed([each.arrangement.name for each in silent])
    loud = [words("policy.unreasoned", number=len(silent), names=ended)] if silent else []
    items = tuple(_ending(each, words, names) for each in endings)
    return loud, Section(title=words("policy.endings"), items=items)


def _ending(ending: Ending, words: Words, names: Mapping[str, str]) -> Item:
    event = ending.event
    lines = [words("policy.ended_on", day=words.day(event.on))]
    for part in ("by", "reason", "replacement", "opinions"):
        value = getattr(event, part)
        if value:
            told = words.code("policy_role", value) if part == "by" else value
            lines.append(words.labelled(words.code("policy_part", part), told))
    if ending.missing:
        missing = words.listed([words.code("policy_part", part) for part in ending.missing])
        lines.append(words("policy.missing", parts=missing))
    if ending.at_risk:
        risked = words.listed([names.get(id_, id_) for id_ in ending.at_risk])
        lines.append(words("policy.puts_at_risk", names=risked))
    return Item(name=ending.arrangement.name, lines=tuple(lines), sources=(event.source,))


def facts_told(
    facts: Sequence[Fact], words: Words, names: Mapping[str, Mapping[str, str]] | None = None
) -> Iterator[str]:
    """Say the facts that hold; of the others only how many cannot be told."""
    for fact in facts:
        if fact.holds:
            figures = {name: _figure(name, value, words) for name, value in fact.figures.items()}
            about = words.listed(
                [words.name((names or {}).get(id_, {}), id_) for id_ in fact.about]
            )
            yield words.code("policy_fact", fact.code, about=about, **figures)


def untold(facts: Sequence[Fact], words: Words) -> str:
    """Count what the facts known do not tell."""
    number = sum(fact.holds is None for fact in facts)
    return words("policy.untold", number=number, all=len(facts))


def _figure(name: str, value: float | date, words: Words) -> str:
    if isinstance(value, date):
        return words.day(value)
    if name in ("falls_by", "agreed", "floor", "low", "high"):
        return words.percent(value)
    return str(value) if name == "year" else words.number(value)


def sources_told(facts: Sequence[Fact], *more: str) -> tuple[str, ...]:
    """List where facts that hold stand, and what else is named, each once."""
    held = (source for fact in facts if fact.holds for source in fact.sources)
    return tuple(dict.fromkeys((*more, *held)))
