"""Deciding: from a draft to a signed level; raising is never held up, lowering asks what is lost."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from peil.store import records
from peil.store.desk.decisions import JUDGED, level_before, level_in_force, outdate_forms
from peil.store.record import Record
from peil.store.shared import audit, people
from peil.store.shared.actor import Actor, maker_of
from peil.terms.rights import Law, RuleError
from peil.workflow.acting import keep_time, note
from peil.workflow.desk.judging import close
from peil.workflow.desk.telling import recipients, send
from peil.workflow.duties import SUPPLY, UNSETTLED, ask_all, carry_on, is_owed, owe, settle

CARRIED = (*JUDGED, "level", "reasons")
"""What an assessment takes over from the one that it begins from."""
TEXTS = ("seriousness", "speaks_for", "speaks_against", "would_change", "reasons")
"""What of it somebody wrote."""
CARRIED_ON = ("assessment", "scope", "level", "marking", "within")
"""What a level that is kept takes over; with its assessment, so that its reasons go no further."""
SETTLED = ("attached", "overridden")
REVIEWED = ("keep", "supply_review", "supply_review_by")
"""What is owed about a level until it is kept."""
ASKERS = {
    "government_member": ("government_member",),
    "support_service": ("service_contact", "service_head"),
}
"""Who may ask for an assessment, by the roles of their offices: what was asked for goes there."""
WRITES = frozenset({"write", "answer"})
READY = (
    ("review", "assessment", "in_review"),
    ("sign", "assessment", "reviewed"),
    ("attach", "consequence_statement", "answered"),
    ("approve", "bulletin", "draft"),
    ("confirm", "account_change", "proposed"),
)
"""What is owed as soon as a record of a kind is in a state."""
ASKED_AT_ONCE = 10
"""Records of a kind about which a minute asks: a table may propose many accounts, while all others wait."""
REVIEW_AHEAD = dt.timedelta(days=7)
"""How long before its day a review is asked for."""
SUPPLEMENT = dt.timedelta(days=1)
"""How long there is to supply what a raised level still lacks."""


def start(_: None, *, by: Actor, **given: Any) -> Record:
    """Begin an assessment empty, or with what an earlier one of its scope says.

    Raises:
        RuleError: the earlier one is of another scope, no office is named that may have asked, or
            the law names nobody to whom one of this type goes that such an office asked for.
    """
    asked = f"{given['type']}_assessment", given["started_by"]
    if asked not in {(row.product, row.started_by) for row in by.law.recipients}:
        raise RuleError("desk_rule.no_recipients")
    roles, asker = ASKERS.get(given["started_by"]), given.get("asked_by")
    asking = people.holding(by.on, roles=roles, office=asker and asker.pk)
    if roles and not (asker and asking.exists()):
        raise RuleError("desk_rule.who_asked")
    earlier = given.get("begins_from")
    if earlier is not None and earlier.scope_id != given["scope"].pk:
        raise RuleError("desk_rule.other_scope", scope=earlier.scope)
    carried = {name: getattr(earlier, name) for name in CARRIED} if earlier is not None else {}
    return records.make("assessment", by=by, **carried, **given)


def submit(assessment: Any, *, by: Actor, state: str) -> Record:
    """Send a draft to review: each who may review it, but who sends it, owes that."""
    done = records.change(assessment, by=by, state=state)
    ask_all("review", done, by=by)
    _ask_what_is_lost(done, by=by)
    return done


def _ask_what_is_lost(assessment: Any, *, by: Actor) -> None:
    """Let the office owe a word on what a lower level would lose, where nobody has it."""
    lost = lowering_of(assessment)
    rows = assessment.statements
    said = rows.filter(lowering=lost) | rows.exclude(state__in=SETTLED)
    if lost and not said.exists() and not is_owed("supply_statement", assessment):
        owe("supply_statement", by.office, assessment, by=by, due=by.on + SUPPLEMENT)


def review(assessment: Any, *, by: Actor, state: str) -> Record:
    """Hold a draft for reviewed: whoever may sign it owes that.

    Raises:
        RuleError: the actor wrote some of it.
    """
    texts = (*_written(assessment), *assessment.exceptions.all(), *assessment.statements.all())
    if any(_wrote(each, by) for each in texts):
        raise RuleError("desk_rule.own_text")
    settle(assessment, "review", by=by, is_all=True)
    done = records.change(assessment, by=by, state=state, reviewed_by_id=by.person)
    ask_all("sign", done, by=by)
    _ask_what_is_lost(done, by=by)  # as it may have been written lower since it was submitted
    return done


def _written(assessment: Any) -> list[Any]:
    """Give the assessments in which some of a text was written: itself, and whose words it holds."""
    found, earlier = [assessment], assessment.begins_from
    while earlier is not None and any(
        getattr(assessment, n) == getattr(earlier, n) != "" for n in TEXTS
    ):
        found.append(earlier)
        earlier = earlier.begins_from
    return found


def _wrote(text: Record, by: Actor) -> bool:
    """Say whether somebody wrote some of a text; who began an assessment did not by that alone."""
    acts = {each.action for each in audit.about(text.pk, by.person)}
    return bool(acts & WRITES) or (text.kind != "assessment" and "create" in acts)


def reopen(assessment: Any, *, by: Actor, state: str) -> Record:
    """Take a reviewed text back to be mended: it is reviewed again before anybody signs it."""
    settle(assessment, "", by=by, is_all=True)
    return records.change(assessment, by=by, state=state, reviewed_by=None)


def sign(assessment: Any, *, by: Actor, state: str) -> Record:
    """Sign an assessment: its level and those of narrower scopes come into force, and it is sent.

    Raises:
        RuleError: something is missing, or nobody else reviewed it, unless the level is raised: then
            it becomes a duty, and a narrower scope that would be lowered keeps its level.
    """
    # First, as each level that comes into force makes whoever is about to sign look anew.
    signed = records.change(assessment, by=by, state=state)
    before = _levels_before(assessment)
    raised = {each for each, was in before.items() if each.level is not None and each.level > was}
    is_raised = assessment in raised
    if not is_raised:
        keep_time(by.now)
    lowered = _lowered(assessment)
    missing = list(_missing(assessment, by.on))
    if lowered and not assessment.statements.filter(lowering=lowering_of(assessment)).exists():
        missing.append("statement")
    is_own = assessment.reviewed_by_id == by.person
    if is_own and not is_raised:
        raise RuleError("desk_rule.own_review")
    if missing and (not is_raised or "level" in missing):
        raise RuleError(f"desk_rule.missing_{missing[0]}")
    is_kept = bool(lowered and (missing or is_own))
    if is_kept and "statement" not in missing:
        missing.append("exception")
    settle(assessment, "", by=by, is_all=True)
    close(assessment, by=by)
    told = dict.fromkeys(raised, recipients(assessment, by))
    decision = _decide(assessment, assessment, by=by, within=None, told=told)
    for each in assessment.exceptions.all():
        if each not in lowered or not is_kept:
            _decide(each, assessment, by=by, within=decision, told=told)
            records.change(each, by=by, state="signed")
    _supplement(decision, missing, by=by)
    send(decision, by=by)
    return signed


def told(assessment: Any, _: Actor) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Say which levels are in force, also of its exceptions, and which a draft would put in place."""
    if assessment.state == "signed":
        return
    scopes = [assessment.scope, *(each.scope for each in assessment.exceptions.all())]
    held = {now.pk: now for now in map(level_before, scopes) if now}
    for now in held.values():
        yield "desk.level_now", {"scope": now.scope, "level": now.level}
    if not held:
        yield "desk.no_level_now", {"scope": assessment.scope}
    if assessment.level is not None:
        yield "desk.level_here", {"level": assessment.level}


