"""Views: the front page, a list of a kind, one record, and one that runs every action."""

import datetime as dt
import re
from contextlib import nullcontext
from functools import partial
from importlib.resources import files
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any

from babel.dates import get_month_names
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from peil.report.words import Words
from peil.store import records
from peil.store.desk.decisions import in_force
from peil.store.record import BASE, Record
from peil.store.shared import people
from peil.store.shared.actor import Actor
from peil.store.shared.audit import EXERCISE
from peil.store.shared.conditions import EVERY
from peil.terms.rights import RuleError
from peil.web import overseeing, server
from peil.web.accounts import doubt_of, look_anew
from peil.web.asked import Asked
from peil.web.forms import form_of, readable, values_of
from peil.web.pages import page, words_of
from peil.workflow import acting
from peil.workflow.acting import Refused, may
from peil.workflow.duties import UNSETTLED, left

MOST = 100
"""Rows on a page of a list."""
LONGEST_NUMBER = 10
"""Digits from which no row has such a number."""
ABOUT = frozenset({"about", "about_kind", "marking", "proposed_for", "task"})
"""Fields that a page shows in its title, as a duty's task or a marking, or not at all."""
LONGEST_ASKED = 200
"""Letters of a search; with many words more a database would be asked too much."""
DAY = len("2018-01-22")
PROPOSAL = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{12}")
"""The folder of a frozen proposal: its day, and how the digest of the dossier begins."""
SHOWN_PROPOSALS = 5
"""Frozen proposals that the front page names."""
IN_DECISIONS = ("scope__name", "level", "decided_on")
"""Where words are looked for in decisions, beside the reasons of those of which all is seen."""


@require_GET
def front(request: Asked) -> HttpResponse:
    """Show the levels in force, and what waits for the person."""
    here, by = server.current(), request.actor
    owed = acting.seen("duty", by).filter(state__in=UNSETTLED)
    start = _start(request)
    owed = owed.exclude(shown_again__gt=by.on, changed_by=by.person).select_related(
        "owed_by", "person"
    )
    rows = list(owed[start : start + MOST + 1])
    duties = rows[:MOST]
    lets_in = may(by, "propose", "account_change")
    levels = in_force(acting.seen("decision", by))
    shown: dict[str, Any] = {
        "duties": duties,
        "more": start + MOST if len(rows) > MOST else 0,
        "about": records.names_of_about(duties),
        "levels": list(levels),
        "creatable": acting.creatable(here, by),
        "kinds": _kinds(by),
        "sees_audit": overseeing.of_audit(by),
        "sees_rights": may(by, "read", "rights_row"),
        "undelivered": people.undelivered() if lets_in else [],
        "leaving": people.leaving(by.on, left()) if lets_in else [],
        "proposals": _proposals() if may(by, "read", "proposal") else [],
    }
    acting.note_look(by, "list", kind="duty")
    return page(request, "front.html", **shown)


@require_GET
def listing(request: Asked, kind: str) -> HttpResponse:
    """List what the person may see of a kind, newest first."""
    by = request.actor
    if kind not in _kinds(by):
        raise Refused(kind)
    start = _start(request)
    rows = records.listed([acting.seen(kind, by)], start, MOST + 1)
    acting.note_look(by, "list", kind=kind)
    new = [each for each in acting.creatable(server.current(), by) if each.kind == kind]
    more = start + MOST if len(rows) > MOST else 0
    return page(request, "list.html", kind=kind, rows_shown=rows[:MOST], creatable=new, more=more)


@require_GET
def show(request: Asked, kind: str, key: str) -> HttpResponse:
    """Show a record, what belongs to it, and what the person may do with it now."""
    here, by = server.current(), request.actor
    record = acting.look(here, kind, key, by)
    shown: dict[str, Any] = {
        **_contents(record, by),
        "possible": acting.possible(here, record, by),
        "offered": acting.offered(here, record, by),
        "history": _history(record, by),
        "looked": _looked(record, by),
        "is_own": not acting.sees_all_events(by),
    }
    return page(request, "record.html", **shown)


