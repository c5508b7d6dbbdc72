"""Where policy stands on a day, or what changed between two, in the words of one language."""

from collections.abc import Mapping
from datetime import date

from peil.act.balance import Balance
from peil.act.changes import FieldDifference, PolicyChange
from peil.act.funding import Budget, InPrices
from peil.act.recommendations import IN_PROGRESS, Standing
from peil.act.status import ArrangementStatus, RecommendationStatus
from peil.report.policy_brief import DiffBrief, LoweringBrief, PolicyBrief, StatusBrief
from peil.report.policy_lowering import tell_lowering
from peil.report.policy_told import (
    Item,
    PolicyAccount,
    Section,
    account_of,
    endings_told,
    facts_told,
    sources_told,
    untold,
)
from peil.report.words import Words


def tell_policy(brief: PolicyBrief, words: Words) -> PolicyAccount:
    """Put a view of policy into words."""
    if isinstance(brief, LoweringBrief):
        return tell_lowering(brief, words)
    if isinstance(brief, StatusBrief):
        return _tell_status(brief, words)
    return _tell_diff(brief, words)


def _tell_status(brief: StatusBrief, words: Words) -> PolicyAccount:
    status = brief.status
    asked = {
        each.recommendation.id: each.recommendation.statement for each in status.recommendations
    }
    ended = {each.arrangement.id: each.arrangement.name for each in status.endings}
    loud, endings = endings_told(status.endings, words, asked)
    bodies = brief.settings.bodies
    recommendations = tuple(
        _recommendation(each, bodies, ended, words) for each in status.recommendations
    )
    notes = [
        words("policy.no_information", number=number, what=words.code("policy_untold", what))
        for what, number in status.untold.items()
        if number
    ]
    closed = list(status.findings.values())
    count = words(
        "policy.findings",
        country=words.code("country", brief.country),
        all=len(closed),
        closed=closed.count(True),
        open=closed.count(False),
        untold=closed.count(None),
    )
    eroding = tuple(_arrangement(each, words) for each in status.arrangements)
    return account_of(
        words,
        brief.country,
        words("policy.status"),
        status.day,
        (*loud, count),
        notes,
        (
            Section(title=words("policy.recommendations"), items=recommendations),
            Section(title=words("policy.arrangements"), items=eroding),
            endings,
            Section(title=words("policy.balance_title"), lines=_balance(status.balance, words)),
        ),
    )


def _recommendation(
    each: RecommendationStatus, bodies: Mapping[str, str], ended: Mapping[str, str], words: Words
) -> Item:
    lines = [
        words.labelled(words.code("policy_side", side), side_told(standing, bodies, words))
        for side, standing in each.standings.items()
    ]
    if each.disputed:
        lines.append(words("policy.disputed"))
    if each.overdue:
        deadline = words.day(each.recommendation.deadline or date.min)
        body = bodies[each.recommendation.addressee]
        lines.append(words("policy.overdue", day=deadline, body=body))
    if each.at_risk:
        names = words.listed([ended[id_] for id_ in each.at_risk])
        lines.append(words("policy.at_risk", names=names))
    latest = (standing.latest for standing in each.standings.values())
    sources = (each.recommendation.source, *(status.source for status in latest if status))
    stale = sum(standing.is_stale for standing in each.standings.values())
    loudness = bool(each.at_risk) + bool(each.overdue) + each.disputed + stale
    return Item(
        name=each.recommendation.statement,
        lines=tuple(lines),
        sources=sources,
        loudness=loudness,
    )


def side_told(standing: Standing, bodies: Mapping[str, str], words: Words) -> str:
    """Say where one side sees a recommendation, without saying which side."""
    told = words.code("policy_state", standing.state)
    latest = standing.latest
    if latest is not None:
        told = words("policy.since", state=told, day=words.short_day(latest.on))
        if latest.blocked_by:
            told = _waiting(told, bodies[latest.blocked_by], latest.blocked_since, words)
        if latest.reason:
            told = words.labelled(told, latest.reason)
    if standing.state == IN_PROGRESS and standing.is_stale:
        told = words("policy.stale", state=told)
    return told