def told_of_level(decision: Any, _: Actor) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Say what it takes to lower a level that is in force."""
    if decision.state != "superseded":
        yield "desk.to_lower", {"scope": decision.scope}


def put_level(_: None, *, by: Actor, **given: Any) -> Record:
    """Raise a level at once, or enter one where none was decided; what is missing becomes a duty.

    Those to whom the law sends an assessment of the unit's own are told.

    Raises:
        RuleError: the level is not above the one in force, which is the country's where the scope
            has none of its own.
    """
    before = level_before(given["scope"])
    if before is not None and given["level"] <= before.level:
        raise RuleError("desk_rule.only_raising", level=before.level)
    _check_review(given.get("review_by"), by.on)
    told = () if before is None else recipients(None, by)
    decision = _put_in_force(by=by, told=told, **given)
    lacking = [name for name in ("reasons", "review_by") if not given.get(name)]
    raised = [] if before is None else ["assessment"]
    _supplement(decision, [*raised, *lacking], by=by)
    send(decision, by=by)
    return decision


def keep(decision: Any, *, by: Actor, review_by: dt.date, **given: Any) -> Record:
    """Keep a level at its review, until the next one.

    Raises:
        RuleError: the next review lies before today, or another level came into force since.
    """
    _check_review(review_by, by.on)
    if level_in_force(decision.scope) != decision:
        raise RuleError("desk_rule.stale")
    values = {name: getattr(decision, name) for name in CARRIED_ON}
    values |= {"is_kept": True, "first": decision.first or decision}
    for task in REVIEWED if not given.get("reasons") else (*REVIEWED, "supply_reasons"):
        settle(decision, task, by=by, is_all=True)
    return _put_in_force(by=by, review_by=review_by, still=SUPPLY, **(values | given))


def ask_for_reviews(now: dt.datetime, law: Law) -> int:
    """Let each office that decided a level owe its review some days before, and count them."""
    owed = records.every("duty").filter(task="keep").values("about")
    in_force = records.every("decision").filter(next__isnull=True)
    soon = in_force.filter(review_by__lte=now.date() + REVIEW_AHEAD).exclude(pk__in=owed)
    decisions = list(soon.select_related("author"))
    for each in decisions:
        owe("keep", each.office_id, each, due=each.review_by, by=maker_of(each, now, law))
    return len(decisions)


def ask_again(now: dt.datetime, law: Law) -> None:
    """Let those who are here now owe what became ready on a day when nobody was there to do it."""
    for task, kind, state in READY:
        owed = records.every("duty").filter(task=task, state__in=UNSETTLED).values("about")
        asked = 0
        for each in records.every(kind).filter(state=state).exclude(pk__in=owed):
            by = maker_of(each, now, law)
            made_ready = getattr(each, "reviewed_by_id", None) or by.person
            ask_all(task, each, by=replace(by, person=made_ready))
            asked += is_owed(task, each)
            if asked == ASKED_AT_ONCE:
                break


def _decide(of: Any, assessment: Any, *, by: Actor, within: Any, told: Mapping[Any, Any]) -> Record:
    """Put the level of an assessment in force, or that of an exception, which ends no later.

    A day that is past by now holds up no raising: it is left out, and owed.
    """
    days = (assessment.review_by, of.until if within else None)
    ends = [day for day in days if day and day >= by.on]
    decision = _put_in_force(
        by=by,
        told=told.get(of, ()),
        assessment=assessment,
        scope=of.scope,
        level=of.level,
        reasons=of.reason if within else assessment.reasons,
        marking=assessment.marking,
        review_by=min(ends, default=None),
        within=within,
    )
    note(by, "sign", decision)
    return decision


def _put_in_force(
    *,
    by: Actor,
    scope: Any,
    told: Iterable[str] = (),
    still: tuple[str, ...] = ("see_",),
    **values: Any,
) -> Record:
    """Let a level supersede the one in force for its scope, about which nothing is owed any more.

    Args:
        told: the offices that may know of it, as it is raised, whatever its product waits for.
        still: how the codes of tasks begin that are owed about a level that is the same as before.
    """
    previous: Any = level_in_force(scope)
    is_same = previous is not None and previous.level == values["level"]
    if is_same:  # whoever sees that one sees this one
        values.setdefault("first", previous.first or previous)
    outdate_forms(scope)
    values |= {"decided_on": by.on, "valid_from": by.now, "previous": previous}
    decision = records.make("decision", by=by, scope=scope, told=told, **values)
    if previous is not None:
        if is_same:
            carry_on(previous, decision, still, by=by)
        settle(previous, "", by=by, is_all=True)
    return decision


def _levels_before(assessment: Any) -> dict[Any, int]:
    """Give for an assessment and each of its exceptions the level before, where there is one."""
    of = level_before(assessment.scope)
    found = {each: level_before(each.scope) or of for each in assessment.exceptions.all()}
    return {each: was.level for each, was in (found | {assessment: of}).items() if was}


def _lowered(assessment: Any) -> dict[Any, int]:
    """Give what an assessment would lower, itself and its exceptions, each with the level before."""
    before = _levels_before(assessment)
    return {e: was for e, was in before.items() if e.level is not None and e.level < was}


def lowering_of(assessment: Any) -> str:
    """Say from which level to which an assessment would lower each scope; nothing where none."""
    lowered = _lowered(assessment).items()
    return "; ".join(f"{each.scope.name}: {before} → {each.level}" for each, before in lowered)


def _missing(assessment: Any, today: dt.date) -> Iterator[str]:
    """Name what an assessment lacks before it may be signed."""
    if assessment.level is None:
        yield "level"
    for name in ("reasons", "likelihood", "seriousness"):
        if not getattr(assessment, name):
            yield name
    untils = [each.until for each in assessment.exceptions.all() if each.until]
    if assessment.review_by is None or min([assessment.review_by, *untils]) <= today:
        yield "review"
    if assessment.remarks.filter(state="open").exists():
        yield "remarks"


def _check_review(review_by: dt.date | None, today: dt.date) -> None:
    if review_by is not None and review_by <= today:
        raise RuleError("desk_rule.missing_review")


def _supplement(decision: Record, missing: Iterable[str], *, by: Actor) -> None:
    """Let the office that decided supply what its decision lacks by the next day."""
    due = by.on + SUPPLEMENT
    for name in missing:
        owe(f"supply_{name}", by.office, decision, due=due, by=by)
