"""The command `peil reassess`: what can the record carry of the question whether a policy worked?"""

from peil.cli.forms import Forms, reporting
from peil.cli.options import AsOfFigure, Dossier, day_of


@reporting
def reassess(
    dossier: Dossier,
    forms: Forms,
    as_of: AsOfFigure = None,
) -> None:
    """Compare counts before, while and after a policy was made, and say what they cannot tell."""
    from peil.workflow.reassessing import reassess_dossier

    forms.keep(dossier)
    day = None if as_of is None else day_of("--as-of", as_of)
    forms.deliver("reassessment", reassess_dossier(dossier, day))
