"""What every view of policy says in the same words: facts, endings, voices, money and sources."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from peil.act.arrangements import LEVEL_BOUND, Arrangement, ArrangementCount
from peil.act.facts import Fact
from peil.act.funding import Budget, InPrices
from peil.act.policy import Ending
from peil.act.recommendations import IN_PROGRESS, NO_INFORMATION, Standing
from peil.act.results import PolicyStatus
from peil.act.signs import FUNDING_ENDS
from peil.report.links import anchor
from peil.report.model import Cell, Entry, Link, Piece, Saying, Table, linked
from peil.report.tell.parts import Cells, table, worded
from peil.report.words import Words
from peil.terms.text import ENGLISH, Translated, names_of, without_stop

BEGIN, END, IN_ENGLISH = "\ue001", "\ue002", "\ue003"
"""Stand around a text of the dossier in a sentence until it becomes a piece of its own."""
QUOTED = re.compile(f"{BEGIN}({IN_ENGLISH}?)([^{END}]*){END}")
COUNTED = {
    "vacancies": "vacancies",
    "partners_left": "left",
    "without_cell": "municipalities",
    "without_social_partner": "municipalities",
}
"""The figure of a fact that its sentence counts by."""
OF_DAY = ("on", "last", "due", "evaluated")
"""Figures of a fact that are days known as exactly as its precision says."""
ROUGHLY = (
    "no_effect", "no_meeting", "partners_left", "review_overdue", "ruled_against", "vacancies",
    "without_cell", "without_social_partner",
)  # fmt: skip
"""Facts with a sentence of their own for a day of which the month or the year is known."""
MOST_COUNTS = 3
"""Counts that are said of one arrangement."""
SHARES = ("falls_by", "agreed", "floor", "low", "high")
Names = Mapping[str, str]
"""Names of the dossier, by id."""
Links = tuple[tuple[str, tuple[Piece, ...]], ...]


def texts_of(names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Give names by language as texts of the dossier."""
    return {id_: Translated(own.get(ENGLISH, id_), own) for id_, own in names.items() if own}


def quoted(text: str, words: Words) -> str:
    """Mark a text of the dossier, so that its language is told where it stands in a sentence."""
    mark = "" if words.language in names_of(text) else IN_ENGLISH
    return f"{BEGIN}{mark}{words.told(text)}{END}"


def quoted_all(texts: Iterable[str], words: Words) -> str:
    """Mark texts of the dossier one after another."""
    return words.listed([quoted(text, words) for text in texts])


def leading(text: str, page: str, place: str, words: Words) -> Piece:
    """Give a text that stands in a row after a label, without its stop, and leads to its place."""
    (piece,) = worded(text, words)
    return replace(
        piece, text=without_stop(words.small(piece.text)), to=Link(page=page, anchor=place)
    )


def carried_out(own: Arrangement, names: Names, words: Words) -> Links:
    """Lead to the recommendations that an arrangement carries out, of those with a name."""
    asked = tuple(
        leading(names[id_], "recommendations", anchor("recommendation", id_), words)
        for id_ in own.carries_out
        if id_ in names
    )
    return ((words("views.carries_out"), asked),) if asked else ()


def said(sentence: str) -> Saying:
    """Cut a sentence at the texts of the dossier that it holds, which lose a stop before another."""
    first, *rest = QUOTED.split(sentence)
    if not rest:
        return sentence
    pieces = [Piece(text=first)]
    for mark, text, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        after_it = after.lstrip()
        own = without_stop(text) if after_it.startswith((",", ";")) else text
        own = own.removesuffix(".") if after_it.startswith(".") else own
        pieces += Piece(text=own, lang=ENGLISH if mark else None), Piece(text=after)
    return tuple(piece for piece in pieces if piece.text)


def sources_told(sources: Iterable[str]) -> tuple[Saying, ...]:
    """Give sources, each once, their addresses as links."""
    return tuple(linked(text) for text in dict.fromkeys(sources) if text)


