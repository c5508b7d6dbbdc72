"""The options that every report has: what is printed, in which language, and where it is written."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from peil.cli.options import Language, one_of, outside, say, screen
from peil.report.words import LANGUAGES
from peil.terms.errors import BadOutput

FORMATS = ("text", "json", "csv")
ENDINGS = {"html": (".html", ".htm"), "pdf": (".pdf",), "xlsx": (".xlsx",)}
"""How the names of files end, by form."""

File = Annotated[Path | None, typer.Option(help="File to write.")]
Folder = Annotated[
    Path | None, typer.Option(help="Folder to write each figure into, with its data.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """In which forms a report is wanted, as the options say; and of which dossier, if of one."""

    output: str
    language: str
    files: dict[str, Path]
    pictures: dict[str, Path]
    full: bool
    dossier: Path | None = None

    def keep(self, *read: Path | None, written: Sequence[Path | None] = ()) -> None:
        """Refuse to write where something that is read would be lost, or by another ending.

        Args:
            read: what the command reads, if anything; its dossier or table first.
            written: files that it writes beside the report.
        """
        given = [path for path in read if path is not None]
        places = (*self.files.values(), *set(self.pictures.values()), *written)
        outside(given[0] if given else None, *places, also=given[1:])
        for form, file in self.files.items():
            _refuse_other(form, file)

    def deliver(self, key: str, found: Any, beside: Mapping[Path, bytes] | None = None) -> None:
        """Write a report of a kind where it is wanted, with what else is made, then print it."""
        from peil.workflow.dossiers import is_made_up
        from peil.workflow.reports import Wanted, deliver

        wanted = Wanted(
            output=self.output,
            language=self.language,
            files=self.files,
            pictures=self.pictures,
            full=self.full,
            is_made_up=self.dossier is not None and is_made_up(self.dossier),
            **screen(),
        )
        say(deliver(key, found, wanted, beside))


def _forms(
    output: Annotated[str, typer.Option("--format", help="text, json or csv.")] = "text",
    language: Language = "en",
    full: Annotated[bool, typer.Option("--all", help="Print all of it.")] = False,
    html: File = None,
    pdf: File = None,
    xlsx: File = None,
    svg: Folder = None,
    png: Folder = None,
) -> Forms:
    one_of("--format", [output], FORMATS)
    one_of("--language", [language], LANGUAGES)
    files = {"html": html, "pdf": pdf, "xlsx": xlsx}
    return Forms(
        output=output,
        language=language,
        files={form: file for form, file in files.items() if file is not None},
        pictures={f: place for f, place in (("svg", svg), ("png", png)) if place is not None},
        full=full,
    )


def _refuse_other(form: str, file: Path) -> None:
    """Refuse a name that says that the file is something else."""
    if file.suffix.lower() not in ENDINGS[form]:
        raise BadOutput(
            f"--{form} has {file}, which does not end in {ENDINGS[form][0]}; name it so"
        )


def reporting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of every report; it takes them together as `forms`."""
    own, added = inspect.signature(command), inspect.signature(_forms)

    @wraps(command)
    def run(**values: Any) -> None:
        forms = _forms(**{name: values.pop(name) for name in added.parameters})
        command(**values, forms=replace(forms, dossier=values.get("dossier")))

    mine = [each for name, each in own.parameters.items() if name != "forms"]
    named = [each.replace(kind=each.KEYWORD_ONLY) for each in (*mine, *added.parameters.values())]
    run.__signature__ = own.replace(parameters=named)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in named}
    return run
