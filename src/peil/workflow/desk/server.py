"""The desk as a server: what can be done there, by the rights and levels of a dossier."""

from pathlib import Path

from peil.feeds.dossier.descriptor import read_package
from peil.feeds.dossier.files import open_files
from peil.feeds.dossier.texts import scale_in
from peil.feeds.dossier.translations import translations_of
from peil.feeds.law.read import read_recipients, read_rights
from peil.store.shared.conditions import KNOWN
from peil.terms.rights import Law
from peil.workflow.acting import Server
from peil.workflow.desk.actions import ACTIONS, TELLS

LAW = "law"
"""The folder of a dossier in which its tables of law stand."""


def desk(dossier: Path) -> Server:
    """Read what the desk may do by a dossier's law.

    Raises:
        BadInput: the dossier has no scale, or no rights of a desk.
    """
    files = open_files(dossier)
    law = Law(
        rights=read_rights(dossier / LAW, "desk", KNOWN),
        recipients=read_recipients(dossier / LAW),
        scale=scale_in(files, translations_of(None)),
        country=read_package(files).subject,
    )
    actions = {(each.kind, each.name): each for each in ACTIONS}
    return Server(actions=actions, law=law, tells=TELLS)
