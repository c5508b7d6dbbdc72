"""The command `peil judge`: what do services hold likely together, and how well did each judge?"""

from typing import Annotated

import typer

from peil.cli.forms import Forms, reporting
from peil.cli.options import AsOfRow, Dossier, day_of, progress


@reporting
def judge(
    dossier: Dossier,
    forms: Forms,
    as_of: AsOfRow = None,
    model_weight: Annotated[
        float,
        typer.Option(help="Of Peil's posterior beside a service's 1; with 0 it is only shown."),
    ] = 1.0,
    extremise: Annotated[
        bool, typer.Option("--extremise", help="Use the factor that resolved questions support.")
    ] = False,
) -> None:
    """Pool what services judged, say who differs, and score them where the answer is known."""
    from peil.workflow.judging import judge_dossier

    forms.keep(dossier)
    judged = judge_dossier(
        dossier,
        None if as_of is None else day_of("--as-of", as_of),
        model_weight=model_weight,
        is_extremised=extremise,
        watched=progress("Replaying the reviews"),
    )
    forms.deliver("judgement", judged)
