"""The reports that there are: for each kind, what computes it, what tells it, and its data.

The command line, the site and the servers iterate this registry, so that none of them knows a
subject by itself. A kind is loaded when it is asked for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from peil.report.model import Figure, Report, Table, walk
from peil.report.render.data import document_json, rows_csv, table_csv
from peil.report.words import Words, words_in
from peil.report.write import make_folder, write_all
from peil.terms.errors import BadInput

if TYPE_CHECKING:
    from peil.feeds.dossier.read import Dossier

Found = TypeVar("Found")
Find = Callable[["Dossier", date], Any]
"""Finds what the site shows of a dossier on a day: one result, or a list of them."""
Rows = tuple[Sequence[str], Iterable[Mapping[str, Any]]]
"""Columns and rows of a table in codes of no language."""


class Told(Protocol):
    """What tells a kind: a module of `report/tell`, or one of its pages."""

    def tell(self, found: Any, words: Words) -> Report:
        """Say what was found, in the words of one language."""

    def document(self, found: Any) -> Mapping[str, Any]:
        """Write what was found down as data, in codes of no language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[Found]):
    """A kind of report.

    Args:
        key: names it; the key of its page and the stem of its files, unless it has several.
        tell: says what was found, in the words of one language.
        document: what was found as data, in codes of no language.
        on: what the site shows of a dossier on a day; None for what needs a table of its own.
        printed: says what a terminal shows of it, where the whole holds more.
        rows: what was found as one table, where it has one.
        part: gives of what `on` found what is this kind's, or None; kinds that share an `on` do so.
        section, sources: where the site keeps its page, and which list of sources it rests on.
        title: message of what the site calls its page; the title of the report where empty.
        prefix: stands before the key of its page in the names of the site's files.
    """

    key: str
    tell: Callable[[Found, Words], Report]
    document: Callable[[Found], Mapping[str, Any]]
    on: "Callable[[Dossier, date], Sequence[Found]] | None" = None
    printed: Callable[[Found, Words], Report] | None = None
    rows: Callable[[Found], Rows] | None = None
    part: Callable[[Any], Found | None] | None = None
    section: str = ""
    sources: str = ""
    title: str = ""
    prefix: str = ""


def _kind(key: str, told: Told, find: Find | None = None, **more: Any) -> Kind[Any]:
    """Make a kind of what tells it and, where the site shows it, of what finds it on a day."""

    def on(dossier: "Dossier", day: date) -> Sequence[Any]:
        found = find(dossier, day) if find else []
        return found if isinstance(found, list) else [found]

    rows = getattr(told, "rows", None)
    of = {"tell": told.tell, "document": told.document, "rows": rows, "on": on if find else None}
    return Kind(key=key, **{**of, **more})


def _of_level(key: str, told: Told, sources: str, **more: Any) -> Kind[Any]:
    """Put a kind among the pages of the level."""
    return _kind(key, told, section="level", sources=sources, **{"title": f"site.{key}", **more})


def _of_policy(key: str, told: Told, sources: str, **more: Any) -> Kind[Any]:
    """Put a kind among the pages of policy."""
    return _kind(key, told, section="policy", sources=sources, **more)


def _assessment() -> Kind[Any]:
    from peil.report.tell import assessment
    from peil.workflow.assessing import assess_dossier

    printed = partial(assessment.tell, with_sheets=False)
    return _of_level("assessment", assessment, "figures", find=assess_dossier, printed=printed)


def _replay() -> Kind[Any]:
    from peil.report.tell import replay

    return _kind("replay", replay)


def _comparison() -> Kind[Any]:
    from peil.report.tell import comparison
    from peil.workflow.comparing import compare_on

    return _of_level("comparison", comparison, "peers", find=compare_on, title="")


def _evaluation() -> Kind[Any]:
    from peil.report.tell import evaluation

    return _kind("evaluation", evaluation)


def _judgement() -> Kind[Any]:
    from peil.report.tell import judgement

    return _kind("judgement", judgement)


def _practices() -> Kind[Any]:
    from peil.report.tell import practices
    from peil.workflow.practices import practices_on

    title = "site.practices"
    return _of_policy("practices", practices, "practices", find=practices_on, title=title)


def _reassessment() -> Kind[Any]:
    from peil.report.tell import reassessment
    from peil.workflow.reassessing import reassess_dossier

    title = "site.reassessment"
    return _of_policy("reassessment", reassessment, "figures", find=reassess_dossier, title=title)


def _track() -> Kind[Any]:
    from peil.report.tell import track
    from peil.workflow.tracking import track_on

    return _of_level("track", track, "attacks", find=track_on)


def _policy_status() -> Kind[Any]:
    from peil.report.tell.policy import PAGES, status_document, tell_status

    rows = PAGES["policy"].coded
    return Kind(key="policy-status", tell=tell_status, document=status_document, rows=rows)


def _policy(key: str) -> Kind[Any]:
    from peil.report.tell.policy import PAGES
    from peil.workflow.policy import policy_shown

    page = PAGES[key]
    more = {"part": page.of, "rows": page.coded, "prefix": "policy-"}
    return _of_policy(key, page, page.sources, on=policy_shown, **more)


def _return_policy() -> Kind[Any]:
    from peil.report.tell import return_policy
    from peil.workflow.return_policy import returns_of

    title = "site.return_policy"
    return _of_policy("return-policy", return_policy, "returns", find=returns_of, title=title)


