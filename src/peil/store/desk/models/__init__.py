"""What the desk keeps: each kind with its states, and where its conditions look."""

from peil.store.desk.models import assessing as assessing
from peil.store.desk.models import deciding as deciding
