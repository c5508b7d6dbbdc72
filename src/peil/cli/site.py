"""The command `peil site`: a whole dossier as pages that need no server."""

from pathlib import Path
from typing import Annotated

import typer

from peil.cli.options import (
    A_DAY,
    Dossier,
    LadderFile,
    Method,
    RuleFile,
    constants,
    day_of,
    one_of,
    progress,
    say,
)
from peil.report.words import LANGUAGES
from peil.terms.errors import BadInput


def site(
    dossier: Dossier,
    place: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder to make, or a site to replace.")
    ],
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar=A_DAY, help="Day of knowledge; without it, that of the latest fact."
        ),
    ] = None,
    languages: Annotated[str, typer.Option(help="Languages with commas between.")] = ",".join(
        LANGUAGES
    ),
    rule: RuleFile = None,
    ladder: LadderFile = None,
    method: Method = None,
) -> None:
    """Export everything that a dossier shows as a static site, without script or request."""
    from peil.workflow.site import export_site

    wanted = [name.strip() for name in languages.split(",")]
    one_of("--languages", wanted, LANGUAGES)
    if len(set(wanted)) < len(wanted):
        raise BadInput(f"--languages names a language twice in {languages!r}; name each once")
    told = export_site(
        dossier,
        place,
        as_of=None if as_of is None else day_of("--as-of", as_of),
        languages=wanted,
        **constants(rule, ladder, method),
        watched=progress("Making the site"),
    )
    say(told)
