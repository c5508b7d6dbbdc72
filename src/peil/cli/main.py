"""The command `peil`: assess, watch, check, compare and others, each a thin call of the workflow."""

import gc
import os
import re
import sys
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from peil.cli.evaluate import evaluate
from peil.cli.forms import Forms, reporting
from peil.cli.help import in_plain_words
from peil.cli.options import (
    A_DAY,
    FORMATS,
    AsOf,
    AsOfFigure,
    AsOfRow,
    Dossier,
    Format,
    LadderFile,
    Method,
    RuleFile,
    With,
    constants,
    counting,
    day_of,
    lets_in_unverified,
    one_of,
    progress,
    say,
)
from peil.cli.policy import policy
from peil.cli.serve import audit, backup, restore, serve, work
from peil.cli.site import site
from peil.cli.track import track
from peil.cli.watch import watch
from peil.cli.watch_many import watch_many
from peil.cli.watch_quality import watch_quality
from peil.observe.indicator import EFFORT_DEPENDENT
from peil.terms.errors import BadInput, PeilError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Set a threat level from public indicators, as it was known, with its uncertainty. "
    "Peil proposes; people decide. It is about places and times, never about persons.",
)


def _say_version(is_asked: bool) -> None:
    if is_asked:
        say(version("peil"))
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_say_version, is_eager=True, help="Say which Peil it is."
        ),
    ] = False,
) -> None:
    """Take what is asked before a command."""


@app.command()
@reporting
def assess(
    dossier: Dossier,
    as_of: AsOf,
    forms: Forms,
    without: Annotated[
        list[str] | None, typer.Option(help=f"Leave out: {EFFORT_DEPENDENT}.")
    ] = None,
    with_: With = None,
    rule: RuleFile = None,
    ladder: LadderFile = None,
    method: Method = None,
) -> None:
    """Propose a level from what was public on a day, and explain it."""
    from peil.workflow.assessing import assess_dossier

    one_of("--without", without or [], (EFFORT_DEPENDENT,))
    with_unverified = lets_in_unverified(with_)
    forms.keep(dossier, rule, ladder)
    found = assess_dossier(
        dossier,
        day_of("--as-of", as_of),
        without=frozenset(without or []),
        with_unverified=with_unverified,
        **constants(rule, ladder, method),
        watched=progress("Replaying the reviews"),
    )
    forms.deliver("assessment", found)


@app.command()
def check(dossier: Dossier, output: Format = "text") -> None:
    """Check a dossier, and print every problem with its file, row, value and remedy."""
    from peil.workflow.dossiers import check_report

    one_of("--format", [output], FORMATS)
    text, is_sound = check_report(dossier, output, datetime.now(UTC).date())
    say(text)
    if not is_sound:
        raise typer.Exit(BadInput.exit_code)


@app.command()
def new(
    country: Annotated[str, typer.Argument(help="The country that the dossier is about.")],
    folder: Annotated[Path, typer.Argument(help="Folder to make.")],
) -> None:
    """Write an empty dossier, with one commented example for each table."""
    from peil.workflow.dossiers import make_dossier

    say(make_dossier(country, folder))


@app.command()
@reporting
def replay(
    dossier: Dossier,
    first: Annotated[str, typer.Option("--from", metavar=A_DAY, help="First day.")],
    last: Annotated[str, typer.Option("--to", metavar=A_DAY, help="Last day.")],
    forms: Forms,
    rule: RuleFile = None,
    ladder: LadderFile = None,
    method: Method = None,
) -> None:
    """Replay the proposals through time, each on the figures of its own day."""
    from peil.workflow.assessing import replay_dossier

    forms.keep(dossier, rule, ladder)
    days = day_of("--from", first), day_of("--to", last)
    watched = progress("Replaying the reviews")
    replayed = replay_dossier(dossier, *days, **constants(rule, ladder, method), watched=watched)
    forms.deliver("replay", replayed)


@app.command()
@reporting
def compare(
    dossier: Dossier,
    indicator: Annotated[
        str, typer.Option(help="What is compared, such as ftf_departed_cumulative.")
    ],
    forms: Forms,
    as_of: AsOfFigure = None,
) -> None:
    """Compare countries per head, with the doubt of their sources."""
    from peil.workflow.comparing import compare_dossier

    forms.keep(dossier)
    day = None if as_of is None else day_of("--as-of", as_of)
    forms.deliver("comparison", compare_dossier(dossier, indicator, day))