def _local_arrangements() -> Kind[Any]:
    from peil.report.tell import local_arrangements
    from peil.workflow.local_arrangements import local_of

    title = "site.local_arrangements"
    return _of_policy("local-arrangements", local_arrangements, "local", find=local_of, title=title)


POLICY = (
    "policy", "lowering", "then-and-now", "chain", "recommendations", "overdue", "money", "balance",
)  # fmt: skip
"""The pages of policy, in the order of reading."""


def _watch() -> Kind[Any]:
    from peil.report.tell import watch
    from peil.workflow.watching import watch_dossier

    return _of_level("watch", watch, "figures", find=watch_dossier)


def _watch_many() -> Kind[Any]:
    from peil.report.tell.watch import many

    return _kind("watch-many", many)


def _watch_quality() -> Kind[Any]:
    from peil.report.tell.watch import quality

    return _kind("watch-quality", quality)


REPORTS: Mapping[str, Callable[[], Kind[Any]]] = {
    "assessment": _assessment,
    "watch": _watch,
    "comparison": _comparison,
    "track": _track,
    **{key: partial(_policy, key) for key in POLICY},
    "return-policy": _return_policy,
    "local-arrangements": _local_arrangements,
    "reassessment": _reassessment,
    "practices": _practices,
    "judgement": _judgement,
    "replay": _replay,
    "policy-status": _policy_status,
    "watch-many": _watch_many,
    "watch-quality": _watch_quality,
    "evaluation": _evaluation,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """In which forms a report is wanted.

    Args:
        output: text, json or csv; what is printed.
        language: its code.
        files: where the report is written, by form: html, pdf or xlsx.
        pictures: folders where each figure is written with its data, by form: svg or png.
        width, is_terminal: of the terminal.
        full: all of it, not the short answer.
        is_made_up: whether it is of a dossier that says so of itself, which every form repeats.
    """

    output: str
    language: str
    files: Mapping[str, Path]
    pictures: Mapping[str, Path]
    width: int
    is_terminal: bool
    full: bool
    is_made_up: bool = False


def deliver(
    key: str, found: Any, wanted: Wanted, beside: Mapping[Path, bytes] | None = None
) -> str:
    """Write a report where it is wanted, all files or none, and give what is to be printed.

    Args:
        found: what it tells.
        wanted: its forms.
        beside: what else is written, with all of these or with none.

    Raises:
        BadInput: there is no such form.
        BadOutput: a file cannot be written; then none is.
    """
    kind, words = REPORTS[key](), words_in(wanted.language)
    is_printed = wanted.output == "text" and not (wanted.files or wanted.pictures)
    tell = kind.printed if is_printed and kind.printed else kind.tell
    report = tell(found, words)
    if wanted.is_made_up:
        known = words("title.as_known", day=words.day(report.day)) if report.day else ""
        said = (words("site.fictional"), report.as_known or known)
        report = replace(report, as_known=" ".join(filter(None, said)))
    text = _printed(kind, found, report, words, wanted)
    files = dict(beside or {})
    files |= {place: form_of(report, words, form) for form, place in wanted.files.items()}
    for form, folder in wanted.pictures.items():
        files |= {folder / name: made for name, made in _pictures(report, words, form).items()}
    for folder in wanted.pictures.values():
        make_folder(folder)
    write_all(files)
    return text


def _printed(kind: Kind[Any], found: Any, report: Report, words: Words, wanted: Wanted) -> str:
    if wanted.output == "json":
        return document_json(kind.document(found), report)
    if wanted.output == "csv":
        return (rows_csv(*kind.rows(found)) if kind.rows else _first_csv(report)).decode()
    from peil.report.render.terminal import render_terminal

    return render_terminal(
        report, words, width=wanted.width, is_terminal=wanted.is_terminal, full=wanted.full
    )


def first_table(report: Report) -> Table | None:
    """Give the first table of a report, or the data of its first picture; None without any."""
    blocks = (block for block in walk(report.blocks) if isinstance(block, Table | Figure))
    first = next(blocks, None)
    return first.data if isinstance(first, Figure) else first


def _first_csv(report: Report) -> bytes:
    table = first_table(report)
    if table is None:
        raise BadInput("this report has no table to give as csv; use text or json")
    return table_csv(table)


def form_of(report: Report, words: Words, form: str) -> bytes:
    """Make a report in a form that is a file of its own: html, pdf or xlsx.

    Raises:
        BadInput: there is no such form.
    """
    if form == "html":
        from peil.report.render.html import render_html

        return render_html(report, words).encode()
    if form == "pdf":
        from peil.report.render.paper import render_paper

        return render_paper(report, words)
    if form == "xlsx":
        from peil.report.render.workbook import render_workbook

        return render_workbook(report, words)
    raise BadInput(f"there is no report as {form!r}; use html, pdf or xlsx")


def _pictures(report: Report, words: Words, form: str) -> dict[str, bytes]:
    """Draw each figure of a report as a file, with its data as CSV beside it, by name.

    Raises:
        BadInput: it has none.
    """
    from peil.report.chart.export import figure_png, figure_svg

    files: dict[str, bytes] = {}
    for block in walk(report.blocks):
        if isinstance(block, Figure):
            name, make = f"{report.kind}-{block.key}", figure_png if form == "png" else figure_svg
            made = make(block.drawing, words, title=block.title, alt=block.alt)
            files[f"{name}.csv"] = table_csv(block.data)
            files[f"{name}.{form}"] = made.encode() if isinstance(made, str) else made
    if not files:
        raise BadInput(f"this report has no picture to write as {form}; leave --{form} out")
    return files
