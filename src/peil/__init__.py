"""Set a national threat level from indicators, as it was known, with its uncertainty."""

import sys
from typing import TYPE_CHECKING

from peil.terms.public_names import Offering

if TYPE_CHECKING:
    from peil import surveillance as surveillance
    from peil.assess.ladder import Ladder as Ladder
    from peil.assess.ladder import default_ladder as default_ladder
    from peil.assess.rule import Rule as Rule
    from peil.assess.rule import default_rule as default_rule
    from peil.feeds.dossier.check import check_dossier as check_dossier
    from peil.feeds.dossier.read import Dossier as Dossier
    from peil.feeds.dossier.read import read_dossier as read_dossier
    from peil.feeds.dossier.texts import read_ladder as read_ladder
    from peil.feeds.dossier.texts import read_rule as read_rule
    from peil.observe.record import Record as Record
    from peil.observe.watch.series import Watch as Watch
    from peil.observe.watch.table import WATCH_DDL as WATCH_DDL
    from peil.observe.watch.table import watch_table as watch_table
    from peil.report.model import Report as Report
    from peil.report.render.data import document_json as document_json
    from peil.review.assessed import Assessed as Assessed
    from peil.review.assessed import Replayed as Replayed
    from peil.review.comparison import CountryComparison as CountryComparison
    from peil.review.judged import Judged as Judged
    from peil.review.reassessment.reassess import Reassessment as Reassessment
    from peil.review.track.record import DossierTrack as DossierTrack
    from peil.review.track.settings import TrackSettings as TrackSettings
    from peil.terms.errors import BadDossier as BadDossier
    from peil.terms.errors import BadInput as BadInput
    from peil.terms.errors import BadOutput as BadOutput
    from peil.terms.errors import PeilError as PeilError
    from peil.terms.errors import Problem as Problem
    from peil.workflow.assessing import assess_dossier as assess_dossier
    from peil.workflow.assessing import record_of as record_of
    from peil.workflow.assessing import replay_dossier as replay_dossier
    from peil.workflow.public import evaluate as evaluate
    from peil.workflow.public import policy as policy
    from peil.workflow.public.actions import assess as assess
    from peil.workflow.public.actions import compare as compare
    from peil.workflow.public.actions import judge as judge
    from peil.workflow.public.actions import reassess as reassess
    from peil.workflow.public.actions import replay as replay
    from peil.workflow.public.actions import site as site
    from peil.workflow.public.actions import track as track
    from peil.workflow.public.actions import watch as watch
    from peil.workflow.public.results import Result as Result

HOMES = {
    "Assessed": "peil.review.assessed",
    "BadDossier": "peil.terms.errors",
    "BadInput": "peil.terms.errors",
    "BadOutput": "peil.terms.errors",
    "CountryComparison": "peil.review.comparison",
    "Dossier": "peil.feeds.dossier.read",
    "DossierTrack": "peil.review.track.record",
    "Judged": "peil.review.judged",
    "Ladder": "peil.assess.ladder",
    "PeilError": "peil.terms.errors",
    "Problem": "peil.terms.errors",
    "Reassessment": "peil.review.reassessment.reassess",
    "Record": "peil.observe.record",
    "Replayed": "peil.review.assessed",
    "Report": "peil.report.model",
    "Result": "peil.workflow.public.results",
    "Rule": "peil.assess.rule",
    "TrackSettings": "peil.review.track.settings",
    "WATCH_DDL": "peil.observe.watch.table",
    "Watch": "peil.observe.watch.series",
    "assess": "peil.workflow.public.actions",
    "assess_dossier": "peil.workflow.assessing",
    "check_dossier": "peil.feeds.dossier.check",
    "compare": "peil.workflow.public.actions",
    "default_ladder": "peil.assess.ladder",
    "default_rule": "peil.assess.rule",
    "document_json": "peil.report.render.data",
    "evaluate": "peil.workflow.public.evaluate:",
    "judge": "peil.workflow.public.actions",
    "policy": "peil.workflow.public.policy:",
    "read_dossier": "peil.feeds.dossier.read",
    "read_ladder": "peil.feeds.dossier.texts",
    "read_rule": "peil.feeds.dossier.texts",
    "reassess": "peil.workflow.public.actions",
    "record_of": "peil.workflow.assessing",
    "replay": "peil.workflow.public.actions",
    "replay_dossier": "peil.workflow.assessing",
    "site": "peil.workflow.public.actions",
    "surveillance": "peil.surveillance:",
    "track": "peil.workflow.public.actions",
    "watch": "peil.workflow.public.actions",
    "watch_table": "peil.observe.watch.table",
}
__all__ = sorted(HOMES)

sys.modules[__name__].__class__ = Offering
