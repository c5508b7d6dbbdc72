"""The command `peil watch-quality`: how well methods find the outbreaks that a table marks."""

from pathlib import Path
from typing import Annotated

import typer

from peil.cli.forms import Forms, reporting
from peil.cli.options import AsOfFigure, day_of, progress
from peil.cli.watch import BUDGET, PEIL, say_compiling


@reporting
def watch_quality(
    counts: Annotated[
        Path,
        typer.Argument(
            readable=False,
            help="Table with the columns date, count and events, which is above 0 in each "
            "period of a known outbreak; population and series too.",
        ),
    ],
    method: Annotated[
        list[str] | None,
        typer.Option(
            help="A method of the field to judge beside peil, as ears or ears:alpha=0.01; may be "
            "repeated."
        ),
    ] = None,
    as_of: AsOfFigure = None,
    date_column: Annotated[str | None, typer.Option(help="Column of the periods.")] = None,
    count_column: Annotated[str | None, typer.Option(help="Column of the counts.")] = None,
    false_signals_per_year: Annotated[
        float, typer.Option(help="Budget of each series in each direction.")
    ] = BUDGET,
    last: Annotated[
        int | None, typer.Option(help="Periods that are judged at most; without it, all.")
    ] = None,
    *,
    forms: Forms,
) -> None:
    """Say how many known outbreaks methods find, how soon, and how often they signal in vain."""
    from peil.workflow.watch_quality import watch_quality as judged

    forms.keep(counts)
    say_compiling(PEIL)
    found = judged(
        counts,
        method or (),
        as_of=None if as_of is None else day_of("--as-of", as_of),
        false_signals_per_year=false_signals_per_year,
        last=last,
        date_column=date_column,
        count_column=count_column,
        watched=progress("Watching the series"),
    )
    forms.deliver("watch-quality", found)
