"""A request by somebody who is signed in."""

import datetime as dt

from django.http import HttpRequest

from peil.store.shared.actor import Actor


class Asked(HttpRequest):
    """What the middleware adds: who asks, and the moment, the same for all that is done."""

    actor: Actor
    now: dt.datetime
