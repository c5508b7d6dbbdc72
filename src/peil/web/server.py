"""The server that this process is: its actions, its rights and its levels, read once."""

from functools import cache

from django.conf import settings

from peil.workflow.acting import Server
from peil.workflow.desk.server import desk


@cache
def current() -> Server:
    """Give the server that the settings name; a change of the law's tables needs a restart."""
    return desk(settings.DOSSIER)
