"""What changed, from dated facts alone: proposals, official levels, and what became known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID, uuid5

from peil.assess.rule import PROPOSED
from peil.report.account import Cell
from peil.report.site.feed import Feed, FeedEntry
from peil.report.site_brief import (
    ATTACKS,
    FIGURES,
    LEVELS,
    PEERS,
    RECOMMENDATIONS,
    STATUSES,
    SiteBrief,
    Sourced,
)
from peil.report.tabular import rows_csv
from peil.report.words import Words

SPACE = UUID("5f5e0a7b-3d0c-5f4e-9a51-6a0c2d1f7e11")
"""In which the names of changes are made into stable ids."""
COLUMNS = ("id", "day", "kind", "what", "source")
MOST_LISTED, MOST_FED, LATEST = 300, 100, 8
"""Changes that the page, the feed and the first page have room for; the table has all."""
WORDED = (FIGURES, ATTACKS, RECOMMENDATIONS, STATUSES)
"""Kinds of facts that are said in the page's words."""
NAMED = 3
"""Things that became known on one day and are named; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One dated change.

    Args:
        key: what makes it this one and no other; its id comes from it.
        kind: proposal, official, decision, or what the fact is about.
        title: in the reader's language.
        content: what the dossier says of it, in English; figures and codes in the reader's language.
        page: where the site shows more.
    """

    key: str
    day: date
    kind: str
    title: str
    content: str
    source: str
    page: str

    @property
    def id(self) -> str:
        """Stable: the same change has it on every day and in every language."""
        return str(uuid5(SPACE, self.key))

    @property
    def is_english(self) -> bool:
        """Whether the content is what the dossier says, and not what the page's words say."""
        return self.kind not in WORDED

    @property
    def told_source(self) -> Cell:
        """Its source, whose addresses are links."""
        return Cell(text=self.source, has_links=True)


def changes_of(brief: SiteBrief, words: Words) -> tuple[Change, ...]:
    """List what changed up to the day, the latest first."""
    found = [*_proposals(brief, words), *_official(brief, words), *_decision(brief, words)]
    found += _known(brief, words)
    return tuple(sorted(found, key=lambda change: (-change.day.toordinal(), change.key)))


def _proposals(brief: SiteBrief, words: Words) -> Iterator[Change]:
    """Give each review whose proposal is another than that of the review before."""
    if brief.assessment is None:
        return
    before: str | None = None
    for review in brief.assessment.history:
        is_one = review.status == PROPOSED and review.level is not None
        after = words("site.no_proposal")
        if is_one:
            after = words.short_level(brief.scale, review.level or 0)
        if after != before:
            title = words("site.proposal_first", after=after)
            if before is not None:
                title = words("site.proposal_change", before=before, after=after)
            key = f"{brief.country}|proposal|{review.day}|{review.level if is_one else 'none'}"
            yield _change(key, review.day, "proposal", title, page="assessment.html")
        before = after


def _change(key: str, day: date, kind: str, title: str, **said: str) -> Change:
    given = {"content": "", "source": "", "page": "changes.html", **said}
    return Change(key=key, day=day, kind=kind, title=title, **given)


def _official(brief: SiteBrief, words: Words) -> Iterator[Change]:
    before: str | None = None
    for level in brief.official:
        after = str(level.level)
        if brief.scale.numbers[0] <= level.level <= brief.scale.numbers[-1]:
            after = words.short_level(brief.scale, level.level)
        if after == before:
            continue
        title = words("site.official_first", after=after)
        if before is not None:
            title = words("site.official_change", before=before, after=after)
        day = max(level.announced, level.valid_from)
        key = f"{brief.country}|official|{day}|{level.level}"
        yield _change(key, day, "official", title, source=level.source, page="assessment.html")
        before = after


