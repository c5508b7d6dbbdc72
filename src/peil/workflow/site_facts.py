"""Every fact of a dossier that was known on a day, with its source."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Protocol, TypeVar

import numpy as np

from peil.act.facts import latest_known
from peil.act.funding import Funding
from peil.act.local_arrangements import LocalArrangement
from peil.act.policy import Policy
from peil.decide.official import timeline
from peil.feeds.dossier.read import Dossier
from peil.report.model import plain
from peil.report.tell.parts import Cited, cited
from peil.report.tell.site import facts
from peil.report.tell.site.facts import Sourced
from peil.report.words import LANGUAGES, words_in
from peil.terms.calendar import as_date, as_day, whole_period
from peil.terms.text import ENGLISH, Translated, filled, names_of

HOST = re.compile(r"https?://([^/\s;,()]+)")


def facts_known(dossier: Dossier, day: date) -> Iterator[Sourced]:
    """Give every verified fact that was public on a day, and where it was read."""
    for fact in _known(dossier, day):
        yield replace(fact, read_at=_read_at(fact.source, dossier.official_sites))


def _read_at(source: str, sites: Collection[str]) -> str:
    """Say whether a source leads to a page of an authority, by the host of its links."""
    hosts = [host.rstrip(".") for host in HOST.findall(source)]
    if any(f".{host}".endswith(f".{site}") for host in hosts for site in sites):
        return facts.AUTHORITY
    return facts.OTHERS if hosts else facts.NO_LINK


def _known(dossier: Dossier, day: date) -> Iterator[Sourced]:
    """Give every fact; money as its vintage of that day."""
    yield from _figures(dossier, day)
    yield from _attacks(dossier, day)
    yield from _levels(dossier, day)
    yield from _decisions(dossier, day)
    yield from _reviews(dossier, day)
    yield from _returns(dossier, day)
    yield from _local(dossier, day)
    yield from _policy(dossier.policy, dossier.settings.bodies, dossier.country, day)


def latest_day(dossier: Dossier) -> date | None:
    """Give the day on which the dossier's latest fact became known; None without any."""
    return max((fact.published for fact in facts_known(dossier, date.max)), default=None)


def _figures(dossier: Dossier, day: date) -> Iterator[Sourced]:
    for (country, name), series in dossier.series.items():
        for i in range(len(series)):
            published = as_date(series.published[i])
            if published <= day and series.verified[i]:
                days = as_date(series.start[i]), as_date(series.end[i])
                start, end = whole_period(*days, str(series.period_precision[i]))
                yield Sourced(
                    kind=facts.FIGURES if country == dossier.country else facts.PEERS,
                    id=name,
                    names=_names(dossier.indicators[name].names, name),
                    country=country,
                    start=start,
                    end=end,
                    published=published,
                    precision=str(series.precision[i]),
                    source=_joined(series.publisher[i], series.source[i]),
                    value=float(series.value[i]),
                    unit=dossier.indicators[name].unit,
                    is_rough=bool(series.approximate[i]),
                    is_worked_out=bool(series.worked_out[i]),
                )


def _names(names: Mapping[str, str], otherwise: str) -> dict[str, str]:
    return {language: name for language, name in names.items() if name} or {"en": otherwise}


def _joined(publisher: str, source: str) -> str:
    """Put the publisher before its source, in each language that has a name for it."""
    if not publisher or not source:
        return publisher or source
    named = names_of(publisher).items()
    joined = {code: words_in(code).labelled(name, source) for code, name in named}
    return Translated(joined[ENGLISH], joined)


class _Published(Protocol):
    """A row that says since when it was public, and where it was read."""

    @property
    def published(self) -> date: ...

    @property
    def published_precision(self) -> str: ...

    @property
    def source(self) -> str: ...


Row = TypeVar("Row", bound=_Published)


def _public(rows: Iterable[Row], day: date) -> Iterator[Row]:
    """Give the rows that were public on a day, but none that nobody read in its source."""
    return (row for row in rows if row.published <= day and getattr(row, "verified", True))


def _said(
    kind: str, row: _Published, id_: str, name: str, country: str, on: date, said: str, *codes: str
) -> Sourced:
    return Sourced(
        kind=kind,
        id=id_,
        names=names_of(name),
        country=country,
        start=on,
        end=on,
        published=row.published,
        precision=row.published_precision,
        source=row.source,
        said=said,
        codes=codes,
    )


def _attacks(dossier: Dossier, day: date) -> Iterator[Sourced]:
    for event in dossier.events:
        if event.country == dossier.country and event.verified:
            id_, name = f"{event.date}-{event.place}", event.place
            start, end = whole_period(event.date, event.date, event.precision)
            for state, since, _ in event.spells():
                codes = state.status, state.ideology
                fact = _said(facts.ATTACKS, event, id_, name, event.country, event.date, "", *codes)
                precision = event.published_precision if since == event.published else "day"
                if since <= day:
                    yield replace(fact, start=start, end=end, published=since, precision=precision)


def _levels(dossier: Dossier, day: date) -> Iterator[Sourced]:
    known = timeline(dossier.official, dossier.country, day)
    for level in (each for each in known if each.verified):
        yield Sourced(
            kind=facts.LEVELS,
            id=str(level.valid_from),
            names=names_of(filled(f"{level.level} ({{}}), {{}}", level.level_name, level.scope)),
            country=level.country,
            start=level.valid_from,
            end=level.valid_from,
            published=level.announced,
            precision=level.announced_precision,
            source=level.source,
        )


