"""Set a national threat level from indicators, as it was known, with its uncertainty."""

import sys
from typing import TYPE_CHECKING

from peil.terms.public_names import Offering

if TYPE_CHECKING:
    from peil import surveillance as surveillance
    from peil.assess.ladder import Ladder as Ladder
    from peil.assess.ladder import default_ladder as default_ladder
    from peil.assess.ladder import ladder_of as ladder_of
    from peil.assess.rule import Rule as Rule
    from peil.assess.rule import default_rule as default_rule
    from peil.assess.rule import rule_of as rule_of
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
    "peil.assess.ladder": "Ladder default_ladder ladder_of",
    "peil.assess.rule": "Rule default_rule rule_of",
    "peil.feeds.dossier.check": "check_dossier",
    "peil.feeds.dossier.read": "Dossier read_dossier",
    "peil.feeds.dossier.texts": "read_ladder read_rule",
    "peil.observe.record": "Record",
    "peil.observe.watch.series": "Watch",
    "peil.observe.watch.table": "WATCH_DDL watch_table",
    "peil.report.model": "Report",
    "peil.report.render.data": "document_json",
    "peil.review.assessed": "Assessed Replayed",
    "peil.review.comparison": "CountryComparison",
    "peil.review.judged": "Judged",
    "peil.review.reassessment.reassess": "Reassessment",
    "peil.review.track.record": "DossierTrack",
    "peil.review.track.settings": "TrackSettings",
    "peil.surveillance:": "surveillance",
    "peil.terms.errors": "BadDossier BadInput BadOutput PeilError Problem",
    "peil.workflow.assessing": "assess_dossier record_of replay_dossier",
    "peil.workflow.public.actions": "assess compare judge reassess replay site track watch",
    "peil.workflow.public.evaluate:": "evaluate",
    "peil.workflow.public.policy:": "policy",
    "peil.workflow.public.results": "Result",
}
__all__ = sorted(" ".join(HOMES.values()).split())

sys.modules[__name__].__class__ = Offering
