"""Each condition of a right says of a record what its filter says of a list, whatever they hold."""

from itertools import count
from typing import Any

import pytest
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.desk.world import MOMENT, SINCE, World

from peil.store import records
from peil.store.shared.actor import Actor
from peil.store.shared.conditions import KNOWN, OF_PERSON, USUAL, filter_of, holds
from peil.store.shared.models import Office, Person
from peil.web.server import current

pytestmark = pytest.mark.django_db
OFFICES = ("ocam", "state_security", "crisis_centre")
PEOPLE = ("ada", "sam", "chris")
NUMBERS = count()


class Maker:
    """Makes records whose offices and people are drawn, and what their conditions look at."""

    def __init__(self, world: World, data: st.DataObject) -> None:
        self.people = [world.people[name] for name in PEOPLE]
        self.states = {kind: state for kind, state, _ in reversed(world.records)}
        self.data = data

    def record(self, model: Any, paths: set[str], **fixed: Any) -> Any:
        """Make a record of a kind, and what some paths lead to from it."""
        ahead: dict[str, set[str]] = {}
        for path in sorted(paths):
            first, _, rest = path.partition("__")
            ahead.setdefault(first, set()).update({rest} - {""})
        values = dict(fixed)
        for each in model._meta.fields:
            if each.name not in values and not each.primary_key:
                self._fill(values, each, ahead)
        made = model(**values)
        made.save(force_insert=True)
        for name, rest in ahead.items():
            self._lead(made, made._meta.get_field(name), rest)
        return made

    def _fill(self, values: dict[str, Any], each: Any, ahead: dict[str, set[str]]) -> None:
        target = each.related_model
        if target in (Office, Person):
            among: list[Any] = [Office(pk=code) for code in OFFICES]
            among = self.people if target is Person else among
            values[each.name] = self.data.draw(st.sampled_from(among + [None] * each.null))
        elif target is not None:
            if not each.null or each.name in ahead:
                values[each.name] = self.record(target, ahead.get(each.name, set()))
        elif not each.has_default() and not each.null:
            values[each.name] = self._plain(each)

    def _plain(self, each: Any) -> Any:
        if each.name == "state":
            return self.states[each.model().kind]
        if each.choices or each.name == "change":
            return each.choices[0][0] if each.choices else "grant"
        if isinstance(each, models.DateField):
            return MOMENT if isinstance(each, models.DateTimeField) else SINCE
        return 3 if isinstance(each, models.IntegerField) else str(next(NUMBERS))

    def _lead(self, made: Any, relation: Any, rest: set[str]) -> None:
        if relation.many_to_many:
            getattr(made, relation.name).set(self.data.draw(st.sets(st.sampled_from(OFFICES))))
        elif relation.one_to_many:
            limits = relation.related_model._meta.constraints
            most = 1 if any(isinstance(e, models.UniqueConstraint) for e in limits) else 2
            for _ in range(self.data.draw(st.integers(0, most))):
                self.record(relation.related_model, rest, **{relation.field.name: made})


@pytest.mark.parametrize("kind", sorted(records.kinds()))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_record_meets_a_condition_where_its_filter_finds_it(
    world: World, kind: str, data: st.DataObject
) -> None:
    model = records.kinds()[kind]
    paths = {path for each in (*USUAL.values(), *model.reach.values()) for path in each}
    with transaction.atomic():
        made = Maker(world, data).record(model, paths)
        actor = Actor(
            person=world.people[data.draw(st.sampled_from(PEOPLE))].pk,
            name="",
            office=data.draw(st.sampled_from(OFFICES)),
            roles=frozenset(),
            own_roles=frozenset(),
            standings=data.draw(st.frozensets(st.sampled_from(sorted(OF_PERSON)))),
            language="en",
            now=MOMENT,
            law=current().law,
        )
        kept: Any = records.find(kind, made.pk)
        conditions = [[each] for each in sorted(KNOWN)]
        conditions.append(data.draw(st.lists(st.sampled_from(sorted(KNOWN)), max_size=3)))
        for asked in conditions:
            met = filter_of(model, asked, actor)
            found = met is not None and records.every(kind).filter(met, pk=made.pk).exists()
            assert holds(kept, asked, actor) == found, asked
        transaction.set_rollback(True)
