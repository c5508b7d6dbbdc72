"""Pages of a person's own: the invitation, the settings, and the due days for a calendar."""

import datetime as dt
from typing import Any

from allauth.account.forms import SetPasswordForm
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.forms.models import modelform_factory
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from peil.report.words import Words
from peil.store import records
from peil.store.record import Record
from peil.store.shared import people
from peil.terms.text import without_unseen
from peil.web.asked import Asked
from peil.web.pages import page, words_of
from peil.workflow import acting
from peil.workflow.accounts import note_person
from peil.workflow.duties import UNSETTLED

OCTETS = 75
"""The most on a line of a calendar file."""


class Invited(SetPasswordForm):  # type: ignore[misc]  # the library publishes no types
    """The address to which the invitation was sent, and the password that is chosen."""

    email = forms.EmailField()
    field_order = ("email", "password1", "password2")


@require_http_methods(["GET", "POST"])
def invited(request: Asked, secret: str) -> HttpResponse:
    """Let who was invited choose a password; looking at the page uses nothing up."""
    if not ratelimit.consume(request, action="reset_password_from_key"):
        return page(request, "refused.html", 429, key="desk_rule.too_often")
    words = words_of(request)
    person = people.invited(secret, without_unseen(request.POST.get("email", "")))
    form = Invited(person, request.POST or None)
    form.fields["email"].label = words.code("desk_field", "email")
    if request.method == "POST" and form.is_valid():
        with acting.transactional():
            if person and people.choose_password(person, secret, form.cleaned_data["password1"]):
                note_person(person, "choose_password")
                request.session.flush()  # a sign-in that was begun before leads nowhere
                messages.success(request, words("desk.password_chosen"))
                return redirect("account_login")
        form.add_error(None, words("desk_rule.no_invitation"))
    status = 422 if form.errors else 200
    return render(request, "invited.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def mine(request: Asked) -> HttpResponse:
    """Let a person choose the language, and whether mail comes at once or once a day."""
    person: Any = request.user
    form = modelform_factory(get_user_model(), fields=["language", "is_digest"])(
        request.POST or None, instance=person
    )
    words = words_of(request)
    form.fields["language"] = forms.ChoiceField(choices=settings.LANGUAGES)
    for name, field in form.fields.items():
        field.label = words.code("desk_field", name)
    if request.method == "POST" and form.is_valid():
        with acting.transactional():
            form.save(commit=False).save(update_fields=list(form.fields))  # the rest may be newer
            note_person(person, "change_settings")
        return redirect("mine")
    status = 422 if form.errors else 200
    return page(request, "mine.html", status, form=form, has_provider=bool(settings.OIDC))


@require_GET
def calendar(request: Asked) -> HttpResponse:
    """Give what a person owes as a calendar file: what waits, by when and where, never what it says."""
    duties = acting.seen("duty", request.actor)
    acting.note_look(request.actor, "export", kind="duty")
    words = words_of(request)
    name = _summary(words.code("desk_code", Record.marking), words)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Peil//EN", f"X-WR-CALNAME:{name}"]
    # Calendars are kept elsewhere: what is hidden does not go there.
    for duty in duties.filter(state__in=UNSETTLED).exclude(about_kind__in=records.hidden()):
        where = request.build_absolute_uri(reverse("show", args=("duty", duty.pk)))
        lines += _event(duty, where, request.actor.now, words)
    text = "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))
    answer = HttpResponse(text, "text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="duties.ics"'
    return answer


def _event(duty: Any, where: str, now: dt.datetime, words: Words) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{duty.pk}",
        f"DTSTAMP:{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{duty.due:%Y%m%d}",
        f"SUMMARY:{_summary(words.code('desk_task', duty.task), words)}",
        f"URL:{where}",
        "CLASS:CONFIDENTIAL",
        "END:VEVENT",
    ]


def _summary(text: str, words: Words) -> str:
    """Write a text as the format asks, and say in it that it is an exercise where it is one."""
    said = words("desk.in_exercise", what=text) if settings.EXERCISE else text
    for mark in ("\\", ";", ","):
        said = said.replace(mark, f"\\{mark}")
    return said


def _folded(line: str) -> str:
    """Break a long line as the format asks: a break, then a blank that does not count."""
    folded, size = "", 0
    for letter in line:
        size += len(letter.encode())
        if size > OCTETS:
            folded, size = f"{folded}\r\n ", 1 + len(letter.encode())
        folded += letter
    return folded
