"""What the desk keeps: each kind with its states, and where its conditions look."""

from peil.store.desk.models.assessing import Assessment as Assessment
from peil.store.desk.models.assessing import ConsequenceStatement as ConsequenceStatement
from peil.store.desk.models.assessing import Contribution as Contribution
from peil.store.desk.models.assessing import Dissent as Dissent
from peil.store.desk.models.assessing import EmbargoedItem as EmbargoedItem
from peil.store.desk.models.assessing import EmbargoList as EmbargoList
from peil.store.desk.models.assessing import Judgement as Judgement
from peil.store.desk.models.assessing import Remark as Remark
from peil.store.desk.models.assessing import Request as Request
from peil.store.desk.models.assessing import Scope as Scope
from peil.store.desk.models.deciding import ActivityReport as ActivityReport
from peil.store.desk.models.deciding import Advice as Advice
from peil.store.desk.models.deciding import Bulletin as Bulletin
from peil.store.desk.models.deciding import Decision as Decision
from peil.store.desk.models.deciding import Distribution as Distribution
from peil.store.desk.models.deciding import LevelException as LevelException
from peil.store.desk.models.deciding import Measure as Measure
from peil.store.desk.models.deciding import Product as Product
from peil.store.desk.models.deciding import Proposal as Proposal
from peil.store.desk.models.deciding import WorkingFile as WorkingFile
