"""Check a dossier: say everything that is wrong with it, and what to do."""

from pathlib import Path

from peil.feeds.dossier.form import form_problems
from peil.feeds.dossier.load import load
from peil.feeds.dossier.problems import in_order
from peil.terms.errors import BadDossier, Problem


def check_dossier(path: Path) -> tuple[Problem, ...]:
    """List the problems of a dossier, in order of files and rows; none if all is well.

    The rules are those of reading. Where they find nothing in a file, the published standard
    of Data Packages and Table Schemas is asked as well, so that other tools can read it too.
    """
    try:
        loaded = load(path)
    except BadDossier as error:
        return error.problems
    spoken_of = {problem.file for problem in loaded.problems}
    if loaded.package.problems:
        return loaded.problems
    form = form_problems(loaded.folder, loaded.package)
    return in_order((*loaded.problems, *(p for p in form if p.file not in spoken_of)))
