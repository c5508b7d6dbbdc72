"""How accounts come to be: by invitation alone, and no provider of identities gives a role."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from peil.web.asked import Asked


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]  # the library publishes no types
    """Nobody signs up without being invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let nobody in who was not invited."""
        return False


class BySubject(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library publishes no types
    """A provider of identities says who somebody is, never what that person may do."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Let nobody in who has no account here."""
        return False


def proves(request: Asked, proof: str) -> bool:
    """Say whether a password, or a code of the person's authenticator, proves who acts."""
    person: Any = request.user
    if person.has_usable_password():
        return bool(person.check_password(proof))
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    return found is not None and bool(found.wrap().validate_code(proof))
