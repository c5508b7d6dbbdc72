"""What policy did with what was found, and what must outlive the level.

Example:
    >>> peil.policy.status("dossiers/belgium", date(2018, 1, 22))
"""

from peil.act.answers import Answer as Answer
from peil.act.local_arrangements import LocalArrangements as LocalArrangements
from peil.act.lowering import LevelStep as LevelStep
from peil.act.results import ComparedDays as ComparedDays
from peil.act.results import PolicyOnDay as PolicyOnDay
from peil.act.results import StatedLowering as StatedLowering
from peil.act.return_policy import ReturnPolicy as ReturnPolicy
from peil.workflow import policy as policies
from peil.workflow.local_arrangements import local_of
from peil.workflow.public import results
from peil.workflow.return_policy import returns_of

status = results.shown("policy-status", policies.policy_on)
lowering = results.shown("lowering", policies.state_lowering)
diff = results.shown("then-and-now", policies.compare_days)
returns = results.shown("return-policy", returns_of)
local = results.shown("local-arrangements", local_of)
