"""The first page: the level, what would be at stake, what is open, what should end, what was not found."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from peil.act.arrangements import SAID, latest_of
from peil.act.lowering import TO_DECIDE, effect_on
from peil.act.results import PolicyOnDay
from peil.decide.official import InForce
from peil.observe.direction import CANNOT_TELL
from peil.observe.watch.series import Watch
from peil.report.links import anchor
from peil.report.model import (
    Block,
    Cell,
    Entries,
    Entry,
    Figure,
    Link,
    Piece,
    Point,
    Points,
    Rank,
    Report,
    Saying,
    Section,
    Text,
    joined,
    letters,
    pieces,
    plain,
)
from peil.report.site.build import Shelf
from peil.report.tell.assessment.headline import decided, limits, reach
from peil.report.tell.assessment.ruled import ruled
from peil.report.tell.official import said_in_force
from peil.report.tell.parts import Cells, bullets, table, worded
from peil.report.tell.policy import said as say
from peil.report.tell.policy.lowering import EFFECTS
from peil.report.tell.policy.recommendations import headline
from peil.report.tell.reassessment.said import cannot_tell
from peil.report.tell.site.changes import LATEST, Change, of_quarter
from peil.report.tell.site.facts import SiteFound
from peil.report.words import Words
from peil.review.assessed import Assessed
from peil.review.reassessment.reassess import Reassessment
from peil.terms.calendar import months_after

MOST = 2
"""Things that the first page names in each card, so that one screen holds all answers."""
FIRST_CARD = "at_stake"
"""The card beside which the others stand."""


def tell_overview(
    found: SiteFound, shelf: Shelf, changes: Sequence[Change], words: Words
) -> Report:
    """Put the whole into what a reader needs first."""
    told = shelf.reports.get("assessment")
    first = told.headline if told else words.sentence(words("site.no_proposal"))
    blocks = (
        *_answer(found, shelf, words),
        *_minute(found, shelf, words),
        *_elsewhere(found, words),
        _pages(found, shelf, words),
        _latest(changes, found, words),
        *_left_out(found, words),
    )
    return found.page("index", words("site.overview"), words, blocks, first)


def _answer(found: SiteFound, shelf: Shelf, words: Words) -> Iterator[Block]:
    """Say the level in force beside how well each level fits; what is loud stays loud."""
    assessed: Assessed | None = found.results.get("assessment")
    if assessed is not None:
        official = assessed.official
        held = said_in_force(official, found.day, words) if official else [decided(assessed, words)]
        yield Text(key="level", rank=Rank.ANSWER, tone="sum", lines=(" ".join(held),))
        rest = (ruled(assessed, words), reach(assessed, words))
        yield Text(key="answer", rank=Rank.ANSWER, lines=rest)
    if told := shelf.reports.get("assessment"):
        for block in told.blocks:
            if block.key == "fit":
                yield from _fit(block, told)
    if told := shelf.reports.get("policy"):
        yield from (block for block in told.blocks if block.tone == "loud")


def _elsewhere(found: SiteFound, words: Words) -> Iterator[Section]:
    """Set the levels of other countries beside it, each on its own scale, and name those not found."""
    held = [each for each in found.elsewhere.values() if each and each.row.verified]
    none = {*found.elsewhere} - {each.row.country for each in held}
    if not held:
        return
    rows = (_level_there(each, words) for each in held)
    note = words("site.none_there", countries=words.countries(none)) if none else ""
    levels = table("levels", "", rows, words, note=note, is_cards=True)
    names = words.countries({each.row.country for each in held})
    title = words("site.elsewhere", countries=names)
    yield Section(key="elsewhere", title=title, is_folded=True, blocks=(levels,))


def _level_there(held: InForce, words: Words) -> Cells:
    its, said_on = held.row, held.confirmed
    scale = words("site.scale_there", n=its.level, low=its.scale_min, high=its.scale_max)
    confirmed, sources = "", [its.source]
    if said_on is not None:
        confirmed = words.known(said_on.valid_from, said_on.announced_precision)
        sources.append(said_on.source)
    since = words.known(held.since, its.announced_precision)
    if its.announced_precision == "assumed":
        since = words("site.known_since", day=since)
    return {
        "country": words.country(its.country),
        "level": Cell(text=worded(its.level_name, words), lines=(scale,)),
        "since": since,
        "site.confirmed": confirmed or None,
        "source": say.source_told(sources),
    }


def _fit(block: Block, told: Report) -> Iterator[Block]:
    """Take a picture over, with its note beside it, and lead its source to the page that it is from."""
    if block.note:
        yield Text(key="fit-note", rank=Rank.ANSWER, tone="note", lines=(block.note,))
    if not isinstance(block, Figure):
        return
    named = letters(told)
    source = tuple(
        Piece(text=named[piece.ref], to=Link(page=told.kind, anchor=piece.ref))
        if piece.ref in named
        else piece
        for piece in pieces(block.source)
    )
    yield replace(block, source=source, note="")


# What is read in a minute


def _minute(found: SiteFound, shelf: Shelf, words: Words) -> Iterator[Section]:
    """Say what would be at stake, what is open and whose, what should end, and what was not found."""
    policy: PolicyOnDay | None = found.results.get("policy")
    if policy is None:
        quiet = Text(key="stake", lines=(words("site.no_policy"),))
        yield _card("at_stake", [quiet], shelf, words)
    else:
        stake = Text(key="stake", lines=tuple(_stake(policy, words)))
        told = shelf.reports.get("lowering")
        known = " ".join(_of_another_day(told, found)) if told else ""
        yield _card("at_stake", [stake], shelf, words, page="lowering", known=known)
        status = Text(key="status", lines=(headline(policy.status, words),))
        open_ = [*_late(policy, words), *_matters(policy, "erosion", words)]
        wears = _few("wears", open_, "") if open_ else _no_risk(policy, words)
        first, more = [status, wears], len(open_) - MOST
        yield _card("open", first, shelf, words, page="recommendations", more=more)
        ends = _matters(policy, "contrary", words)
        kept = [_few("ends", ends, words("site.nothing_to_end"))]
        yield _card("should_end", kept, shelf, words, page="policy", more=len(ends) - MOST)
    points = [Point(what=line) for line in _untold(found, words)]
    lines = [_few("lines", points, "")] if points else []
    yield _card("untold", lines, shelf, words, page="watch", more=len(points) - MOST)


def _stake(policy: PolicyOnDay, words: Words) -> Iterator[Saying]:
    """Say what a lower level would leave to decide, and what it would not touch."""
    yield words("policy.not_a_reason")
    for effect in EFFECTS:
        names = [each.name for each in policy.known.in_force if effect_on(each) == effect]
        if names:
            more = len(names) - MOST
            is_cut = effect == TO_DECIDE and more > 0
            key = "site.stake_to_decide_more" if is_cut else f"site.stake_{effect}"
            shown = say.quoted_all(names[:MOST], words)
            yield say.said(words(key, n=len(names), names=shown, more=more))


def _no_risk(policy: PolicyOnDay, words: Words) -> Text:
    """Say that no dated row shows wear, and of what and whose something was told in words since."""
    months = policy.settings.evidence_old_after_months
    since = months_after(policy.known.day, -months)
    told = {
        each.id: latest.on
        for each in policy.known.in_force
        if (latest := latest_of(policy.known.events.get(each.id, ()), SAID, until=policy.known.day))
        and latest.on > since
    }
    lines: list[Saying] = [words("site.no_risk", months=months)]
    named: dict[str, list[Saying]] = {}
    for id_ in sorted(told, key=lambda id_: (told[id_], id_), reverse=True):
        own = policy.known.arrangements[id_]
        where = Link(page="policy", anchor=anchor("arrangement", id_))
        (name,) = worded(own.name, words)
        whose = words.told(policy.body(own.body))
        named.setdefault(whose, []).append((replace(name, to=where),))
    if named:
        lead, apart = words("site.told_in_words"), words("format.semicolon", left="", right="")
        bodies = [(*joined(own, apart), Piece(text=f" ({body})")) for body, own in named.items()]
        lines.append((Piece(text=lead), *joined(bodies, apart), Piece(text=".")))
    return Text(key="wears", lines=tuple(lines))


def _late(policy: PolicyOnDay, words: Words) -> Iterator[Point]:
    for each in policy.status.recommendations:
        asked = each.recommendation
        if each.overdue and asked.deadline:
            body = say.quoted(policy.body(asked.addressee), words)
            late = say.said(words("policy.overdue", day=words.day(asked.deadline), body=body))
            yield Point(what=worded(asked.statement, words), says=late, mark="contradicted")


def _card(
    name: str,
    blocks: Sequence[Block],
    shelf: Shelf,
    words: Words,
    *,
    page: str = "",
    more: int = 0,
    known: str = "",
) -> Section:
    """Make a card that says how much more there is and leads to the page that has it, where it is there.

    A page of another day is led to with the day that it tells.
    """
    ways = []
    if more > 0:
        ways.append(Piece(text=f"{words('site.risk_more', n=more)} "))
    if page in shelf.places:
        title = " – ".join(filter(None, (shelf.places[page].title, known)))
        ways.append(Piece(text=title, to=Link(page=page)))
    ends = [Text(key=f"{name}-page", lines=(tuple(ways),))] if ways else []
    return Section(
        key=name,
        title=words(f"site.{name}"),
        rank=Rank.FIRST_PAGE,
        beside=name != FIRST_CARD,
        blocks=(*blocks, *ends),
    )


def _few(key: str, points: Sequence[Point], otherwise: str) -> Block:
    if points:
        return Points(key=key, items=tuple(points[:MOST]))
    return Text(key=key, lines=(otherwise,))


def _matters(policy: PolicyOnDay, of: str, words: Words) -> list[Point]:
    """Name the arrangements that a fact holds of, those with most facts first."""
    held = [
        (each.arrangement, told)
        for each in policy.status.arrangements
        if (told := say.facts_told_elsewhere(getattr(each, of), words))
    ]
    held.sort(key=lambda each: (-len(each[1]), each[0].id))
    return [
        Point(
            what=worded(arrangement.name, words),
            says=joined(told, " "),
            detail=worded(policy.body(arrangement.body), words),
            mark="contradicted",
        )
        for arrangement, told in held
    ]


# What cannot be told


def _untold(found: SiteFound, words: Words) -> Iterator[str]:
    """Take what cannot be told from each report in turn, so that none of them hides another."""
    several = [
        tell_of(found.results[key], words)
        for key, tell_of in UNTOLD.items()
        if key in found.results
    ]
    for lines in zip_longest(*several):
        yield from filter(None, lines)


def _untold_effects(reassessed: Reassessment, words: Words) -> list[str]:
    points = cannot_tell(reassessed, words)
    return [words.labelled(plain(point.what), plain(point.says)) for point in points]


def _untold_counts(watch: Watch, words: Words) -> list[str]:
    untold = (each for each in watch.series if each.direction == CANNOT_TELL)
    silent = sum(not each.is_settled for each in untold)
    return [words("site.watch_untold", n=silent)] if silent else []


UNTOLD: Mapping[str, Callable[[Any, Words], Iterable[str]]] = {
    "policy": lambda policy, words: say.untold(policy.status, words),
    "watch": _untold_counts,
    "reassessment": _untold_effects,
    "assessment": limits,
}


# What else the site has


def _pages(found: SiteFound, shelf: Shelf, words: Words) -> Entries:
    items = (
        Entry(
            name=(Piece(text=place.title, to=Link(page=key)),),
            lines=tuple(_said(shelf.reports[key], found)),
        )
        for key, place in shelf.places.items()
    )
    return Entries(key="parts", title=words("site.parts"), items=tuple(items))


def _said(report: Report, found: SiteFound) -> Iterator[Saying]:
    """Give the day of a page where it is another, its answer, and what qualifies that."""
    yield from _of_another_day(report, found)
    yield _first(report)
    match report.blocks:
        case (Points(rank=Rank.ANSWER, items=(qualified, *_)), *_):
            yield qualified.what


def _of_another_day(report: Report, found: SiteFound) -> Iterator[str]:
    """Name the day of a page that tells an earlier one, such as the statement of a lowering."""
    if report.day not in {None, found.day}:
        yield report.as_known


def _first(report: Report) -> Saying:
    """Give the answer, which stands below the headline where that is a question."""
    for block in report.blocks:
        if isinstance(block, Text) and block.tone == "sum" and block.rank == Rank.ANSWER:
            return block.lines[0]
    return report.headline


def _latest(changes: Sequence[Change], found: SiteFound, words: Words) -> Section:
    way = Piece(text=words("site.all_changes"), to=Link(page="changes"))
    return Section(
        key="latest",
        title=words("site.latest"),
        blocks=(
            Text(key="latest-quarter", lines=tuple(of_quarter(changes, found.day, words))),
            Entries(key="latest-changes", items=tuple(each.entry for each in changes[:LATEST])),
            Text(key="latest-more", lines=((way,),)),
        ),
    )


def _left_out(found: SiteFound, words: Words) -> list[Points]:
    lines = [
        say.said(words.labelled(words.code("site_report", key), say.quoted(why, words)))
        for key, why in found.left_out.items()
    ]
    return bullets("not-here", words("site.not_here"), lines, note=words("site.not_here_note"))
