"""What stands around every page: who is signed in, for how long, and that nothing is kept."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from peil.store.shared.actor import actor_of
from peil.web.accounts import has_factor
from peil.web.server import current
from peil.web.views import refused, unread
from peil.workflow import clock
from peil.workflow.acting import Refused, note_refusal

OPEN = ("/accounts/", "/static/", "/report.css")
BEGAN, SEEN = "began_at", "seen_at"
LANGUAGE = "language"
LARGEST = 1_500_000
"""Bytes of a request: a table that is sent, and what stands around it."""


class SignedIn:
    """Lets only those in who proved who they are, and ends a session that is idle or old."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer a request in the name of who is signed in."""
        now = clock.now()
        if request.user.is_authenticated and self._is_over(request, now.timestamp()):
            logout(request)
        translation.activate(_language(request))
        if request.user.is_authenticated:
            request.actor = actor_of(request.user, now, current().law)
        if (wanted := _wanted_first(request)) and not request.path.startswith(OPEN):
            return redirect(wanted)
        # No engine keeps such a letter, and PostgreSQL does not even look for it.
        is_odd = "\0" in unquote(request.get_full_path())
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_large = not length.isdecimal() or int(length) > LARGEST  # before anything of it is read
        answer = unread if is_large else refused if is_odd else self.get_response
        response = answer(request)
        response.setdefault("Cache-Control", "no-store")
        if request.GET.get(LANGUAGE) == translation.get_language():
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                request.GET[LANGUAGE],
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        """Answer what no right allows as what is not there."""
        if not isinstance(error, Refused):
            return None
        asked = request.resolver_match.kwargs
        note_refusal(request.actor, asked.get("kind", ""), asked.get("key", ""))
        return refused(request)

    def _is_over(self, request: HttpRequest, now: float) -> bool:
        """Say whether a session is old or idle, or from a clock that was ahead.

        The moment is noted at most once a minute.
        """
        began, seen = (request.session.setdefault(name, now) for name in (BEGAN, SEEN))
        idle = now - seen
        if 60 <= idle < settings.SESSION_IDLE_SECONDS:
            request.session[SEEN] = now
        limits = settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE
        ages = idle, now - began
        return any(not -60 < age < limit for age, limit in zip(ages, limits, strict=True))


def _language(request: Any) -> str:
    """Give the language that a person chose; before that, the one just chosen or the browser's."""
    if request.user.is_authenticated:
        return str(request.user.language)
    asked = request.GET.get(LANGUAGE)
    return (
        asked
        if asked in dict(settings.LANGUAGES)
        else translation.get_language_from_request(request)
    )


def _wanted_first(request: Any) -> str:
    """Name the page that comes before any other: to sign in, or to set up a second factor."""
    if not request.user.is_authenticated:
        return str(settings.LOGIN_URL)
    return "" if settings.DEMONSTRATION or has_factor(request) else "mfa_index"
