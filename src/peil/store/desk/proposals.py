"""Proposals that were frozen: of which day and which dossier, and where their pages stand."""

import datetime as dt

from peil.store.desk.models import Proposal


def is_frozen(day: dt.date, digest: str) -> bool:
    """Say whether the proposal of a day was made from a dossier as it stands."""
    return Proposal.objects.filter(day=day, dossier_digest=digest).exists()


def keep(day: dt.date, digest: str, folder: str, now: dt.datetime) -> None:
    """Keep that a proposal was frozen."""
    Proposal.objects.create(day=day, dossier_digest=digest, folder=folder, made_at=now)


def newest(most: int) -> list[Proposal]:
    """Give the newest proposals first."""
    return list(Proposal.objects.all()[:most])


def folder_of(key: str) -> str:
    """Give the folder of a proposal by its key; nothing where there is none."""
    found = Proposal.objects.filter(folder=key).values_list("folder", flat=True).first()
    return found or ""
