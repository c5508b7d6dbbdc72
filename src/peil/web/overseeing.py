"""What may be seen of the audit without what it is about, and the table of rights as it stands."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from peil.store import records
from peil.store.shared import audit
from peil.store.shared.actor import Actor
from peil.web.asked import Asked
from peil.web.pages import page
from peil.workflow.acting import Refused, may, note_look
from peil.workflow.desk.server import LAW

COUNTED = dt.timedelta(days=30)
"""For how long back the acts of an office are counted."""


@require_GET
def chain(request: Asked) -> HttpResponse:
    """Show size and head of the chain, or how much one's own office did, or both."""
    told = of_audit(request.actor)
    if not told:
        raise Refused("audit_event")
    size, digest = audit.head()
    untold = (*records.hidden(), "duty")  # what is owed about a hidden record is hidden too
    looks, acts = audit.counted(request.actor.office, request.actor.now - COUNTED, untold)
    shown: dict[str, Any] = {"size": size, "digest": digest, "looks": looks, "acts": acts}
    shown |= {"signed": audit.last_checkpoint(), "law": audit.law_noted()}
    note_look(request.actor, "list", kind="audit_event")
    return page(request, "audit.html", may=told, **shown)


@require_GET
def table(request: Asked) -> HttpResponse:
    """Give the table of rights as the dossier holds it."""
    if not may(request.actor, "read", "rights_row"):
        raise Refused("rights_row")
    note_look(request.actor, "export", kind="rights_row")
    rows = (settings.DOSSIER / LAW / "rights.csv").read_bytes()
    name = f"{audit.EXERCISE}-rights.csv" if settings.EXERCISE else "rights.csv"
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        rows, "text/csv; charset=utf-8", headers={"Content-Disposition": disposition}
    )


def of_audit(by: Actor) -> set[str]:
    """Name what the person may be shown of the audit: its soundness, or its numbers."""
    return {action for action in ("count", "verify") if may(by, action, "audit_event")}
