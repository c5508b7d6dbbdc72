"""Each action on a dossier or on counts, with a result that shows itself."""

from peil.workflow.assessing import assess_dossier, replay_dossier
from peil.workflow.comparing import compare_dossier
from peil.workflow.judging import judge_dossier
from peil.workflow.public.results import shown
from peil.workflow.reassessing import reassess_dossier
from peil.workflow.site import export_site
from peil.workflow.tracking import track_dossier
from peil.workflow.watching import watch_given

assess = shown("assessment", assess_dossier)
replay = shown("replay", replay_dossier)
compare = shown("comparison", compare_dossier)
track = shown("track", track_dossier)
reassess = shown("reassessment", reassess_dossier)
watch = shown("watch", watch_given)
judge = shown("judgement", judge_dossier)
site = export_site