@app.command(name="import")
def import_(
    source: Annotated[str, typer.Argument(help="gtd, acled, ucdp, gdelt or events_csv.")],
    file: Annotated[Path, typer.Argument(readable=False, help="The event file, which you bring.")],
    dossier: Annotated[Path, typer.Argument(readable=False, help="Folder of the dossier.")],
    published: Annotated[
        str | None, typer.Option(metavar=A_DAY, help="Day on which the whole file became known.")
    ] = None,
    country: Annotated[
        list[str] | None, typer.Option(help="Country to import; without it, the dossier's own.")
    ] = None,
    all_countries: Annotated[
        bool, typer.Option("--all-countries", help="Import all countries of the file.")
    ] = False,
    indicator: Annotated[
        list[str] | None, typer.Option(help="Indicator to make, such as gtd_attacks_deadly.")
    ] = None,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar=A_DAY, help="First day on which the file is complete."),
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar=A_DAY, help="Last such day.")] = None,
    date_column: Annotated[str, typer.Option(help="In events_csv.")] = "date",
    country_column: Annotated[str, typer.Option(help="In events_csv.")] = "country",
    published_column: Annotated[str, typer.Option(help="In events_csv.")] = "published",
    output: Format = "text",
) -> None:
    """Import an event file: monthly counts with the day on which each became known."""
    from peil.workflow.importing import Request, import_events, import_text

    one_of("--format", [output], FORMATS)
    request = Request(
        source=source,
        file=file,
        dossier=dossier,
        published=None if published is None else day_of("--published", published),
        countries=tuple(country or ()),
        all_countries=all_countries,
        indicators=tuple(indicator or ()),
        first=None if first is None else day_of("--from", first),
        last=None if last is None else day_of("--to", last),
        date_column=date_column,
        country_column=country_column,
        published_column=published_column,
    )
    imported = import_events(
        request, today=datetime.now(UTC).date(), watched=counting, on_wait=_say_wait
    )
    say(import_text(imported, output))


def _say_wait() -> None:
    sys.stderr.write("another import is writing into this dossier; waiting until it is done\n")
    sys.stderr.flush()


@app.command()
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


@app.command()
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


app.command()(site)


@app.command()
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


for command in (track, watch, watch_many, watch_quality, work, backup, restore):
    app.command()(command)
app.add_typer(policy, name="policy")
app.add_typer(serve, name="serve")
app.add_typer(audit, name="audit")
app.add_typer(evaluate, name="evaluate")


def main() -> None:
    """Run the command, and turn what a person can mend into one sentence."""
    if sys.stdout is None:
        sys.exit(BadInput.exit_code)
    if sys.stderr is None:
        sys.stderr = StringIO()
    # No product of matrices here is large enough to share; idle threads only burn time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What a command makes lives to its end; to look for cycles in it often costs a tenth of its time.
    gc.set_threshold(500_000, 20, 50)
    if not sys.warnoptions:
        # What a library warns of is not for the reader of a sentence.
        warnings.simplefilter("ignore")
    try:
        _refuse_twice(sys.argv[1:])
        code = in_plain_words(get_command(app))(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except typer.TyperException as error:
        sys.stderr.write(f"{_misused(error)}\n")
        sys.exit(BadInput.exit_code)
    except PeilError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        what = "the output cannot be printed"
        if error.filename is not None:
            what = f"{error.filename} cannot be read or written"
        sys.stderr.write(f"{what} ({error.strerror}); choose another place\n")
        sys.exit(BadInput.exit_code)


def _refuse_twice(words: Sequence[str]) -> None:
    """Refuse an option given twice of which the last alone would count."""
    given = [word.partition("=")[0] for word in words if word.startswith("--")]
    twice = {option for option in given if given.count(option) > 1}
    if not twice:
        return
    command: Any = get_command(app)
    for word in words:
        command = getattr(command, "commands", {}).get(word, command)
    for each in command.params:
        is_of_one = not (getattr(each, "multiple", False) or getattr(each, "is_flag", False))
        if is_of_one and (found := twice.intersection(each.opts)):
            raise BadInput(f"{min(found)} is given twice; give it once")


NOT_A_NUMBER = re.compile(r"'(--[a-z-]+)': Input should be a valid (integer|number)")


def _given(option: str) -> str:
    """Give the word that was given for an option."""
    at = next(i for i, word in enumerate(sys.argv) if word.partition("=")[0] == option)
    name, _, value = sys.argv[at].partition("=")
    return value if name != sys.argv[at] else sys.argv[at + 1]


def _misused(error: typer.TyperException) -> str:
    """Say in one sentence what is wrong with a command; where nothing was asked it is the help."""
    said = error.format_message()
    if "\n" in said:
        return said
    if found := NOT_A_NUMBER.search(said):
        what = "a whole number" if found[2] == "integer" else "a number"
        return f"{found[1]} has {_given(found[1])!r}; give {what}"
    what = re.sub(r"\.? \(?(?:Did you mean|Possible options:) (.*?)[)?]$", r", but \1", said)
    command = getattr(getattr(error, "ctx", None), "command_path", "peil")
    return f"{what[0].lower()}{what[1:].rstrip('.')}; see `{command} --help`"
