"""Pages: the templates of the servers, with the words of the reader and the moment in his zone."""

import datetime as dt
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from jinja2 import Environment, StrictUndefined

from peil.report.words import Words, words_in
from peil.store.record import Record
from peil.store.records import kinds
from peil.terms.admiralty import AXES, admiralty_codes
from peil.terms.estimative import estimative_words
from peil.web.server import current
from peil.workflow.clock import ZONE

CODED = frozenset(
    {"change", "confidence", "co_decider_says", "director_says", "ground", "marking", "started_by"}
    | {"says", "type", "valence"}
)
"""Fields that hold a code of a closed list."""
GROUPS = {"task": "desk_task", "about_kind": "desk_kind"}
"""Fields that hold a code of another list."""
SIGNING = ("title", "skip", "settings", "invited", "unlinked")
"""What the pages of signing in say in the words of the desk."""


def environment(autoescape: bool, **options: Any) -> Environment:
    """Make what fills the templates: strict, so that a misspelt name is no empty place."""
    strict = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(autoescape=True, **options | strict)
    made.globals.update(static=static, url=_url)
    return made


def page(request: HttpRequest, template: str, status: int = 200, **shown: Any) -> HttpResponse:
    """Fill a template with the words of the reader."""
    words = words_of(request)
    context = {
        "words": words,
        "actor": getattr(request, "actor", None),
        "token": get_token(request),
        "exercise": settings.EXERCISE,
        "marking": getattr(shown.get("record"), "marking", Record.marking),
        "said": partial(said, words=words),
        "shown": partial(shown_value, words=words),
        "call": partial(called, words=words),
        "tell": lambda key, values: words(
            key, **{k: v if k == "n" else shown_value(k, v, words) for k, v in values.items()}
        ),
        "explain": lambda error: words(
            error.key, **{k: said(v, words) for k, v in error.values.items()}
        ),
        "level": partial(words.short_level, current().law.scale),
    }
    return render(request, template, context | shown, status=status, using="pages")


def words_of(request: HttpRequest) -> Words:
    """Give the words of the language that the reader chose."""
    actor = getattr(request, "actor", None)
    return words_in(actor.language if actor else get_language() or settings.LANGUAGE_CODE)


def words_for_signing(request: HttpRequest) -> dict[str, Any]:
    """Give the pages of signing in what they say beside the words of their own library."""
    words = words_of(request)
    said = {name: words(f"desk.{name}") for name in SIGNING}
    exercise = words("desk.exercise") if settings.EXERCISE else ""
    said |= {"exercise": exercise, "too_often": words("desk_rule.too_often")}
    return {"desk": {**said, "languages": settings.LANGUAGES}}


def said(value: Any, words: Words) -> str:
    """Say a value: a moment in the reader's zone, a day, yes or no, a number, or a text."""
    if isinstance(value, dt.datetime):
        local = value.astimezone(ZONE)
        return words("desk.moment", day=words.day(local.date()), time=f"{local:%H:%M}")
    if isinstance(value, dt.date):
        return words.day(value)
    if isinstance(value, bool):
        return words.code("desk_flag", "yes" if value else "no")
    if isinstance(value, float):
        return words.percent(value)
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def shown_value(name: str, value: Any, words: Words) -> str:
    """Say the value of a field: a code in words, anything else as it is said everywhere."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return coded(name, value, words)
    return said(value, words)


def coded(name: str, code: str | int, words: Words) -> str:
    """Put a code of a field into words; what is no code stays as it is."""
    if name == "level":
        return words.short_level(current().law.scale, int(code))
    if name == "role":
        return words.code("desk_role", code)
    if name == "likelihood":
        return _among(estimative_words(), "id", code, words)
    if name == "reckoned":
        number, _, country = str(code).partition(" ")
        return words("desk.reckoned", n=int(number), country=country)
    if name == "approved":
        return ", ".join(dict(settings.LANGUAGES)[each] for each in str(code).split())
    if name == "basis":
        instrument, _, article = str(code).partition(" ")
        law = words.terms.get(f"desk_law.{instrument}")
        return words("desk.by_right", instrument=law, article=article) if law else str(code)
    if name in AXES:
        return f"{code}: {_among(admiralty_codes(name), 'code', code, words)}"
    group = GROUPS.get(name, "desk_code" if name in CODED else "")
    return words.code(group, code) if group else str(code)


def called(kind: str, name: Any, words: Words) -> str:
    """Call a record as its reader does: a duty by its task, a decision by its place and level."""
    text = str(name)
    if kind == "duty":
        return words.code("desk_task", text)
    if kinds()[kind].said[-1].endswith("level"):
        place, _, level = text.rpartition(": ")
        if level.isdecimal():
            return words("desk.place_level", place=place, level=coded("level", level, words))
        return text
    return text or words.code("desk_kind", kind)


def _among(known: Any, key: str, code: str | int, words: Words) -> str:
    return next(words.name(each.names) for each in known if getattr(each, key) == code)


def _url(name: str, *args: object) -> str:
    return reverse(name, args=args)