@require_http_methods(["GET", "POST"])
def act(request: Asked, kind: str, action: str, key: str = "") -> HttpResponse:
    """Show the form of an action, or do it; what was typed stays where a rule speaks against it.

    What is sent is read, allowed and done in one transaction, by whoever asks as that person is then:
    what others did while it waited for its turn counts.
    """
    request.POST = readable(request.POST)  # type: ignore[assignment]  # may be set, says Django
    doubt = doubt_of(request)  # before its turn, as others would wait while a password is looked at
    is_sent, error = request.method == "POST", None
    with acting.transactional() if is_sent else nullcontext():
        if is_sent:
            look_anew(request)
        by, given = request.actor, (request.POST or request.GET).dict()
        found, record, right = acting.allowed(server.current(), kind, action, key, by, given)
        form = form_of(request, found, record, right, words_of(request))
        if is_sent and form.is_valid():
            try:
                filled = values_of(form, record, doubt)
                done = acting.run(found, record, by=by, **filled)
                return redirect("show", done.kind, done.pk)
            except RuleError as rule:
                error = rule
            except IntegrityError:  # its text may hold the whole row, which no log may
                error = RuleError("desk_rule.stale")
            record = record and records.find(kind, record.pk)  # and not as it nearly was
        acting.note_look(by, "read" if record else "list", record, kind=kind)
    status = (
        409 if error and error.key == "desk_rule.stale" else 422 if form.errors or error else 200
    )
    shown: dict[str, Any] = {
        **_contents(record, by, frozenset(form.fields)),
        "action": found,
        "form": form,
        "right": right,
        "error": error,
    }
    return page(request, "action.html", status, **shown)


@require_GET
def search(request: Asked) -> HttpResponse:
    """Find decisions by words, place, level and day, among those that the person may see."""
    by = request.actor
    asked = request.GET.get("q", "").strip()[:LONGEST_ASKED]
    words = words_of(request)
    wanted = _by_number(_by_day(asked, words), words)
    seen = acting.seen("decision", by) if asked else records.every("decision").none()
    lookups = dict.fromkeys(IN_DECISIONS, EVERY)
    lookups["reasons"] = acting.whole_ones("decision", by)
    found, more = records.containing(seen, wanted, lookups, _start(request))
    # By the desk's key and for the person alone: nobody confirms a guess by searching for it.
    digest = salted_hmac(by.person, asked, algorithm="sha256").hexdigest()
    acting.note_look(by, "search", kind="decision", detail=digest)
    return page(request, "search.html", asked=asked, found=found, more=more)


def _by_day(asked: str, words: Words) -> str:
    """Write the days that are asked for as they are kept: 22 January 2018 as 2018-01-22."""
    named = get_month_names("wide", locale=words.language)
    months = {name.casefold(): number for number, name in named.items()}
    month = "|".join([r"\d{1,2}", *months])

    def kept(found: re.Match[str]) -> str:
        day, name, year = found.groups()
        number = name if name.isdecimal() else months.get(name.casefold(), 0)
        return f"{year}-{int(number):02}-{int(day):02}"

    pattern = rf"\b(\d{{1,2}})(?:er)?[ ./-]+({month})[ ./-]+(\d{{4}})\b"
    return re.sub(pattern, kept, asked, flags=re.IGNORECASE)


def _by_number(asked: str, words: Words) -> str:
    """Put the number of a level where it is asked for by its name, the longest names first."""
    scale = server.current().law.scale
    names = {scale.named(number, words.language): number for number in scale.numbers}
    for name in sorted(names, key=len, reverse=True):
        asked = re.sub(rf"\b{re.escape(name)}\b", str(names[name]), asked, flags=re.IGNORECASE)
    return asked


@require_GET
def figures(request: Asked, key: str, file: str) -> HttpResponse | FileResponse:
    """Show a file of a frozen proposal: a page in a sandbox, never computed while somebody waits."""
    folder = settings.PROPOSALS / key
    try:
        path = (folder / file).resolve()
        is_there = path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        is_there = False
    if not PROPOSAL.fullmatch(key) or not is_there or not may(request.actor, "read", "proposal"):
        raise Refused(key)
    acting.note_look(request.actor, "read", detail=key)
    answer = _frozen(path, words_of(request))
    answer.csp_exempt = True  # type: ignore[union-attr]  # its own policy follows
    answer["Content-Security-Policy"] = (
        "sandbox allow-same-origin allow-top-navigation-by-user-activation"
    )
    return answer


def _proposals() -> list[tuple[dt.date, str]]:
    """Give day and folder of the newest frozen proposals, looking at no older ones."""
    there = (path.name for path in settings.PROPOSALS.glob("*"))
    names = sorted(filter(PROPOSAL.fullmatch, there), reverse=True)
    days = {name[:DAY] for name in names[:SHOWN_PROPOSALS]}
    found = [settings.PROPOSALS / name for name in names if name[:DAY] in days]
    found.sort(key=lambda path: (path.name[:DAY], path.stat().st_mtime), reverse=True)
    newest = (path.name for path in found[:SHOWN_PROPOSALS])
    return [(dt.date.fromisoformat(name[:DAY]), name) for name in newest]


