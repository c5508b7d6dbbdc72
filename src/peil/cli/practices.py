"""The command `peil practices`: what answers the findings of inquiries, and how well is it shown?"""

from peil.cli.forms import Forms, reporting
from peil.cli.options import AsOfRow, Dossier, With, day_of, lets_in_unverified


@reporting
def practices(
    dossier: Dossier,
    forms: Forms,
    as_of: AsOfRow = None,
    with_: With = None,
) -> None:
    """Say which finding of an inquiry has which practice, which has none, and what is shown."""
    from peil.workflow.practices import practices_of

    with_unverified = lets_in_unverified(with_)
    forms.keep(dossier)
    day = None if as_of is None else day_of("--as-of", as_of)
    found = practices_of(dossier, day, with_unverified=with_unverified)
    forms.deliver("practices", found)
