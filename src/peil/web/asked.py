"""A request by somebody who is signed in."""

from django.http import HttpRequest

from peil.store.shared.actor import Actor


class Asked(HttpRequest):
    """What the middleware adds: who asks."""

    actor: Actor
