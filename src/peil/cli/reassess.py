"""The command `peil reassess`: what can the record carry of the question whether a policy worked?"""

from typing import Annotated

import typer

from peil.cli.options import (
    Dossier,
    Format,
    Language,
    OutFile,
    day_of,
    outside,
    said_in,
    say,
    screen,
)


def reassess(
    dossier: Dossier,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Day of knowledge; without it, that of the latest figure."),
    ] = None,
    output: Format = "text",
    html: OutFile = None,
    pdf: OutFile = None,
    language: Language = "en",
) -> None:
    """Compare counts before, while and after a policy was made, and say what they cannot tell."""
    from peil.workflow.reassessing import reassess_dossier, reassessment_text, write_reassessment

    said_in(output, language)
    outside(dossier, html, pdf)
    found = reassess_dossier(dossier, None if as_of is None else day_of("--as-of", as_of))
    text = reassessment_text(found, output, language, screen=screen())
    write_reassessment(found, language, html=html, pdf=pdf)
    say(text)
