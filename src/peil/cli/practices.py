"""The command `peil practices`: what answers the findings of inquiries, and how well is it shown?"""

from typing import Annotated

import typer

from peil.cli.options import (
    FORMATS,
    Dossier,
    Language,
    OutFile,
    day_of,
    one_of,
    outside,
    said_in,
    say,
    screen,
)

PRACTICES_FORMATS = (*FORMATS, "csv")
UNVERIFIED = "unverified"


def practices(
    dossier: Dossier,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Day of knowledge; without it, that of the latest row."),
    ] = None,
    output: Annotated[str, typer.Option("--format", help="text, json or csv.")] = "text",
    html: OutFile = None,
    pdf: OutFile = None,
    language: Language = "en",
    with_: Annotated[
        list[str] | None, typer.Option("--with", help=f"Let in: {UNVERIFIED}.")
    ] = None,
) -> None:
    """Say which finding of an inquiry has which practice, which has none, and what is shown."""
    from peil.workflow.practices import practices_of, practices_text, write_practices

    said_in(output, language, PRACTICES_FORMATS)
    one_of("--with", with_ or [], (UNVERIFIED,))
    outside(dossier, html, pdf)
    day = None if as_of is None else day_of("--as-of", as_of)
    found = practices_of(dossier, day, with_unverified=UNVERIFIED in (with_ or []))
    text = practices_text(found, output, language, screen=screen())
    write_practices(found, language, html=html, pdf=pdf)
    say(text)
