"""The commands of `peil evaluate`: did a policy work, and could counts have told?"""

from pathlib import Path
from typing import Annotated

import typer

from peil.cli.forms import Forms, reporting
from peil.cli.options import A_DAY, day_of, one_of, progress
from peil.terms.errors import BadInput

evaluate = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Ask whether a policy worked; the answer may be that counts cannot tell.",
)

HALF, LEVEL = 0.5, 0.9
FAMILIES = ("poisson", "quasi_poisson", "negative_binomial")

Ratio = Annotated[
    float,
    typer.Option("--ratio", help="Ratio after to before that is asked about, before looking."),
]
Level = Annotated[float, typer.Option(help="Coverage of intervals.")]
Outcome = Annotated[str | None, typer.Option(help="Column of the outcome.")]
UnitColumn = Annotated[str | None, typer.Option(help="Column of the units, if unusual.")]
TimeColumn = Annotated[str | None, typer.Option(help="Column of the years, if unusual.")]
Population = Annotated[
    str | None, typer.Option(help="Column of inhabitants; the outcome is then per million.")
]
Without = Annotated[list[str] | None, typer.Option(help="Unit to leave out; may be repeated.")]
Aggregate = Annotated[
    list[str] | None, typer.Option(help="Unit that contains the others; may be repeated.")
]
Seed = Annotated[int, typer.Option(help="Of the draws.")]
PanelFile = Annotated[
    Path, typer.Argument(readable=False, help="CSV with a row for each unit and year.")
]
Begin = Annotated[int, typer.Option("--from", help="First year of the policy.")]

Displacement = Annotated[
    list[str] | None,
    typer.Option(help="Column of a series that events may have moved to; may be repeated."),
]
Breaks = Annotated[
    Path | None, typer.Option(readable=False, help="CSV of known breaks: date and description.")
]
BreakTerm = Annotated[
    list[str] | None,
    typer.Option(metavar=A_DAY, help="Day of a break that the model has a term for."),
]
Independent = Annotated[
    bool, typer.Option("--independent", help="Do not widen for memory of the series.")
]
Control = Annotated[
    str | None, typer.Option(help="Column of a series that the policy could not reach.")
]
Predictor = Annotated[
    list[str] | None,
    typer.Option(help="Column to be alike in, as NAME or NAME:1960-1969; may be repeated."),
]
Within = Annotated[
    float, typer.Option(help="Squared error up to which weights count, in parts of the least.")
]


@evaluate.command()
@reporting
def power(
    before: Annotated[float, typer.Option(help="Events expected before, or counted.")],
    forms: Forms,
    ratio: Annotated[
        float | None,
        typer.Option(
            "--ratio", help="Ratio after to before that is asked about; 0.5 if not given."
        ),
    ] = None,
    length_before: Annotated[float, typer.Option(help="Length of the spell before.")] = 1.0,
    length_after: Annotated[float, typer.Option(help="Length of the spell after.")] = 1.0,
    after: Annotated[int | None, typer.Option(help="Events counted after, if known.")] = None,
    level: Level = LEVEL,
) -> None:
    """Say how often a fall of some size would be found from so many events."""
    from peil.review.evaluation.exact import Spells
    from peil.workflow.evaluating import evaluate_power

    forms.keep()
    spells = Spells(before=length_before, after=length_after)
    found = evaluate_power(before, ratio, spells, after=after, level=level)
    forms.deliver("evaluation", found)


@evaluate.command()
@reporting
def series(
    file: Annotated[
        Path, typer.Argument(readable=False, help="CSV with a period and a count for each row.")
    ],
    begin: Annotated[str, typer.Option("--from", metavar=A_DAY, help="First day of the policy.")],
    forms: Forms,
    count: Annotated[str | None, typer.Option(help="Column of the counts.")] = None,
    dates: Annotated[str | None, typer.Option(help="Column of the periods.")] = None,
    population: Annotated[
        str | None, typer.Option(help="Column of what counts are proportional to.")
    ] = None,
    slope: Annotated[bool, typer.Option("--slope", help="Let the trend change too.")] = False,
    no_trend: Annotated[bool, typer.Option("--no-trend", help="Leave the trend out.")] = False,
    harmonics: Annotated[int, typer.Option(help="Pairs of waves of the season.")] = 0,
    family: Annotated[str, typer.Option(help=", ".join(FAMILIES) + ".")] = "quasi_poisson",
    independent: Independent = False,
    control: Control = None,
    displacement: Displacement = None,
    breaks: Breaks = None,
    break_term: BreakTerm = None,
    ratio: Ratio = HALF,
    level: Level = LEVEL,
) -> None:
    """Ask whether a series of counts changed with a policy."""
    from peil.feeds.panel.series import SeriesColumns
    from peil.review.evaluation.policy import EvaluatedPolicy
    from peil.workflow.evaluating import evaluate_table

    if slope and no_trend:
        raise BadInput(
            "--slope and --no-trend are both given; a trend that is left out has no slope"
        )
    forms.keep(file, breaks)
    one_of("--family", [family], FAMILIES)
    policy = EvaluatedPolicy(
        begins=day_of("--from", begin),
        slope=slope,
        harmonics=harmonics,
        trend=not no_trend,
        family=family,
        memory=not independent,
        asked=ratio,
        level=level,
        break_terms=frozenset(day_of("--break-term", day) for day in break_term or ()),
    )
    columns = SeriesColumns(
        count=count,
        dates=dates,
        population=population,
        control=control,
        displaced=tuple(displacement or ()),
    )
    found = evaluate_table(file, policy, columns, breaks=breaks)
    forms.deliver("evaluation", found)


