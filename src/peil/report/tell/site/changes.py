"""What changed, from dated facts alone: proposals, official levels, and what became known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from uuid import UUID, uuid5

from peil.assess.rule import PROPOSED
from peil.decide.official import in_turn
from peil.report.model import Entries, Entry, Link, Piece, Rank, Report, Saying, Text, linked
from peil.report.render.data import rows_csv
from peil.report.site.feed import Feed, FeedEntry
from peil.report.site.places import FEED
from peil.report.tell.official import official_level
from peil.report.tell.site.facts import (
    ARRANGEMENTS,
    ATTACKS,
    DECISION,
    FIGURES,
    HAPPENINGS,
    LEVELS,
    PEERS,
    RECOMMENDATIONS,
    RETURNS,
    STATUSES,
    SiteFound,
    Sourced,
)
from peil.report.words import Words
from peil.review.assessed import Assessed
from peil.terms.calendar import months_after
from peil.terms.text import ENGLISH, names_of, without_stop

SPACE = UUID("5f5e0a7b-3d0c-5f4e-9a51-6a0c2d1f7e11")
"""In which the names of changes are made into stable ids."""
TABLE = "changes.csv"
COLUMNS = ("id", "day", "kind", "what", "source")
MOST_LISTED, MOST_FED, LATEST = 300, 100, 7
"""Changes that the page, the feed and the first page have room for; the table has all."""
WORDED = (FIGURES, ATTACKS, RECOMMENDATIONS, STATUSES)
"""Kinds of facts that are said in the page's words."""
MONTHS = 3
"""Of the time of which the page says first how much changed."""
NAMED = 3
"""Things that became known on one day and are named; the rest is counted."""
PROPOSAL = Link(page="assessment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One dated change.

    Args:
        key: what makes it this one and no other; its id comes from it.
        kind: proposal, official, decision, or what the fact is about.
        title: in the reader's language.
        content: what is said of it; `lang` is its language where it is not the reader's.
        to: where the site shows more.
    """

    key: str
    day: date
    kind: str
    title: str
    to: Link
    content: str = ""
    lang: str | None = None
    source: str = ""
    precision: str = "day"

    @property
    def id(self) -> str:
        """Stable: the same change has it on every day and in every language."""
        return str(uuid5(SPACE, self.key))

    @property
    def entry(self) -> Entry:
        """Tell it."""
        return Entry(
            name=(Piece(text=self.title, to=self.to),),
            anchor=f"c-{self.id}",
            day=self.day,
            precision=self.precision,
            lines=((Piece(text=self.content, lang=self.lang),),) if self.content else (),
            sources=(linked(self.source),) if self.source else (),
        )


def tell_changes(found: SiteFound, changes: Sequence[Change], words: Words) -> Report:
    """List what changed, the latest first."""
    lines: list[Saying] = [*of_quarter(changes, found.day, words), words("site.changes_note")]
    lines += [words("site.changes_later"), words("site.corrections")]
    if len(changes) > MOST_LISTED:
        shown, all_ = words.number(MOST_LISTED), words.number(len(changes))
        lines.append(words("site.changes_cut", shown=shown, all=all_))
    way = Piece(text=words("site.feed"), to=Link(page=FEED))
    lines.append((way, Piece(text=" · "), Piece(text=TABLE, to=Link(page=TABLE))))
    about = Text(key="about", rank=Rank.ANSWER, lines=tuple(lines))
    blocks = (about, Entries(key="all", items=tuple(c.entry for c in changes[:MOST_LISTED])))
    return found.page("changes", words("site.changes"), words, blocks)


def of_quarter(changes: Sequence[Change], day: date, words: Words) -> Iterator[str]:
    """Say how much changed in the last three months, or since when nothing did."""
    since = months_after(day, -MONTHS)
    if late := sum(each.day > since for each in changes):
        yield words("site.quarter", n=late, since=words.day(since))
    elif changes:
        latest = words.known(changes[0].day, changes[0].precision)
        yield words("site.quarter_none", since=words.day(since), latest=latest)


def changes_of(found: SiteFound, words: Words) -> tuple[Change, ...]:
    """List what changed up to the day, the latest first."""
    several = (_proposals(found, words), _official(found, words), _decisions(found, words))
    changes = [*chain(*several), *_known(found, words)]
    return tuple(sorted(changes, key=lambda change: (-change.day.toordinal(), change.key)))


def _proposals(found: SiteFound, words: Words) -> Iterator[Change]:
    """Give each review whose proposal is another than that of the review before, from the first one on."""
    assessed: Assessed | None = found.results.get("assessment")
    before: str | None = None
    for review in assessed.history if assessed else ():
        after, which = words("site.no_proposal"), "none"
        if review.status == PROPOSED and review.level is not None:
            after, which = words.level(found.scale, review.level), str(review.level)
        if after == before or (before is None and which == "none"):
            continue
        title = _moved("proposal", before, after, words)
        key = f"{found.country}|proposal|{review.day}|{which}"
        yield Change(key=key, day=review.day, kind="proposal", title=title, to=PROPOSAL)
        before = after


def _moved(kind: str, before: str | None, after: str, words: Words) -> str:
    """Say from which level to which; or the first that was known."""
    if before is None:
        return words(f"site.{kind}_first", after=after)
    return words(f"site.{kind}_change", before=before, after=after)


def _official(found: SiteFound, words: Words) -> Iterator[Change]:
    """Give each day on which another level was in force than the day before, as far as was public."""
    before: str | None = None
    for day, level in in_turn(found.official):
        after, which = words("site.official_unknown"), "unknown"
        if level.verified:
            after = official_level(level, level.scale_in(found.scale), words, "short")
            which = str(level.level)
        if after != before:
            yield Change(
                key=f"{found.country}|official|{day}|{which}",
                day=day,
                kind="official",
                title=_moved("official", before, after, words),
                source=level.source,
                to=PROPOSAL,
            )
        before = after


def _decisions(found: SiteFound, words: Words) -> Iterator[Change]:
    for made in found.decisions:
        level = words.short_level(found.scale.on(made.date) or found.scale, made.level)
        yield Change(
            key=f"{found.country}|decision|{made.date}|{made.level}",
            day=made.date,
            kind="decision",
            title=words("site.decision_change", level=level, office=made.office),
            source=made.source,
            to=PROPOSAL,
        )


def _known(found: SiteFound, words: Words) -> Iterator[Change]:
    """Gather for each day and kind what became known on it."""
    facts = [fact for fact in found.facts if fact.kind not in (LEVELS, PEERS, DECISION)]
    facts.sort(key=_became_known)
    for (day, precision, kind), each in groupby(facts, key=_became_known):
        group = list(each)
        rough = () if precision == "day" else (precision,)
        yield Change(
            key="|".join((found.country, "known", str(day), kind, *rough)),
            day=day,
            precision=precision,
            kind=kind,
            title=_named(group, words),
            content=_content(group[:NAMED], words),
            lang=None if all(_is_worded(fact, words) for fact in group[:NAMED]) else ENGLISH,
            source="; ".join(dict.fromkeys(words.told(fact.source) for fact in group[:NAMED])),
            to=_place(found, kind),
        )


def _place(found: SiteFound, kind: str) -> Link:
    """Lead to the page that tells of arrangements, where the site has it; else to the sources."""
    if kind in (ARRANGEMENTS, HAPPENINGS) and "policy" in found.results:
        return Link(page="policy")
    return Link(page="sources", anchor=kind)


def _became_known(fact: Sourced) -> tuple[date, str, str]:
    """Keep what became known on a day apart from what became known in a month that ended with it."""
    return fact.published, fact.precision, fact.kind


def _is_worded(fact: Sourced, words: Words) -> bool:
    return fact.kind in WORDED or not fact.said or words.language in names_of(fact.said)


def _named(group: Sequence[Sourced], words: Words) -> str:
    """Name the first of what became known; names that are sentences end each on its own."""
    kind = words.code("site_kind", group[0].kind)
    names = list(dict.fromkeys(words.small(fact.name(words)) for fact in group))
    more, first = len(names) - NAMED, names[:NAMED]
    if len(names) > 1 and any(fact.is_sentence(words) for fact in group):
        what = words.small(" ".join(words.ended(words.sentence(name)) for name in first))
        text = "site.became_known_sentences"
    else:
        what, text = words.listed(first), "site.became_known_more"
    return words(text, kind=kind, what=what, n=more) if more > 0 else words.labelled(kind, what)


def _content(group: Sequence[Sourced], words: Words) -> str:
    """Say what became known: what is the same of all once, and else of which thing each is."""
    said = [said_of(fact, words) for fact in group]
    names = [fact.name(words) for fact in group]
    if len(set(names)) == 1 or len(set(said)) == 1:
        return " ".join(dict.fromkeys(said))
    return " ".join(dict.fromkeys(_said_with_name(fact, words) for fact in group))


def _said_with_name(fact: Sourced, words: Words) -> str:
    name = without_stop(fact.name(words))
    if fact.kind == RETURNS and fact.said:
        return words("site.based_on", rule=name, basis=words.small(fact.sentence(words)))
    if fact.value is None:
        return words.ended(words.labelled(name, fact.sentence(words)))
    period = words.period(fact.start, fact.end)
    return words.ended(words.labelled(f"{name} ({period})", fact.figure(words)))


def said_of(fact: Sourced, words: Words) -> str:
    """Say a fact: its sentence, or its figure and the period that it is about."""
    if fact.value is None:
        return words.ended(words.sentence(fact.sentence(words)))
    period = words.sentence(words.period(fact.start, fact.end))
    return words.ended(words.labelled(period, fact.figure(words)))


def changes_csv(changes: Iterable[Change]) -> bytes:
    """Write the changes as a table."""
    return rows_csv(COLUMNS, (_row(change) for change in changes))


def _row(change: Change) -> Mapping[str, object]:
    what = f"{change.title} {change.content}".strip()
    named = {"id": f"urn:uuid:{change.id}", "what": what}
    return named | {name: getattr(change, name) for name in ("day", "kind", "source")}


def changes_feed(found: SiteFound, changes: Sequence[Change], words: Words) -> bytes:
    """Write the latest changes as a feed."""
    return Feed(
        id=str(uuid5(SPACE, f"{found.country}|{found.title}")),
        language=words.language,
        title=f"{words.told(found.title)} – {words('site.changes')}",
        author=words.told(found.title),
        day=changes[0].day if changes else found.day,
        version=found.version,
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
