"""The rights of the desk against a table written by hand: who may see and do what, in each state."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.web.desk import matrix
from tests.web.desk.world import MOMENT, Key, World

from peil.store import records
from peil.store.record import Record
from peil.store.shared.actor import Actor, actor_of
from peil.store.shared.audit import append
from peil.store.shared.conditions import OF_ACT, holds
from peil.store.shared.models import Person
from peil.terms.rights import ANY, EVERYONE, NEW, Right, Rights
from peil.web.server import current
from peil.workflow import acting
from peil.workflow.acting import Action

pytestmark = pytest.mark.django_db
ALWAYS = frozenset({"always"})
KINDS = sorted(records.kinds())
STATES = {
    "decision": {"in_force", "kept", "superseded"},
    "measure": {"draft", "decided", "ended"},
    "product": {"signed", "superseded"},
}
"""All states of the kinds of which some rows name every one."""
Verdict = dict[str, frozenset[str]]
"""Who may, each with the conditions about the act."""
Named = tuple[str, str, str, str]
ACTED_ON = "0123456789abcdef"
"""The id of what everybody did something with."""
EXCUSED: dict[Named, set[str]] = {
    # These widen what another row is for, and not who may.
    ("service_contact", "answer", "request", "6 §1 al. 3"): {"left out"},
    ("director", "add_recipient", "product", "10 §3"): {
        "left out",
        "without consent_on_record",
        "for everyone",
    },
    # The page counts what one's own office did, and nothing else.
    ("director", "count", "audit_event", ""): {"without own_office"},
    ("deputy", "count", "audit_event", ""): {"without own_office"},
    # Who was not asked does not see the assessment either.
    ("service_contact", "create", "dissent", ""): {"without asked", "for everyone"},
}
"""What may be done to a row without letting anybody do more or less."""


def actors(world: World, day: str) -> dict[str, Actor]:
    moment = dt.datetime.combine(matrix.DAYS[day], MOMENT.timetz())
    return {name: actor_of(each, moment, current().law) for name, each in world.people.items()}


def acts(right: Right | None) -> frozenset[str] | None:
    return None if right is None else right.conditions & OF_ACT


def right_for(
    action: Action, record: Record | None, by: Actor, given: dict[str, Record]
) -> Right | None:
    """Give the right by which somebody may do something with a record that is seen, too."""
    right = acting.right_of(action, record, by, given)
    is_seen = right is None or record is None or acting.may_see(record, by)
    return right if is_seen else None


def told(verdicts: dict[str, frozenset[str] | None]) -> Verdict:
    return {name: given for name, given in verdicts.items() if given is not None}


def targets(world: World, action: Action) -> Iterator[tuple[Key, dict[str, Record]]]:
    """Give to what a new record could belong, as the table names it, and as a form would say it."""
    if not action.within:
        yield (action.kind, NEW, "-"), {}
        return
    model = records.kinds()[action.kind]._meta.get_field(action.fields[0]).related_model
    for key, record in world.records.items():
        if isinstance(record, model):
            yield (action.kind, *key[1:]), {action.fields[0]: record}


def asked(world: World, kind: str) -> Iterator[tuple[Key, Action, dict[str, Record]]]:
    """Give everything that can be asked of the records of a kind beside reading them."""
    for action in (each for each in current().actions.values() if each.kind == kind):
        if action.is_new:
            for key, given in targets(world, action):
                yield key, action, given
        else:
            for key in world.of(kind):
                yield key, action, {}


@pytest.mark.parametrize("day", matrix.DAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_record_and_a_list_are_seen_by_those_whom_the_table_names(
    world: World, kind: str, day: str
) -> None:
    for name, by in actors(world, day).items():
        listed = {each.pk for each in acting.seen(kind, by)}
        for key in world.of(kind):
            expected = name in matrix.may(day, key, "read")
            record = world.records[key]
            assert acting.may_see(record, by) == expected, (name, key)
            assert (record.pk in listed) == expected, (name, key)


@pytest.mark.parametrize("day", matrix.DAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_action_is_open_to_those_whom_the_table_names(
    world: World, kind: str, day: str
) -> None:
    people = actors(world, day)
    for key, action, given in asked(world, kind):
        record = None if action.is_new else world.records[key]
        found = {name: acts(right_for(action, record, by, given)) for name, by in people.items()}
        assert told(found) == matrix.may(day, key, action.name), (key, action.name)


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_do_something_with_a_record_may_read_it(world: World, kind: str) -> None:
    for key, action, _ in asked(world, kind):
        if not action.is_new:
            who = matrix.may("today", key, action.name).keys()
            assert who <= matrix.may("today", key, "read").keys(), (key, action.name)


def test_every_kind_stands_there_in_every_state(world: World) -> None:
    for kind, model in records.kinds().items():
        states = {key[1] for key in world.of(kind)}
        named = {
            state for right in rows() if right.kind == kind for state in right.states - {ANY, NEW}
        }
        assert states, kind
        assert named <= states, model


def test_every_row_of_the_table_speaks_of_something(world: World) -> None:
    names = {(each.kind, each.name) for each in current().actions.values()}
    for day in matrix.DAYS:
        for kind, state, which, ask in matrix.table(day):
            if kind not in KINDS:
                continue
            assert ask in ("read", "part") or (kind, ask) in names, (kind, ask)
            kinds = {each[1:] for each in world.records} | {(NEW, "-")}
            assert any(state in ("*", found) and which in ("*", of) for found, of in kinds), (
                kind,
                state,
                which,
            )


def rows() -> tuple[Right, ...]:
    return current().law.rights.rows


def following(found: tuple[Right, ...], by: Actor) -> Actor:
    """Give an actor whose law has other rows."""
    return replace(by, law=replace(by.law, rights=Rights(rows=found)))


def named(right: Right) -> Named:
    return right.role, right.action, right.kind, right.article


def changed(right: Right) -> Iterator[tuple[str, tuple[Right, ...]]]:
    """Give what a row would be if it were left out, or had more states, less conditions, any role."""
    yield "left out", ()
    known = STATES.get(right.kind, right.states | {ANY})
    if ANY not in right.states and right.states != {NEW} and known - right.states:
        yield "in any state", (replace(right, states=right.states | {ANY}),)
    holding = ALWAYS | ({"own_office"} if right.states == {NEW} else set())  # what one makes is own
    for condition in sorted(right.conditions - holding):
        fewer = right.conditions - {condition} or ALWAYS
        yield f"without {condition}", (replace(right, conditions=fewer),)
    if right.role != EVERYONE:
        yield "for everyone", (replace(right, role=EVERYONE),)


def weighed() -> list[Right]:
    """Give the rows about records, of what can be done with them."""
    done = {(each.kind, each.right or each.name) for each in current().actions.values()}
    return [
        each for each in rows() if (each.kind, each.action) in done | {(k, "read") for k in KINDS}
    ]


class Bench:
    """Weighs rows of rights against the table, with what conditions say of each record kept."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.actors = {day: actors(world, day) for day in matrix.DAYS}
        self.met: dict[tuple[str, str, str], bool] = {}
        self.expected: dict[tuple[str, str], list[tuple[str, Key, Verdict]]] = {}

    def faults(self, row: Right, found: tuple[Right, ...]) -> Iterator[object]:
        """Give each day and record for which some rows of a kind say something else than the table."""
        kind, right = row.kind, row.action
        others = tuple(each for each in rows() if each.kind != kind and each.action == "read")
        everybody = {
            day: {name: following((*found, *others), by) for name, by in people.items()}
            for day, people in self.actors.items()
        }
        for action in self._making(kind, right):
            for key, given in targets(self.world, action):
                for day, people in everybody.items():
                    said = {
                        name: acts(acting.right_of(action, None, by, given))
                        for name, by in people.items()
                    }
                    if told(said) != matrix.may(day, key, action.name):
                        yield day, key, action.name
        for day, key, expected in self._asks(kind, right):
            knowing = self._knowing(key, day)
            said = {
                name: acts(self._first(key, right, by, day))
                for name, by in everybody[day].items()
                if knowing is None or name in knowing
            }
            if told(said) != expected:
                yield day, key, right

    def _asks(self, kind: str, right: str) -> list[tuple[str, Key, Verdict]]:
        """Give what the table expects of a right: of each action that it allows, together."""
        if (kind, right) not in self.expected:
            actions = [each for each in self._of(kind, right) if not each.is_new]
            names = ["read"] if right == "read" else [each.name for each in actions]
            self.expected[kind, right] = [
                (day, key, {k: v for name in names for k, v in matrix.may(day, key, name).items()})
                for day in matrix.DAYS
                for key in self.world.of(kind)
                if names
            ]
        return self.expected[kind, right]

    def _knowing(self, key: Key, day: str) -> Verdict | None:
        """Give those who may see what a record is about; None where it is about no other."""
        about = records.about(self.world.records[key])
        if about is None:
            return None
        named = next(name for name, each in self.world.records.items() if each.pk == about.pk)
        return matrix.may(day, named, "read")

    def _of(self, kind: str, right: str) -> list[Action]:
        every = current().actions.values()
        return [e for e in every if e.kind == kind and (e.right or e.name) == right]

    def _making(self, kind: str, right: str) -> list[Action]:
        return [each for each in self._of(kind, right) if each.is_new]

    def _first(self, key: Key, right: str, by: Actor, day: str) -> Right | None:
        record = self.world.records[key]
        found = acting.rights_of(by, right, record.kind)
        return next((each for each in found if self._covers(each, record, by, day)), None)

    def _covers(self, right: Right, record: Record, by: Actor, day: str) -> bool:
        return right.covers(record.state) and all(
            self._met(condition, record, by, day) for condition in right.conditions
        )

    def _met(self, condition: str, record: Record, by: Actor, day: str) -> bool:
        key = (condition, record.pk, by.person + day)
        if key not in self.met:
            self.met[key] = holds(record, [condition], by)
        return self.met[key]


