"""Set a national threat level from indicators, as it was known, with its uncertainty."""

from importlib import import_module
from typing import Any

_HOMES = {
    "assess": "peil.assess.assessment",
    "assess_dossier": "peil.workflow.assessing",
    "check_dossier": "peil.feeds.dossier.check",
    "compare_dossier": "peil.workflow.comparing",
    "compare_per_head": "peil.review.comparison",
    "default_ladder": "peil.assess.ladder",
    "default_rule": "peil.assess.rule",
    "direction_of": "peil.observe.direction",
    "read_dossier": "peil.feeds.dossier.read",
    "record_of": "peil.workflow.assessing",
    "replay_dossier": "peil.workflow.assessing",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Import a public name from its home only when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'peil' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
