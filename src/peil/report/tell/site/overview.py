"""The first page: in one minute what is proposed, what is at risk and why, and what cannot be told."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from peil.act.arrangements import Arrangement
from peil.act.results import PolicyOnDay
from peil.observe.direction import CANNOT_TELL
from peil.observe.watch.series import Watch
from peil.report.model import (
    Block,
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
    letters,
    pieces,
    plain,
)
from peil.report.site.build import Shelf
from peil.report.tell.assessment.decided import decided_lines
from peil.report.tell.assessment.headline import answer, limits, reach
from peil.report.tell.parts import bullets
from peil.report.tell.policy.said import facts_told, quoted, said
from peil.report.tell.reassessment.said import cannot_tell
from peil.report.tell.site.changes import LATEST, Change
from peil.report.tell.site.facts import SiteFound
from peil.report.tell.watch.sentences import name_of
from peil.report.words import Words
from peil.review.assessed import Assessed
from peil.review.reassessment.reassess import Reassessment

MOST = 4
"""Things that the first page names in each column; the pages behind it have all."""
BESIDE = ("at_risk", "untold")
"""Cards that stand beside the one before them."""


def tell_overview(
    found: SiteFound, shelf: Shelf, changes: Sequence[Change], words: Words
) -> Report:
    """Put the whole into what a reader needs first."""
    told = shelf.reports.get("assessment")
    headline = told.headline if told else words.sentence(words("site.no_proposal"))
    blocks = (
        *_answer(found, shelf, words),
        *_minute(found, shelf, words),
        _pages(shelf, words),
        _latest(changes, words),
        *_left_out(found, words),
    )
    return found.page("index", words("site.overview"), words, blocks, headline)


def _answer(found: SiteFound, shelf: Shelf, words: Words) -> Iterator[Block]:
    """Qualify the headline beside how well each level fits; what is loud stays loud."""
    assessed: Assessed | None = found.results.get("assessment")
    if assessed is not None:
        yield Text(key="answer", rank=Rank.ANSWER, lines=answer(assessed, words))
    if told := shelf.reports.get("assessment"):
        yield from (_taken_over(block, told) for block in told.blocks if block.key == "fit")
    if told := shelf.reports.get("policy"):
        yield from (block for block in told.blocks if block.tone == "loud")


def _taken_over(block: Block, told: Report) -> Block:
    """Let what the source of a picture refers to be found on the page that the picture is from."""
    if not isinstance(block, Figure):
        return block
    named = letters(told)
    source = tuple(
        Piece(text=named[piece.ref], to=Link(page=told.kind, anchor=piece.ref))
        if piece.ref in named
        else piece
        for piece in pieces(block.source)
    )
    return replace(block, source=source)


# What is read in a minute


def _minute(found: SiteFound, shelf: Shelf, words: Words) -> Iterator[Section]:
    """Say what is proposed, what is at risk, what should end, and what cannot be told."""
    policy: PolicyOnDay | None = found.results.get("policy")
    yield _card("proposed", _proposed(found, words), shelf, words, page="assessment")
    risk = _matters(policy, "erosion", words)
    quiet = words("site.no_risk" if policy else "site.no_policy")
    yield _card("at_risk", _few("risk", risk, quiet, words), shelf, words, page="policy")
    if policy is not None:
        ends = _matters(policy, "contrary", words)
        kept = words("site.nothing_to_end")
        yield _card("should_end", _few("ends", ends, kept, words), shelf, words)
    untold = [Point(what=line) for line in _untold(found, words)]
    yield _card("untold", _few("lines", untold, "", words), shelf, words, page="reassessment")


def _card(
    name: str, blocks: Iterable[Block], shelf: Shelf, words: Words, *, page: str = ""
) -> Section:
    """Make a card that leads to the page behind it, where that is there."""
    ways = (
        [Piece(text=shelf.places[page].title, to=Link(page=page))] if page in shelf.places else []
    )
    more = [Text(key=f"{name}-page", lines=((way,),)) for way in ways]
    return Section(
        key=name,
        title=words(f"site.{name}"),
        rank=Rank.FIRST_PAGE,
        beside=name in BESIDE,
        blocks=(*blocks, *more),
    )


def _few(key: str, points: Sequence[Point], otherwise: str, words: Words) -> Iterator[Block]:
    """List the first of several, and count the rest; say why where there is none."""
    if points:
        yield Points(key=key, items=tuple(points[:MOST]))
    elif otherwise:
        yield Text(key=key, lines=(otherwise,))
    if len(points) > MOST:
        line = words("site.risk_more", number=len(points) - MOST)
        yield Text(key=f"{key}-more", lines=(line,))


def _proposed(found: SiteFound, words: Words) -> Iterator[Text]:
    """Say up to which day the figures reach, and what was decided."""
    assessed: Assessed | None = found.results.get("assessment")
    if assessed is not None:
        lines = (reach(assessed, words), *decided_lines(assessed, words))
        yield Text(key="decided", lines=lines)


def _matters(policy: PolicyOnDay | None, of: str, words: Words) -> list[Point]:
    """Name the arrangements that a fact holds of, those with most facts first."""
    if policy is None:
        return []
    held = [
        (each.arrangement, told)
        for each in policy.status.arrangements
        if (told := facts_told(getattr(each, of), words))
    ]
    held.sort(key=lambda each: (-len(each[1]), each[0].id))
    return [
        Point(
            what=(Piece(text=arrangement.name, lang="en"),),
            says=_beside(told),
            detail=_beside([_function(arrangement, words), _answers(policy, arrangement, words)]),
            mark="contradicted",
        )
        for arrangement, told in held
    ]


def _beside(sayings: Sequence[Saying]) -> Saying:
    spaced = ((*pieces(each), Piece(text=" ")) for each in sayings if each)
    return tuple(piece for each in spaced for piece in each)[:-1]


def _function(arrangement: Arrangement, words: Words) -> Saying:
    function = words.ended(words.sentence(arrangement.function))
    return (Piece(text=function, lang="en"),) if function else ""


def _answers(policy: PolicyOnDay, arrangement: Arrangement, words: Words) -> Saying:
    """Say which findings an arrangement answers, or what it carries out: why it matters."""
    known = policy.known
    found = [known.findings[id_] for id_ in arrangement.answers if id_ in known.findings]
    asked = known.recommendations
    asks = [asked[id_] for id_ in arrangement.carries_out if id_ in asked]
    if not found and not asks:
        return words("site.answers_none" if arrangement.answers_none else "site.answers_untold")
    names = quoted(words.listed([each.statement for each in found or asks]))
    return said(words("site.answers" if found else "site.carries_out", names=names))


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


def _untold_policy(policy: PolicyOnDay, words: Words) -> Iterator[str]:
    for what, number in policy.status.untold.items():
        if number:
            named = words.code("policy_untold", what)
            yield words("policy.no_information", number=number, what=named)


def _untold_effects(reassessed: Reassessment, words: Words) -> Iterator[str]:
    for point in cannot_tell(reassessed, words):
        yield words.labelled(plain(point.what), plain(point.says))


def _untold_counts(watch: Watch, words: Words) -> Iterator[str]:
    silent = [each for each in watch.series if each.direction == CANNOT_TELL]
    if silent:
        names = words.listed([name_of(each, words) for each in silent[:MOST]])
        yield words("site.watch_untold", number=len(silent), names=names)


UNTOLD: Mapping[str, Callable[[Any, Words], Iterable[str]]] = {
    "policy": _untold_policy,
    "reassessment": _untold_effects,
    "watch": _untold_counts,
    "assessment": limits,
}


# What else the site has


def _pages(shelf: Shelf, words: Words) -> Entries:
    items = (
        Entry(
            name=(Piece(text=place.title, to=Link(page=key)),), lines=(_first(shelf.reports[key]),)
        )
        for key, place in shelf.places.items()
    )
    return Entries(key="parts", title=words("site.parts"), items=tuple(items))


def _first(report: Report) -> Saying:
    """Give the answer, which stands below the headline where that is a question."""
    for block in report.blocks:
        if isinstance(block, Text) and block.tone == "sum" and block.rank == Rank.ANSWER:
            return block.lines[0]
    return report.headline


def _latest(changes: Sequence[Change], words: Words) -> Section:
    way = Piece(text=words("site.all_changes"), to=Link(page="changes"))
    return Section(
        key="latest",
        title=words("site.latest"),
        blocks=(
            Entries(key="latest-changes", items=tuple(each.entry for each in changes[:LATEST])),
            Text(key="latest-more", lines=((way,),)),
        ),
    )


def _left_out(found: SiteFound, words: Words) -> list[Points]:
    lines = [
        said(words.labelled(words.code("site_report", key), quoted(why)))
        for key, why in found.left_out.items()
    ]
    return bullets("not-here", words("site.not_here"), lines, note=words("site.not_here_note"))