@pytest.fixture(scope="module")
def bench(world: World) -> Bench:
    return Bench(world)


@pytest.mark.parametrize("kind", KINDS)
def test_no_row_can_be_left_out_or_widened(bench: Bench, kind: str) -> None:
    own = [each for each in weighed() if each.kind == kind]
    for i, row in enumerate(own):
        others = (*own[:i], *own[i + 1 :])
        unnoticed = {
            how for how, now in changed(row) if not any(bench.faults(row, (*others, *now)))
        }
        assert unnoticed == EXCUSED.get(named(row), set()), row


def beside() -> set[Right]:
    """Give the rows about what is no record: the audit, the table of rights, the frozen figures."""
    return {*rows()} - {*weighed()}


def open_to(by: Actor) -> set[matrix.Ask]:
    """Give what somebody may do that is about no record, as the table names it."""
    asks = {(each.kind, each.action) for each in beside()} - {("audit_event", "read")}
    found = {(kind, "*", "-", ask) for kind, ask in asks if acting.may(by, ask, kind)}
    told = {each.person for each in acting.events(Person(pk=ACTED_ON), by)}
    found |= {("audit_event", "*", "own", "read")} if by.person in told else set()
    return found | ({("audit_event", "*", "whole", "read")} if len(told) > 1 else set())


def test_no_row_about_no_record_can_be_left_out_or_widened(world: World) -> None:
    for each in world.people.values():
        append(at=MOMENT, action="write", person=each.pk, about=ACTED_ON)
    people = [(day, *each) for day in matrix.DAYS for each in actors(world, day).items()]

    def is_noticed(found: tuple[Right, ...]) -> bool:
        return any(
            open_to(following(found, by))
            != {
                ask for ask, who in matrix.table(day).items() if name in who and ask[0] not in KINDS
            }
            for day, name, by in people
        )

    assert not is_noticed(rows())
    for row in beside():
        others = tuple(each for each in rows() if each != row)
        unnoticed = {how for how, now in changed(row) if not is_noticed((*others, *now))}
        assert unnoticed == EXCUSED.get(named(row), set()), row
