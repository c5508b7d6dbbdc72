"""Words: what reports say, as catalogues of messages, a folder for each language."""

from peil.report.words.catalogue import LANGUAGES as LANGUAGES
from peil.report.words.conventions import NO_BREAK as NO_BREAK
from peil.report.words.wording import MINUS as MINUS
from peil.report.words.wording import Words as Words
from peil.report.words.wording import words_in as words_in
