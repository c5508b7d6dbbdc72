"""Did a policy work? The answer may be that counts cannot tell.

What is asked is a value, fixed before looking. A table is a file, a pandas or Arrow table, or
columns by name.

Example:
    >>> peil.evaluate.power(31, 0.5)
"""

from peil.feeds.panel.panel import PanelColumns as PanelColumns
from peil.feeds.panel.series import SeriesColumns as SeriesColumns
from peil.review.evaluation.exact import PowerStudied as PowerStudied
from peil.review.evaluation.exact import Spells as Spells
from peil.review.evaluation.fit_donors import Search as Search
from peil.review.evaluation.interrupted import Interrupted as Interrupted
from peil.review.evaluation.per_head import PerHead as PerHead
from peil.review.evaluation.policy import EvaluatedPolicy as EvaluatedPolicy
from peil.review.evaluation.synthetic_control import DonorQuestion as DonorQuestion
from peil.review.evaluation.synthetic_control import SyntheticControl as SyntheticControl
from peil.review.evaluation.synthetic_did import Differences as Differences
from peil.review.evaluation.synthetic_did import SyntheticDid as SyntheticDid
from peil.workflow import evaluating
from peil.workflow.public import results

power = results.shown("evaluation", evaluating.evaluate_power)
series = results.shown("evaluation", evaluating.evaluate_table)
control = results.shown("evaluation", evaluating.evaluate_control)
did = results.shown("evaluation", evaluating.evaluate_did)
events = results.shown("evaluation", evaluating.evaluate_events)
