"""The command `peil practices`: what answers the findings of inquiries, and how well is it shown?"""

from typing import Annotated

import typer

from peil.cli.forms import Forms, reporting
from peil.cli.options import Dossier, day_of, one_of

UNVERIFIED = "unverified"


@reporting
def practices(
    dossier: Dossier,
    forms: Forms,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Day of knowledge; without it, that of the latest row."),
    ] = None,
    with_: Annotated[
        list[str] | None, typer.Option("--with", help=f"Let in: {UNVERIFIED}.")
    ] = None,
) -> None:
    """Say which finding of an inquiry has which practice, which has none, and what is shown."""
    from peil.workflow.practices import practices_of

    one_of("--with", with_ or [], (UNVERIFIED,))
    forms.keep(dossier)
    day = None if as_of is None else day_of("--as-of", as_of)
    found = practices_of(dossier, day, with_unverified=UNVERIFIED in (with_ or []))
    forms.deliver("practices", found)