@evaluate.command()
@reporting
def control(
    panel: PanelFile,
    unit: Annotated[str, typer.Option(help="Unit that the policy was about.")],
    begin: Begin,
    forms: Forms,
    outcome: Outcome = None,
    population: Population = None,
    predictor: Predictor = None,
    fit: Annotated[str | None, typer.Option(help="Years that are fitted: 1960-1969.")] = None,
    judge: Annotated[str | None, typer.Option(help="Years that are judged: 1975-1989.")] = None,
    without: Without = None,
    aggregate: Aggregate = None,
    within: Within = 2.0,
    starts: Annotated[int, typer.Option(help="Starts of the search with predictors.")] = 300,
    seed: Seed = 1,
    ratio: Ratio = HALF,
    level: Level = LEVEL,
    unit_column: UnitColumn = None,
    time_column: TimeColumn = None,
) -> None:
    """Ask what a unit would have been without a policy, from weighted others."""
    from peil.feeds.panel.panel import PanelColumns, years_of
    from peil.review.evaluation.fit_donors import Search
    from peil.review.evaluation.synthetic_control import DonorQuestion
    from peil.workflow.evaluating import evaluate_control

    forms.keep(panel)
    fitted, judged = years_of("--fit", fit), years_of("--judge", judge)
    question = DonorQuestion(
        unit=unit,
        begins=begin,
        first=judged[0],
        last=judged[1],
        asked=ratio,
        level=level,
        factor=within,
        search=Search(first=fitted[0], last=fitted[1], starts=starts, seed=seed),
    )
    columns = PanelColumns(
        unit=unit_column,
        time=time_column,
        outcome=outcome,
        population=population,
        predictors=tuple(predictor or ()),
        aggregates=tuple(aggregate or ()),
    )
    watched = progress("Asking each unit that the policy did not reach")
    found = evaluate_control(
        panel, question, columns, without=tuple(without or ()), watched=watched
    )
    forms.deliver("evaluation", found)


@evaluate.command()
@reporting
def did(
    panel: PanelFile,
    unit: Annotated[list[str], typer.Option(help="Unit of the policy; may be repeated.")],
    begin: Begin,
    forms: Forms,
    outcome: Outcome = None,
    population: Population = None,
    without: Without = None,
    aggregate: Aggregate = None,
    seed: Seed = 1,
    ratio: Ratio = HALF,
    level: Level = LEVEL,
    unit_column: UnitColumn = None,
    time_column: TimeColumn = None,
) -> None:
    """Ask the same by synthetic difference-in-differences."""
    from peil.feeds.panel.panel import PanelColumns
    from peil.review.evaluation.synthetic_did import Differences
    from peil.workflow.evaluating import evaluate_did

    columns = PanelColumns(
        unit=unit_column,
        time=time_column,
        outcome=outcome,
        population=population,
        aggregates=tuple(aggregate or ()),
    )
    question = Differences(treated=tuple(unit), begins=begin, asked=ratio, level=level, seed=seed)
    watched = progress("Asking where there was no policy")
    forms.keep(panel)
    found = evaluate_did(panel, question, columns, without=tuple(without or ()), watched=watched)
    forms.deliver("evaluation", found)


@evaluate.command()
@reporting
def events(
    file: Annotated[
        Path, typer.Argument(readable=False, help="CSV with place, count and population.")
    ],
    forms: Forms,
    below_country: Annotated[
        bool, typer.Option("--below-country", help="The places are regions, towns or districts.")
    ] = False,
    level: Level = LEVEL,
) -> None:
    """Compare places by counted events per head, small numbers withheld."""
    from peil.workflow.evaluating import evaluate_events

    forms.keep(file)
    found = evaluate_events(file, are_below_country=below_country, level=level)
    forms.deliver("evaluation", found)
