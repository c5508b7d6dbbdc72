"""Check a dossier: say everything that is wrong with it, and what to do."""

from peil.feeds.dossier.files import Given
from peil.feeds.dossier.form import form_problems
from peil.feeds.dossier.load import load
from peil.feeds.tables.problems import in_order
from peil.terms.errors import BadDossier, Problem


def check_dossier(given: Given) -> tuple[Problem, ...]:
    """List the problems of a dossier, in order of files and rows; none if all is well.

    The rules are those of reading, so that both say the same. Only where they find nothing is
    the published standard of Data Packages and Table Schemas asked as well, so that other tools
    can read the dossier too.

    Example:
        >>> peil.check_dossier("dossiers/belgium")
    """
    try:
        loaded = load(given)
    except BadDossier as error:
        return error.problems
    return loaded.problems or in_order(form_problems(loaded.files, loaded.package))