def _decisions(dossier: Dossier, day: date) -> Iterator[Sourced]:
    for decision in (each for each in dossier.decisions if each.date <= day):
        for source in dict.fromkeys([decision.source, *(r.source for r in decision.reasons)]):
            yield Sourced(
                kind=facts.DECISION,
                id=str(decision.date),
                names=names_of(decision.office),
                country=dossier.country,
                start=decision.date,
                end=decision.date,
                published=decision.date,
                source=source,
                said=decision.seriousness or "",
            )


def _reviews(dossier: Dossier, day: date) -> Iterator[Sourced]:
    for one in _public(dossier.findings, day):
        said = one.inquiry
        yield _said(facts.FINDINGS, one, one.id, one.statement, one.country, one.date, said)
    for each in _public(dossier.practices, day):
        on, said = each.published, each.statement
        yield _said(facts.PRACTICES, each, each.id, each.name, each.country, on, said)


def _returns(dossier: Dossier, day: date) -> Iterator[Sourced]:
    for rule in _public(dossier.return_rules, day):
        said, text = rule.instrument, rule.text
        fact = _said(facts.RETURNS, rule, rule.id, text, rule.country, rule.valid_from, said)
        ended = (rule.valid_to, rule.valid_to_precision) if rule.valid_to else None
        yield replace(fact, source=_cited(rule), ended=ended)
    for count in _public(dossier.return_counts, day):
        id_ = f"{count.country}: {count.what}"
        what = filled("{} ({})", count.what, count.remark) if count.remark else count.what
        fact = _said(facts.RETURNS, count, id_, what, count.country, count.date, "")
        start, end = whole_period(count.date, count.date, count.date_precision)
        value, is_rough = float(count.value), count.approximate
        told = replace(fact, source=_cited(count), value=value, is_rough=is_rough)
        yield replace(told, start=start, end=end)


def _local(dossier: Dossier, day: date) -> Iterator[Sourced]:
    for row in _public(dossier.local_arrangements, day):
        news = (row.legal_basis, row.members, row.may_say, row.may_write, row.evaluation)
        told = [*filter(None, (*news, row.counted))]
        said = filled(" · ".join(["{}"] * len(told)), *told) if told else ""
        fact = _said(
            facts.LOCAL, row, row.id, row.name, row.country, row.since or row.published, said
        )
        yield replace(fact, source=_cited(row), **_number(row))


def _number(row: LocalArrangement) -> dict[str, Any]:
    """Give a row's number with what was counted and its period; nothing of a row without one."""
    if row.number is None:
        return {}
    end = row.period_end or row.published
    start, end = whole_period(row.period_start or end, end, row.period_end_precision or "day")
    named = names_of(filled("{}, {}", row.name, row.counted))
    return {"value": row.number, "start": start, "end": end, "names": named}


def _cited(row: Cited) -> str:
    """Name a source; where it is later than the fact, say so in each language."""
    if not row.source_date:
        return row.source
    told = {code: plain(cited(row, words_in(code))) for code in LANGUAGES}
    return Translated(told[ENGLISH], told)


def _policy(
    policy: Policy, bodies: Mapping[str, str], country: str, day: date
) -> Iterator[Sourced]:
    """Give every vintage: what became known once stays known to have become so.

    Each goes by the name that it has on the day; what is linked to something that is not yet
    known is left out.
    """
    asked = {each.id: each.statement for each in latest_known(policy.recommendations, day)}
    names = {each.id: each.name for each in latest_known(policy.arrangements, day)}
    for each in _public(policy.recommendations, day):
        body = bodies.get(each.addressee, each.addressee)
        yield _said(
            facts.RECOMMENDATIONS, each, each.id, each.statement, country, each.published, body
        )
    for status in _public(policy.statuses, day):
        id_, codes = status.recommendation, (status.side, status.state)
        if id_ in asked:
            yield _said(facts.STATUSES, status, id_, asked[id_], country, status.on, "", *codes)
    for one in _public(policy.arrangements, day):
        yield _said(facts.ARRANGEMENTS, one, one.id, one.name, country, one.published, one.function)
    for event in _public(policy.events, day):
        id_ = event.arrangement
        if id_ in names:
            on, said = event.on, event.text
            yield _said(facts.HAPPENINGS, event, id_, names[id_], country, on, said, event.kind)
    yield from _money(policy.funding, names, country, day)


def _money(
    funding: Funding, names: Mapping[str, str], country: str, day: date
) -> Iterator[Sourced]:
    for i in np.flatnonzero(funding.published <= as_day(day)):
        id_, year = str(funding.arrangement[i]), int(funding.year[i])
        if id_ not in names:
            continue
        yield Sourced(
            kind=facts.FUNDING,
            id=id_,
            names=names_of(names[id_]),
            country=country,
            start=date(year, 1, 1),
            end=date(year, 12, 31),
            published=as_date(funding.published[i]),
            precision=str(funding.precision[i]),
            source=str(funding.source[i]),
            value=float(funding.amount[i]),
            codes=(str(funding.stage[i]), str(funding.currency[i])),
        )