def source_told(sources: Iterable[str]) -> Saying:
    """Give several sources as one text."""
    return linked("; ".join(dict.fromkeys(sources)))


def facts_told(facts: Sequence[Fact], words: Words, names: Names | None = None) -> list[Saying]:
    """Say the facts that hold, each with its day."""
    return [said(_fact(each, words, names or {})) for each in facts if each.holds]


def facts_told_elsewhere(facts: Sequence[Fact], words: Words) -> list[Saying]:
    """Say the facts that hold on another page, which names the policy page where it leads there."""
    return [said(_fact(each, words, {}, "_elsewhere")) for each in facts if each.holds]


def past_told(facts: Sequence[Fact], words: Words) -> list[Saying]:
    """Say what held when it was last told, and may no longer do so."""
    past = [_fact(each, words, {}) for each in facts if each.is_past]
    return [said(words("policy.past", fact=each)) for each in past]


def contrary_told(facts: Sequence[Fact], words: Words, names: Names) -> list[Saying]:
    """Say the facts that speak for ending an arrangement."""
    held = (_fact(each, words, names) for each in facts if each.holds)
    return [said(words("policy.contrary", fact=each)) for each in held]


def _fact(fact: Fact, words: Words, names: Names, where: str = "") -> str:
    figures = {
        name: _figure(name, value, fact.precision if name in OF_DAY else "day", words)
        for name, value in fact.figures.items()
    }
    named = [quoted(names[id_], words) if id_ in names else id_ for id_ in fact.about]
    counted = COUNTED.get(fact.code)
    n = fact.figures[counted] if counted else 0
    code = f"{fact.code}_{fact.about[0]}{where}" if fact.code == FUNDING_ENDS else fact.code
    if fact.code in ROUGHLY and fact.precision != "day":
        code += "_rough"
    return words.code("policy_fact", code, about=words.listed(named), n=n, **figures)


def asked_table(key: str, asked: Sequence[tuple[str, Sequence[Fact]]], words: Words) -> list[Table]:
    """List once what was asked of every arrangement, and for how many there is no public answer.

    Args:
        key: of the table.
        asked: the name of each arrangement, and the facts looked for in it: of all the same ones.
        words: the language.
    """
    rows: list[Cells] = []
    for facts in zip(*(facts for _, facts in asked), strict=True):
        answers = [fact.holds for fact in facts]
        named = [name for (name, _), holds in zip(asked, answers, strict=True) if holds]
        yes = Cell(
            text=words.number(len(named)),
            value=len(named),
            lines=(said(quoted_all(named, words)),) if named else (),
        )
        rows.append(
            {
                "asked_head": words.code("policy_asked", facts[0].code),
                "asked_yes": yes,
                "asked_no": answers.count(False),
                "asked_untold": answers.count(None),
            }
        )
    title = words("policy.asked")
    return [table(key, title, rows, words, group="policy", folds=True)] if rows else []


def _figure(name: str, value: float | date, precision: str, words: Words) -> str:
    if isinstance(value, date):
        return words.day(value) if precision == "day" else words.known(value, precision)
    if name in SHARES:
        return words.percent(value)
    return str(value) if name == "year" else words.number(value)


def untold(status: PolicyStatus, words: Words) -> list[str]:
    """Say what is not public, each with how many it is not public of."""
    told = []
    for what, number in status.untold.items():
        if number:
            all_ = len(status.recommendations if what == "status" else status.arrangements)
            code = f"{what}_all" if number == all_ > 1 else what
            told.append(words.code("policy_untold", code, number=number, all=all_))
    return told


def loudness(facts: Sequence[Fact]) -> int:
    """Count what calls for attention; the loudest stand first."""
    return sum(fact.holds is True for fact in facts)


def sources_of(facts: Sequence[Fact], *more: str) -> tuple[Saying, ...]:
    """List what is named, and where facts that hold stand, each once."""
    held = (source for fact in facts if fact.holds for source in fact.sources)
    return sources_told((*more, *held))


