"""The words of `peil.report.words`, by the name under which they were known before."""

from peil.report.words import LANGUAGES as LANGUAGES
from peil.report.words import MINUS as MINUS
from peil.report.words import NO_BREAK as NO_BREAK
from peil.report.words import Words as Words
from peil.report.words import words_in as words_in
