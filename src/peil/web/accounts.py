"""Who somebody is: proven by what was given to that person; no provider of identities gives a role."""

from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt
from allauth.socialaccount import signals as identities
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth import get_user, update_session_auth_hash
from django.contrib.auth.hashers import check_password
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from peil.store.shared import people
from peil.store.shared.actor import actor_of
from peil.terms.rights import RuleError
from peil.web.asked import Asked
from peil.web.server import current
from peil.workflow import clock
from peil.workflow.accounts import note_failure, note_person
from peil.workflow.acting import Refused

FACTOR = "factor"
"""Where a session keeps that its person has a second factor."""
BEGUN_AS = "begun_as"
"""Where a session keeps the password, role and factor of who is about to sign in, as a digest."""
CHANGES = [factors.authenticator_added, factors.authenticator_removed, factors.authenticator_reset]
IDENTITIES = [identities.social_account_added, identities.social_account_removed]


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]  # the library publishes no types
    """Nobody signs up without being invited, and nobody is locked out by somebody elsewhere."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let nobody in who was not invited."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **of: Any) -> HttpResponse | None:
        """Keep as whom somebody began to sign in."""
        request.session[BEGUN_AS] = user.get_session_auth_hash()
        begun: HttpResponse | None = super().pre_login(request, user, **of)
        return begun

    def login(self, request: HttpRequest, user: Any) -> None:
        """Let in who proved it all, unless password, role or factor changed since that began."""
        if request.session.pop(BEGUN_AS, "") != user.get_session_auth_hash():
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note that somebody failed to sign in, to which account if to any, never what was typed."""
        note_failure(people.find_person(credentials.get("email", "")))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failures by account and by where they come from."""
        by_account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{by_account}:{self.get_client_ip(request)}"


class BySubject(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library publishes no types
    """A provider of identities says who somebody is, never what that person may do."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Let nobody in who has no account here."""
        return False


def doubt_of(request: Asked) -> RuleError | None:
    """Say what speaks against the password, or the code of an authenticator, that was sent, if one was.

    A wrong one is noted; too many within a minute are not looked at.
    """
    person: Any = request.user
    proof = request.POST.get("proof", "")
    if not proof:
        return None
    attempt = {"action": "reauthenticate", "user": person}
    if not ratelimit.consume(request, **attempt, dry_run=True):
        return RuleError("desk_rule.too_often")
    if person.has_usable_password():
        # Not by the person, which would write a stronger hash and so end the session that acts.
        is_proof = check_password(proof, person.password)
    else:
        found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
        # One code may sign more than once while it stands: several levels may have to be raised.
        is_proof = found is not None and validate_totp_code(decrypt(found.data["secret"]), proof)
    if is_proof:  # which is no attempt: many levels may be raised at once
        return None
    ratelimit.consume(request, **attempt)
    note_failure(person)
    return RuleError("desk_rule.proof")


def look_anew(request: Asked) -> None:
    """Find who asks as that person is now.

    Raises:
        Refused: the session ended meanwhile.
    """
    person: Any = get_user(request)
    if not person.is_authenticated:
        raise Refused("person")
    request.actor = actor_of(person, clock.now(), current().law)


def has_factor(request: Any) -> bool:
    """Say whether the person who is signed in has a second factor, looked up once a session."""
    if not request.session.get(FACTOR):
        others = request.user.authenticator_set.exclude(type=Authenticator.Type.RECOVERY_CODES)
        request.session[FACTOR] = others.exists()
    return bool(request.session[FACTOR])


@receiver(CHANGES)
def end_others(request: Any, user: Any, **_: Any) -> None:
    """End a person's other sessions, as a second factor changed."""
    _end_others(request, user, "change_factor")


@receiver(IDENTITIES)
def end_others_too(request: Any, **_: Any) -> None:
    """End a person's other sessions, as another provider says who it is, or says so no more."""
    _end_others(request, request.user, "change_identity")


def _end_others(request: Any, user: Any, change: str) -> None:
    people.end_sessions(user)
    request.session.pop(FACTOR, None)
    update_session_auth_hash(request, user)
    note_person(user, change)


@receiver(factors.authentication_failed)
def note_wrong_code(user: Any, **_: Any) -> None:
    """Note that somebody gave a wrong code of a second factor."""
    note_failure(user)


@receiver(account.user_logged_in)
def note_login(user: Any, **_: Any) -> None:
    """Note that somebody signed in."""
    note_person(user, "sign_in")


@receiver(account.password_changed)
def note_password(user: Any, **_: Any) -> None:
    """Note that somebody changed the password."""
    note_person(user, "change_password")