def ending_told(ending: Ending, words: Words, names: Mapping[str, str]) -> Entry:
    """Say when and how an arrangement ended; `names` are those of what it carried out."""
    event = ending.event
    lines = [dated("policy.ended_on", event.on, event.on_precision, words)]
    for part in ("by", "reason", "replacement", "opinions"):
        value = getattr(event, part)
        if value:
            told = words.code("policy_role", value) if part == "by" else quoted(value, words)
            lines.append(words.labelled(words.code("policy_part", part), told))
    if ending.missing:
        missing = words.listed([words.code("policy_part", part) for part in ending.missing])
        lines.append(words("policy.missing", parts=missing))
    if ending.at_risk:
        risked = quoted_all([names.get(id_, id_) for id_ in ending.at_risk], words)
        lines.append(words("policy.puts_at_risk", names=risked))
    return Entry(
        name=worded(ending.arrangement.name, words),
        lines=tuple(map(said, lines)),
        sources=sources_told([event.source]),
    )


def side_told(standing: Standing, bodies: Mapping[str, str], words: Words) -> Saying:
    """Say where one side sees a recommendation, without saying which side."""
    told = words.code("policy_state", standing.state)
    latest = standing.latest
    if latest is not None:
        told = dated("policy.since", latest.on, latest.on_precision, words, state=told)
        if latest.blocked_by:
            since, key = latest.blocked_since, "policy.waits"
            waits = {"state": told, "body": quoted(bodies[latest.blocked_by], words)}
            if since is not None:
                key, waits["day"] = "policy.waits_since", words.short_day(since)
            told = words(key, **waits)
    if standing.state == IN_PROGRESS and standing.is_stale:
        key = "policy.unproven" if standing.has_unproven_news else "policy.stale"
        told = words(key, state=told)
    if latest is not None and (why := latest.reason or latest.evidence):
        told = words("policy.explained", state=told, why=quoted(why, words))
    return said(told)


def dated(key: str, day: date, precision: str, words: Words, **more: str) -> str:
    """Say a sentence of a day, or its form for a day of which the month or the year is known."""
    if precision != "day":
        return words(f"{key}_rough", day=words.known(day, precision), **more)
    return words(key, day=words.day(day) if not more else words.short_day(day), **more)


def count_told(count: ArrangementCount, words: Words) -> Saying:
    """Say how many, or how much, of something an arrangement had, and when."""
    value = words.in_unit(words.number(count.value, 1), count.unit)
    if count.unit.isupper():
        value = words("policy.sum", currency=count.unit, amount=value)
    if count.of is not None:
        value = words("policy.part_of", value=value, all=words.number(count.of, 1))
    told = {"what": quoted(count.what, words), "value": value}
    told["on"] = words.known(count.on, count.on_precision)
    if count.remark:
        return said(words("policy.count_remark", remark=quoted(count.remark, words), **told))
    return said(words("policy.count", **told))


def counts_told(counts: Sequence[ArrangementCount], words: Words) -> list[Saying]:
    """Say the newest counts of an arrangement; all of them stand in a table of their own."""
    return [count_told(count, words) for count in counts[:MOST_COUNTS]]


def basis_told(own: Arrangement, words: Words) -> Saying:
    """Name the legal basis of an arrangement; or else what binds it to the level, or that none is told."""
    if not own.legal_basis and own.coupling == LEVEL_BOUND:
        return said(quoted(own.coupling_reason, words))
    untold = words.code("policy_state", NO_INFORMATION)
    told = quoted(own.legal_basis, words) if own.legal_basis else untold
    return said(words.labelled(words.sentence(words.code("policy_what", "legal_basis")), told))


def money_told(budget: Budget, prices: InPrices, words: Words) -> str:
    """Say an amount: how far it has come, its year, and in which prices it is."""
    told = words(
        "policy.money",
        stage=words.code("policy_stage", budget.stage),
        year=budget.year,
        currency=budget.currency,
        amount=words.number(prices.amount),
    )
    if prices.year is None:
        return words("policy.nominal", money=told)
    return words("policy.in_prices", money=told, year=prices.year)