def _frozen(path: Path, words: Words) -> HttpResponse | FileResponse:
    """Give a frozen file; in an exercise a page says that it is one, and any other by its name."""
    if not settings.EXERCISE:
        return FileResponse(path.open("rb"))
    if path.suffix != ".html":
        name = f"{EXERCISE}-{path.name}"
        return FileResponse(path.open("rb"), filename=name, as_attachment=True)
    said = f"<body><aside><strong>{words('desk.exercise')}</strong></aside>"
    return HttpResponse(path.read_text(encoding="utf-8").replace("<body>", said, 1))


def refused(
    request: Asked, *_: Any, status: int = 404, key: str = "desk.refused", **__: Any
) -> HttpResponse:
    """Say that there is nothing here for the person, were there something, or what else is wrong."""
    return page(request, "refused.html", status, key=key)


outdated = partial(refused, status=409, key="desk.outdated")
"""Says of a form that somebody signed in or out since it was opened."""


broken = partial(refused, status=500, key="desk.broken")
"""Says that something went wrong here, and never what."""


def unread(request: Asked, exception: Exception | None = None) -> HttpResponse:
    """Say of a request that it is too large, or that something else is wrong with it."""
    is_large = exception is None or isinstance(exception, RequestDataTooBig)
    status, key = (413, "desk.large") if is_large else (400, "desk.unread")
    return refused(request, status=status, key=key)


def _contents(
    record: Record | None, by: Actor, asked: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Give what a page shows of a record, save what a form asks for; of one to be made, nothing."""
    if record is None:
        return {"record": None, "fields": [], "parts": {}, "told": []}
    tell = server.current().tells.get(record.kind)
    return {
        "record": record,
        "fields": [each for each in fields_of(record, by) if each[0] not in asked],
        "parts": _parts(record, by),
        "told": list(tell(record, by)) if tell and _part_of(record, by) is None else [],
    }


def fields_of(record: Record, by: Actor) -> list[tuple[str, Any]]:
    """Give the filled fields of a record by name, as far as the person may see them.

    Of one that is seen only because something was asked, that is its own part alone; of other
    records, only those that may be seen.
    """
    shown = _part_of(record, by)
    found = [(each.name, getattr(record, each.name)) for each in record._meta.fields]
    found += [(e.name, list(getattr(record, e.name).all())) for e in record._meta.many_to_many]
    found.sort(key=lambda each: each[0] == "reason")
    return [
        (name, value)
        for name, value in found
        if name not in BASE | ABOUT
        and value not in (None, "", [])
        and value is not False
        and (shown is None or name in shown)
        and not (isinstance(value, Record) and not acting.may_see(value, by))
    ]


def _part_of(record: Record, by: Actor) -> tuple[str, ...] | None:
    """Name the fields to which the person is held; None where there are none."""
    is_whole = not record.own_part or acting.may_see_whole(record, by)
    return None if is_whole else record.own_part


def _parts(record: Record, by: Actor) -> dict[str, list[records.Listed]]:
    """Give by kind the records that belong to one, as far as the person may see them."""
    found = []
    for name in record.parts:
        relation = getattr(record, name)
        visible = acting.seen(relation.model().kind, by)
        found.append(visible.filter(pk__in=relation.order_by().values("pk")))
    rows = sorted(records.listed(found), key=attrgetter("kind"))
    return {kind: list(each) for kind, each in groupby(rows, attrgetter("kind"))}


def _history(record: Record, by: Actor) -> list[tuple[Any, str]]:
    """Give the events of a record that the person may see, each with who did it."""
    found = acting.events(record, by)
    names = people.names_of({each.person for each in found})
    return [(each, names.get(each.person, "")) for each in found]


def _looked(record: Record, by: Actor) -> list[dict[str, Any]]:
    """Give who else looked at a record as far as the person may see that, by name."""
    found = acting.looks(record, by)
    names = people.names_of({person for person, _, _ in found})
    looked = [{"name": names.get(person, ""), "n": n, "at": at} for person, n, at in found]
    return sorted(looked, key=itemgetter("name"))


def _kinds(by: Actor) -> list[str]:
    """Give the kinds of which the person may read anything at all."""
    return [kind for kind in records.kinds() if may(by, "read", kind)]


def _start(request: Asked) -> int:
    """Give the row from which a list is shown; the first where no number of a row was given."""
    asked = request.GET.get("from", "")
    return int(asked) if asked.isdecimal() and len(asked) < LONGEST_NUMBER else 0


@require_GET
@cache_control(public=True, max_age=3600)
def style(request: Asked) -> HttpResponse:
    """Give the style that the reports have."""
    return HttpResponse(
        files("peil.report").joinpath("templates", "report.css").read_text(), "text/css"
    )
