"""The watch: of a few series with their charts, and of thousands at once."""

from peil.report.tell.watch.data import document as document
from peil.report.tell.watch.data import rows as rows
from peil.report.tell.watch.report import tell as tell
