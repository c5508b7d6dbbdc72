"""The command `peil track`: did levels foresee events, and do they mean anything?"""

from typing import Annotated

import typer

from peil.cli.forms import Forms, reporting
from peil.cli.options import (
    A_DAY,
    Dossier,
    LadderFile,
    Method,
    RuleFile,
    With,
    constants,
    day_of,
    lets_in_unverified,
    progress,
)
from peil.terms.errors import BadInput


@reporting
def track(
    dossier: Dossier,
    forms: Forms,
    first: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar=A_DAY,
            help="First day; without it, where the country's list of attacks begins.",
        ),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option(
            "--to", metavar=A_DAY, help="Day of knowledge; without it, where the lists end."
        ),
    ] = None,
    horizon: Annotated[
        str, typer.Option(help="Months within which an event counts, such as 6,12,24.")
    ] = "6,12,24",
    severity: Annotated[str, typer.Option(help="attack, completed or deadly.")] = "attack",
    rule: RuleFile = None,
    ladder: LadderFile = None,
    method: Method = None,
    with_: With = None,
) -> None:
    """Set levels and proposals beside the events that followed, with what that decides."""
    from peil.review.track.settings import TrackSettings
    from peil.workflow.tracking import track_dossier

    with_unverified = lets_in_unverified(with_)
    forms.keep(dossier, rule, ladder)
    found = track_dossier(
        dossier,
        None if first is None else day_of("--from", first),
        None if last is None else day_of("--to", last),
        settings=TrackSettings(horizons=_months(horizon), severity=severity),
        with_unverified=with_unverified,
        **constants(rule, ladder, method),
        watched=progress("Replaying the reviews"),
    )
    forms.deliver("track", found)


def _months(text: str) -> tuple[int, ...]:
    """Read months that were given with commas between."""
    parts = text.split(",")
    if not all(part.strip().isascii() and part.strip().isdigit() for part in parts):
        raise BadInput(f"--horizon has {text!r}; give whole months, such as 6,12,24")
    return tuple(int(part) for part in parts)
