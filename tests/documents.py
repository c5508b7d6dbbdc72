"""What an assessment is as data, as whoever reads its JSON gets it."""

import json
from typing import Any

from peil import document_json
from peil.report.tell.assessment import document
from peil.review.assessed import Assessed


def document_of(found: Assessed) -> dict[str, Any]:
    """Write an assessment down as JSON, and read that again."""
    read: dict[str, Any] = json.loads(document_json(document(found)))
    return read