def _waiting(state: str, body: str, since: date | None, words: Words) -> str:
    if since is None:
        return words("policy.waits", state=state, body=body)
    return words("policy.waits_since", state=state, body=body, day=words.short_day(since))


def _arrangement(each: ArrangementStatus, words: Words) -> Item:
    facts = (*each.erosion, *each.contrary)
    lines = [
        *facts_told(each.erosion, words),
        *(words("policy.contrary", fact=told) for told in facts_told(each.contrary, words)),
        *(money_told(budget, prices, words) for budget, prices in each.money),
        untold(facts, words),
    ]
    money = (source for budget, _ in each.money for source in budget.sources)
    sources = sources_told(facts, each.arrangement.source, *money)
    loudness = sum(fact.holds is True for fact in facts)
    return Item(name=each.arrangement.name, lines=tuple(lines), sources=sources, loudness=loudness)


def money_told(budget: Budget, prices: InPrices, words: Words) -> str:
    """Say an amount: how far it has come, its year, and in which prices it is."""
    amount = words.number(prices.amount)
    told = words(
        "policy.money",
        stage=words.code("policy_stage", budget.stage),
        year=budget.year,
        currency=budget.currency,
        amount=amount,
    )
    if prices.year is None:
        return words("policy.nominal", money=told)
    return words("policy.in_prices", money=told, year=prices.year)


def _tell_diff(brief: DiffBrief, words: Words) -> PolicyAccount:
    loud, endings = endings_told(brief.endings, words, brief.names)
    groups = (
        ("policy.arrangements", brief.arrangements),
        ("policy.recommendations", brief.recommendations),
    )
    kinds = [each.change for each in brief.arrangements]
    days = {"earlier": words.day(brief.earlier), "later": words.day(brief.later)}
    count = words(
        "policy.changes",
        **days,
        **{kind: kinds.count(kind) for kind in ("ended", "began", "learned", "changed", "kept")},
    )
    return account_of(
        words,
        brief.country,
        words("policy.diff"),
        brief.later,
        (*loud, count),
        (words("policy.diff_note"),),
        (
            *(
                Section(
                    title=words(title),
                    items=tuple(_change(each, brief, words) for each in changes),
                )
                for title, changes in groups
            ),
            endings,
            Section(
                title=words("policy.balance_title"),
                lines=tuple(
                    words.labelled(words.short_day(each.day), line)
                    for each in brief.balances
                    for line in _balance(each, words)
                ),
            ),
        ),
    )


def _change(change: PolicyChange, brief: DiffBrief, words: Words) -> Item:
    differences = (_difference(each, words) for each in change.differences)
    return Item(
        name=brief.names[change.id],
        lines=(words.code("policy_change", change.change), *differences),
        sources=tuple(dict.fromkeys(change.sources)),
    )


def _difference(each: FieldDifference, words: Words) -> str:
    before, after = (_value(value, words) for value in (each.before, each.after))
    what = words.code("policy_what", each.what)
    return words("policy.difference", what=what, before=before, after=after)


def _value(value: str | float | date | None, words: Words) -> str:
    if value is None:
        return words.code("policy_state", "no_information")
    if isinstance(value, date):
        return words.short_day(value)
    if isinstance(value, str):
        key = f"policy_state.{value}"
        return words(key) if key in words.terms else value
    return words.number(value)


def _balance(balance: Balance, words: Words) -> tuple[str, ...]:
    if balance.low is None or balance.high is None:
        return (words("policy.no_balance"),)
    middle = words("policy.no_middle")
    if balance.middle is not None:
        middle = words.percent(balance.middle)
    return (
        words(
            "policy.balance",
            middle=middle,
            low=words.percent(balance.low),
            high=words.percent(balance.high),
        ),
        words(
            "policy.balance_of",
            number=balance.weighed,
            unclassified=balance.unclassified,
            unknown=balance.unknown,
        ),
    )
