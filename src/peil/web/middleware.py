"""What stands around every page: who is signed in, for how long, and that nothing is kept."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from peil.store.shared.actor import actor_of
from peil.web.views import refused
from peil.workflow.acting import Refused

OPEN = ("/accounts/", "/static/", "/report.css")
SEEN = "seen_at"


class SignedIn:
    """Lets only those in who are signed in, and ends a session that stood idle."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer a request in the name of who is signed in."""
        now = dt.datetime.now(dt.UTC)
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)  # as a backup writes it
        request.now = now
        if request.user.is_authenticated and self._is_idle(request, now):
            logout(request)
        if request.user.is_authenticated:
            request.actor = actor_of(request.user, now.date())
            translation.activate(request.user.language)
        elif not request.path.startswith(OPEN):
            return redirect(settings.LOGIN_URL)
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        """Answer what no right allows as what is not there."""
        return refused(request) if isinstance(error, Refused) else None

    def _is_idle(self, request: HttpRequest, now: dt.datetime) -> bool:
        """Say whether nothing was asked for too long; note the moment at most once a minute."""
        seen = request.session.get(SEEN)
        age = now.timestamp() - seen if seen else 0.0
        if seen is None or 60 <= age < settings.SESSION_IDLE_SECONDS:
            request.session[SEEN] = now.timestamp()
        return bool(seen) and age >= settings.SESSION_IDLE_SECONDS
