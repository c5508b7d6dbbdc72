"""Set a national threat level from indicators, as it was known, with its uncertainty."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peil.assess.ladder import default_ladder as default_ladder
    from peil.assess.rule import default_rule as default_rule
    from peil.feeds.dossier.check import check_dossier as check_dossier
    from peil.feeds.dossier.read import Dossier as Dossier
    from peil.feeds.dossier.read import read_dossier as read_dossier
    from peil.feeds.dossier.texts import read_ladder as read_ladder
    from peil.feeds.dossier.texts import read_rule as read_rule
    from peil.observe.direction import direction_of as direction_of
    from peil.observe.watch.engine import watch_counts as watch_counts
    from peil.observe.watch.regular import counts_from_table as counts_from_table
    from peil.observe.watch.table import WATCH_DDL as WATCH_DDL
    from peil.observe.watch.table import watch_table as watch_table
    from peil.report.render.data import document_json as document_json
    from peil.review.comparison import compare_per_head as compare_per_head
    from peil.terms.errors import BadDossier as BadDossier
    from peil.terms.errors import PeilError as PeilError
    from peil.workflow.assessing import assess_dossier as assess_dossier
    from peil.workflow.assessing import record_of as record_of
    from peil.workflow.assessing import replay_dossier as replay_dossier
    from peil.workflow.comparing import compare_dossier as compare_dossier
    from peil.workflow.judging import judge_dossier as judge_dossier
    from peil.workflow.tracking import track_dossier as track_dossier
    from peil.workflow.watching import watch_dossier as watch_dossier

_HOMES = {
    "BadDossier": "peil.terms.errors",
    "Dossier": "peil.feeds.dossier.read",
    "PeilError": "peil.terms.errors",
    "assess_dossier": "peil.workflow.assessing",
    "check_dossier": "peil.feeds.dossier.check",
    "WATCH_DDL": "peil.observe.watch.table",
    "compare_dossier": "peil.workflow.comparing",
    "compare_per_head": "peil.review.comparison",
    "counts_from_table": "peil.observe.watch.regular",
    "default_ladder": "peil.assess.ladder",
    "default_rule": "peil.assess.rule",
    "direction_of": "peil.observe.direction",
    "document_json": "peil.report.render.data",
    "judge_dossier": "peil.workflow.judging",
    "read_dossier": "peil.feeds.dossier.read",
    "read_ladder": "peil.feeds.dossier.texts",
    "read_rule": "peil.feeds.dossier.texts",
    "record_of": "peil.workflow.assessing",
    "replay_dossier": "peil.workflow.assessing",
    "track_dossier": "peil.workflow.tracking",
    "watch_counts": "peil.observe.watch.engine",
    "watch_dossier": "peil.workflow.watching",
    "watch_table": "peil.observe.watch.table",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Import a public name from its home only when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'peil' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
