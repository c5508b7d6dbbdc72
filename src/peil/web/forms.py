"""Forms: made of the fields of a record and of what a right asks for."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from functools import partial
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.models import ModelChoiceIterator, fields_for_model, modelform_factory
from django.http import QueryDict
from django.utils import timezone

from peil.report.words import Words
from peil.store import records
from peil.store.record import Record
from peil.store.shared import people
from peil.terms.classified import mark_in
from peil.terms.rights import Law, Right, RuleError
from peil.terms.text import says_something, without_unseen
from peil.web.asked import Asked
from peil.web.pages import called, coded
from peil.web.server import current
from peil.workflow.accounts import roles_of
from peil.workflow.acting import Action, seen

ASKED_BY = {
    "re_authenticated": "proof",
    "reasons_given": "reason",
    "needs_to_know": "reason",
    "consent_on_record": "reason",
}
"""What a form asks for where a right has a condition about the act."""
A_YEAR = dt.timedelta(days=365)
"""How far from now a moment may be set."""
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2200, 1, 1)
"""Between which a day may lie."""
OFFERED = 50
"""Records that a form offers to choose from."""
EXTRA: Mapping[str, Callable[[], forms.Field]] = {
    "proof": partial(forms.CharField, widget=forms.PasswordInput, strip=False),
    "reason": partial(forms.CharField, widget=forms.Textarea),
    "file": forms.FileField,
    "newcomers": forms.FileField,
    "office": lambda: forms.ModelChoiceField(people.offices()),
    "people": partial(forms.ModelMultipleChoiceField, None),
    "languages": partial(
        forms.MultipleChoiceField, choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    ),
}
"""What a form can ask for beside the fields of its record."""


def form_of(
    request: Asked, action: Action, record: Record | None, right: Right, words: Words
) -> Any:
    """Make the form of an action, filled with the record, or with what was typed."""
    by_law = sorted(ASKED_BY[each] for each in right.conditions if each in ASKED_BY)
    asked = dict.fromkeys((*action.asks, *by_law))
    model = records.kinds()[action.kind]
    names = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}
    own = list(dict.fromkeys(name for name in (*action.fields, *asked) if name in names))
    form = modelform_factory(model, fields=own)(
        request.POST or None, request.FILES or None, instance=copy(record)
    )
    if action.is_new:
        near = {name: key for name, key in request.GET.items() if _is_near(model, name)}
        form.initial.update(near)
    if action.filled:
        form.initial.update(action.filled(record))
    form.fields |= {name: EXTRA[name]() for name in asked if name not in own}
    if action.makes:
        form.fields |= fields_for_model(records.kinds()[action.makes], action.made)
    for name in asked:
        form.fields[name].required = True
    for name, field in list(form.fields.items()):
        _fit(field, name, request.actor.law, words)
        if action.among and isinstance(field, forms.ModelChoiceField):
            field.queryset = action.among(current(), record, request.actor)
        _limit(field, name, request, words)
        if isinstance(field, forms.ModelChoiceField):  # each look at them would ask anew
            offered: Any = field.choices
            field.choices = list(iter(offered))  # a list of it alone would count them first
        if _offers_nothing(field):
            del form.fields[name]
    if record is not None:
        hidden = forms.IntegerField(widget=forms.HiddenInput, initial=record.version)
        form.fields["version"] = hidden
    return form


def _is_near(model: type[Record], name: str) -> bool:
    """Say whether a field points at another record: such a one alone may be filled in by a link."""
    return any(field.name == name and field.is_relation for field in model._meta.fields)


def readable(posted: QueryDict) -> QueryDict:
    """Give what was filled in without letters that nobody sees, save in what proves who it is."""
    kept = posted.copy()
    for name, values in posted.lists():
        if name != "proof":
            kept.setlist(name, [without_unseen(each) for each in values])
    return kept


def values_of(form: Any, record: Record | None, doubt: RuleError | None) -> dict[str, Any]:
    """Give what a sound form asks to be written, where nothing speaks against the proof that it asks for.

    Raises:
        RuleError: somebody else changed the record, or the person did not prove who it is.
    """
    given = dict(form.cleaned_data)
    if record is not None and given.pop("version") != record.version:
        raise RuleError("desk_rule.stale")
    if given.pop("proof", "") and doubt:
        raise doubt
    return given


CODES = ("proof", "role")
"""Fields in which nobody writes a text."""


def _fit(field: Any, name: str, law: Law, words: Words) -> None:
    """Label a field, and let it be filled in as its values are said on pages."""
    field.label = words.code("desk_field", name)
    if isinstance(field, forms.CharField) and name not in CODES:
        field.validators.append(partial(_check_text, words=words))
    by_law: dict[str, Sequence[str | int]] = {"level": law.scale.numbers, "role": roles_of(law)}
    if name in by_law:
        known = [(code, coded(name, code, words)) for code in by_law[name]]
        field.widget = forms.Select(choices=[("", words("desk.choose")), *known])
    elif isinstance(field, forms.ModelMultipleChoiceField):
        offered: Any = field.choices
        field.widget = forms.CheckboxSelectMultiple(choices=offered)
    elif isinstance(field, forms.ModelChoiceField):
        field.empty_label = words("desk.choose")
    elif isinstance(field, forms.TypedChoiceField):
        given: Any = field.choices
        among = [(str(code), coded(name, str(code), words)) for code, _ in given if code]
        field.choices = [("", words("desk.choose")), *among]
    elif isinstance(field, forms.DateTimeField):
        near = timezone.now() - A_YEAR, timezone.now() + A_YEAR
        field.validators += [MinValueValidator(near[0]), MaxValueValidator(near[1])]
        moment = {"type": "datetime-local"}
        field.widget = forms.DateTimeInput(attrs=moment, format="%Y-%m-%dT%H:%M")
    elif isinstance(field, forms.DateField):
        field.validators += [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
        field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _check_text(text: str, words: Words) -> None:
    """Refuse a text that says nothing, or that is marked as classified.

    Raises:
        ValidationError: it is one of these.
    """
    if not says_something(text):
        raise forms.ValidationError(words("desk_rule.says_nothing"))
    if mark := mark_in(text):
        raise forms.ValidationError(words("desk_rule.classified", mark=mark))


def _limit(field: Any, name: str, request: Asked, words: Words) -> None:
    """Offer of other records only those that the person may see."""
    model = getattr(getattr(field, "queryset", None), "model", None)
    if model is not None and issubclass(model, Record):
        near = [each.rpartition("__")[0] for each in model.said if "__" in each]
        rows = seen(model().kind, request.actor)
        wanted = (request.POST or request.GET).get(name, "")
        field.iterator = partial(_Newest, wanted=wanted, words=words)
        field.label_from_instance = lambda each: called(each.kind, each, words)
        rows = rows.select_related(*near).complex_filter(field.get_limit_choices_to())
        field.queryset = rows.order_by(*model.offered) if model.offered else rows


class _Newest(ModelChoiceIterator):  # type: ignore[type-arg]  # has one for checkers alone
    """Offers the newest records, and the one that a link from its own page names."""

    def __init__(self, field: Any, wanted: str, words: Words) -> None:
        super().__init__(field)
        self.wanted, self.words = wanted, words

    def __iter__(self) -> Iterator[Any]:
        """Give the choices, those that have an order of their own by type, and say if there are more."""
        rows, self.queryset = self.queryset, self.queryset[: OFFERED + 1]
        offered = list(super().__iter__())
        self.queryset = rows
        if len(offered) > OFFERED + 1:
            offered[-1] = ("", self.words("desk.more_offered"))
        if self.wanted and self.wanted not in {str(key) for key, _ in offered}:
            offered += map(self.choice, rows.filter(pk=self.wanted))
        yield from self._by_type(offered) if rows.model.offered else offered

    def _by_type(self, offered: list[Any]) -> Iterator[Any]:
        types = groupby(offered, lambda choice: choice[0].instance.type if choice[0] else "")
        for code, choices in types:
            yield coded("type", code, self.words) if code else "", list(choices)


def _offers_nothing(field: Any) -> bool:
    """Say whether a field that may stay empty lets one choose among nothing."""
    offers = isinstance(field, forms.ModelChoiceField) and not field.required
    return offers and not any(str(key) for key, _ in field.choices)
