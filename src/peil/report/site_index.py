"""The first page: in one minute what is proposed, what is at risk and why, and what cannot be told."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from peil.act.arrangements import Arrangement
from peil.act.results import PolicyOnDay
from peil.observe.direction import CANNOT_TELL
from peil.report.model import plain
from peil.report.site_brief import SiteBrief
from peil.report.site_frame import Place
from peil.report.tell.assessment.decided import decided_lines
from peil.report.tell.assessment.headline import headline, limits, notes, reach
from peil.report.tell.policy.said import facts_told
from peil.report.tell.reassessment.said import cannot_tell
from peil.report.tell.watch.sentences import name_of
from peil.report.words import Words

MOST = 4
"""Things that the first page names in each column; the pages behind it have all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A page of the site, with its own first sentence."""

    place: Place
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """An arrangement that something is known of, and why it matters whether it stands.

    Args:
        why: the facts that hold of it.
        function: what it is for, as the dossier says it.
        answers: the findings that it answers, or the recommendations that it carries out.
    """

    name: str
    why: str
    function: str
    answers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexAccount:
    """What the first page says.

    Args:
        headline: the proposal in a sentence.
        qualified: what qualifies it, beside the picture.
        proposed: up to which day the figures reach, and what was decided.
        loud: endings without a reasoned decision.
        at_risk, should_end: arrangements with the facts that say so.
        why_quiet, why_kept: what stands there where nothing is known.
        untold: what cannot be told.
        more_risk, more_ends, more_untold: how many are not named.
    """

    headline: str
    qualified: tuple[str, ...]
    proposed: tuple[str, ...]
    loud: tuple[str, ...]
    at_risk: tuple[Matter, ...]
    should_end: tuple[Matter, ...]
    why_quiet: str
    why_kept: str
    untold: tuple[str, ...]
    more_risk: int
    more_ends: int
    more_untold: int


def tell_index(brief: SiteBrief, words: Words) -> IndexAccount:
    """Put the whole into what a reader needs first."""
    eroding, ending = list(_facts(brief, words, "erosion")), list(_facts(brief, words, "contrary"))
    untold = list(_untold(brief, words))
    has_policy = brief.policy is not None
    return IndexAccount(
        headline=_headline(brief, words),
        qualified=tuple(_qualified(brief, words)),
        proposed=tuple(_proposed(brief, words)),
        loud=tuple(_loud(brief, words)),
        at_risk=tuple(eroding[:MOST]),
        should_end=tuple(ending[:MOST]),
        why_quiet=words("site.no_risk" if has_policy else "site.no_policy"),
        why_kept=words("site.nothing_to_end") if has_policy else "",
        untold=tuple(untold[:MOST]),
        more_risk=max(len(eroding) - MOST, 0),
        more_ends=max(len(ending) - MOST, 0),
        more_untold=max(len(untold) - MOST, 0),
    )


def _headline(brief: SiteBrief, words: Words) -> str:
    if brief.assessment is None:
        return words("site.no_proposal").capitalize()
    return headline(brief.assessment, words)


def _qualified(brief: SiteBrief, words: Words) -> Iterator[str]:
    if brief.assessment is not None:
        yield from notes(brief.assessment, words)


def _proposed(brief: SiteBrief, words: Words) -> Iterator[str]:
    if brief.assessment is not None:
        yield reach(brief.assessment, words)
        yield from decided_lines(brief.assessment, words)


def _loud(brief: SiteBrief, words: Words) -> Iterator[str]:
    """Say the endings without a reasoned decision, which are the loudest line of every view."""
    if brief.policy is None:
        return
    endings = brief.policy.status.endings
    silent = [each.arrangement.name for each in endings if each.is_unreasoned]
    if silent:
        yield words("policy.unreasoned", number=len(silent), names=words.listed(silent))


def _facts(brief: SiteBrief, words: Words, of: str) -> Iterator[Matter]:
    """Name the arrangements that a fact holds of, those with most facts first."""
    if brief.policy is None:
        return
    held = [
        (each.arrangement, told)
        for each in brief.policy.status.arrangements
        if (told := [plain(fact) for fact in facts_told(getattr(each, of), words)])
    ]
    for arrangement, told in sorted(held, key=lambda each: (-len(each[1]), each[0].id)):
        yield Matter(
            name=arrangement.name,
            why=" ".join(told),
            function=words.ended(words.sentence(arrangement.function)),
            answers=_answers(brief.policy, arrangement, words),
        )


def _answers(policy: PolicyOnDay, arrangement: Arrangement, words: Words) -> str:
    """Say which findings an arrangement answers, or what it carries out: why it matters."""
    found = policy.known.findings
    names = [found[id_].statement for id_ in arrangement.answers if id_ in found]
    if names:
        return words("site.answers", names=words.listed(names))
    asked = policy.known.recommendations
    names = [asked[id_].statement for id_ in arrangement.carries_out if id_ in asked]
    if names:
        return words("site.carries_out", names=words.listed(names))
    return words("site.answers_none" if arrangement.answers_none else "site.answers_untold")


def _untold(brief: SiteBrief, words: Words) -> Iterator[str]:
    """Take what cannot be told from each report in turn, so that none of them hides another."""
    of_each = (_untold_policy, _untold_effects, _untold_counts, _untold_level)
    for several in zip_longest(*(tell_of(brief, words) for tell_of in of_each)):
        yield from (line for line in several if line)


def _untold_policy(brief: SiteBrief, words: Words) -> Iterator[str]:
    if brief.policy is not None:
        status = brief.policy.status
        for what, number in status.untold.items():
            if number:
                named = words.code("policy_untold", what)
                yield words("policy.no_information", number=number, what=named)


def _untold_effects(brief: SiteBrief, words: Words) -> Iterator[str]:
    if brief.reassessment is not None:
        yield from (
            words.labelled(plain(point.what), plain(point.says))
            for point in cannot_tell(brief.reassessment, words)
        )


def _untold_counts(brief: SiteBrief, words: Words) -> Iterator[str]:
    if brief.watch is not None:
        silent = [s for s in brief.watch.series if s.direction == CANNOT_TELL]
        if silent:
            names = words.listed([name_of(one, words) for one in silent[:MOST]])
            yield words("site.watch_untold", number=len(silent), names=names)


def _untold_level(brief: SiteBrief, words: Words) -> Iterator[str]:
    if brief.assessment is not None:
        yield from limits(brief.assessment, words)