def _decision(brief: SiteBrief, words: Words) -> Iterator[Change]:
    decision = brief.decision
    if decision is None:
        return
    level = str(decision.level)
    if brief.scale.numbers[0] <= decision.level <= brief.scale.numbers[-1]:
        level = words.short_level(brief.scale, decision.level)
    title = words("site.decision_change", level=level, office=decision.office)
    key = f"{brief.country}|decision|{decision.date}|{decision.level}"
    yield _change(
        key, decision.date, "decision", title, source=decision.source, page="assessment.html"
    )


def _known(brief: SiteBrief, words: Words) -> Iterator[Change]:
    """Gather for each day and kind what became known on it."""
    facts = [fact for fact in brief.facts if fact.kind not in (LEVELS, PEERS, "decision")]
    facts.sort(key=lambda fact: (fact.published, fact.kind))
    for (day, kind), each in groupby(facts, key=lambda fact: (fact.published, fact.kind)):
        group = list(each)
        yield _change(
            f"{brief.country}|known|{day}|{kind}",
            day,
            kind,
            _named(group, words),
            content=_content(group[:NAMED], words),
            source="; ".join(dict.fromkeys(fact.source for fact in group[:NAMED])),
            page=f"sources.html#{kind}",
        )


def _named(group: Sequence[Sourced], words: Words) -> str:
    """Name the first of what became known, and count the rest."""
    kind = words.code("site_kind", group[0].kind)
    names = list(dict.fromkeys(fact.name(words) for fact in group))
    what = words.listed(names[:NAMED])
    if len(names) <= NAMED:
        return words.labelled(kind, what)
    number = words.number(len(names) - NAMED)
    return words("site.became_known_more", kind=kind, what=what, number=number)


def _content(group: Sequence[Sourced], words: Words) -> str:
    """Say what became known: what is the same of all once, and else of which thing each is."""
    said = [said_of(fact, words) for fact in group]
    names = [fact.name(words) for fact in group]
    if len(set(names)) == 1 or len(set(said)) == 1:
        return " ".join(dict.fromkeys(said))
    return " ".join(dict.fromkeys(_said_with_name(fact, words) for fact in group))


def _said_with_name(fact: Sourced, words: Words) -> str:
    """Say a fact after the name of what it is about."""
    name = fact.name(words).removesuffix(".")
    if fact.value is None:
        return words.ended(words.labelled(name, fact.sentence(words)))
    period = words.period(fact.start, fact.end)
    return words.ended(words.labelled(f"{name} ({period})", words.number(fact.value, 2)))


def said_of(fact: Sourced, words: Words) -> str:
    """Say a fact: its sentence, or its figure and the period that it is about."""
    if fact.value is None:
        return words.ended(fact.sentence(words))
    period = words.period(fact.start, fact.end)
    return words.ended(words.labelled(period, words.number(fact.value, 2)))


def changes_csv(changes: Iterable[Change]) -> bytes:
    """Write the changes as a table."""
    return rows_csv(COLUMNS, (_row(change) for change in changes))


def _row(change: Change) -> Mapping[str, object]:
    what = f"{change.title} {change.content}".strip()
    return {
        "id": f"urn:uuid:{change.id}",
        "day": change.day,
        "kind": change.kind,
        "what": what,
        "source": change.source,
    }


def changes_feed(brief: SiteBrief, changes: Sequence[Change], words: Words) -> bytes:
    """Write the latest changes as a feed."""
    return Feed(
        id=str(uuid5(SPACE, f"{brief.country}|{brief.title}")),
        language=words.language,
        title=f"{brief.title} – {words('site.changes')}",
        author=brief.title,
        day=changes[0].day if changes else brief.as_of,
        version=brief.version,
        entries=[_fed(change) for change in changes[:MOST_FED]],
    ).content()


def _fed(change: Change) -> FeedEntry:
    said = " ".join(part for part in (change.content, change.source) if part)
    return FeedEntry(
        id=change.id,
        day=change.day,
        kind=change.kind,
        title=change.title,
        said=said or change.title,
        anchor=f"c-{change.id}",
    )
