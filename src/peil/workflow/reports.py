"""The reports that there are: for each kind, what computes it, what tells it, and its data.

The command line, the site and the servers iterate this registry, so that none of them knows a
subject by itself. A kind is loaded when it is asked for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from peil.feeds.dossier.read import Dossier
from peil.report.model import Figure, Report, Table, walk
from peil.report.render.data import document_json, rows_csv, table_csv
from peil.report.words import Words, words_in
from peil.report.write import make_folder, write_all
from peil.terms.errors import BadInput

Found = TypeVar("Found")
Rows = tuple[Sequence[str], Iterable[Mapping[str, Any]]]
"""Columns and rows of a table in codes of no language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[Found]):
    """A kind of report.

    Args:
        key: names it; the key of its page and the stem of its files, unless it has several.
        tell: says what was found, in the words of one language.
        document: what was found as data, in codes of no language.
        on: what the site shows of a dossier on a day; None for what needs a table of its own.
        rows: what was found as one table, where it has one.
        part: gives of what `on` found what is this kind's, or None; kinds that share an `on` do so.
        section, sources: where the site keeps its page, and which list of sources it rests on.
        title: what the site calls its page; the title of the report where None.
        prefix: stands before the key of its page in the names of the site's files.
    """

    key: str
    tell: Callable[[Found, Words], Report]
    document: Callable[[Found], Mapping[str, Any]]
    on: Callable[[Dossier, date], Sequence[Found]] | None = None
    rows: Callable[[Found], Rows] | None = None
    part: Callable[[Any], Found | None] | None = None
    section: str = ""
    sources: str = ""
    title: Callable[[Found, Words], str] | None = None
    prefix: str = ""


def _named(key: str) -> Callable[[Any, Words], str]:
    return lambda _, words: words(key)


def _assessment() -> Kind[Any]:
    from peil.report.tell import assessment
    from peil.workflow.assessing import assess_dossier

    return Kind(
        key="assessment",
        title=_named("site.assessment"),
        tell=assessment.tell,
        document=assessment.document,
        on=lambda dossier, day: [assess_dossier(dossier, day)],
        section="level",
        sources="figures",
    )


def _replay() -> Kind[Any]:
    from peil.report.tell import replay

    return Kind(key="replay", tell=replay.tell, document=replay.document)


def _comparison() -> Kind[Any]:
    from peil.report.tell import comparison
    from peil.workflow.comparing import compare_on

    return Kind(
        key="comparison",
        title=comparison.page_title,
        tell=comparison.tell,
        document=comparison.document,
        on=compare_on,
        section="level",
        sources="peers",
    )


def _evaluation() -> Kind[Any]:
    from peil.report.tell import evaluation

    return Kind(key="evaluation", tell=evaluation.tell, document=evaluation.document)


def _judgement() -> Kind[Any]:
    from peil.report.tell import judgement

    return Kind(key="judgement", tell=judgement.tell, document=judgement.document)


def _practices() -> Kind[Any]:
    from peil.report.tell import practices
    from peil.workflow.practices import practices_on

    return Kind(
        key="practices",
        title=_named("site.practices"),
        tell=practices.tell,
        document=practices.document,
        rows=practices.rows,
        on=practices_on,
        section="policy",
        sources="practices",
    )


def _reassessment() -> Kind[Any]:
    from peil.report.tell import reassessment
    from peil.workflow.reassessing import reassess_dossier

    return Kind(
        key="reassessment",
        title=_named("site.reassessment"),
        tell=reassessment.tell,
        document=reassessment.document,
        on=lambda dossier, day: (reassess_dossier(dossier, day),),
        section="policy",
        sources="figures",
    )


def _track() -> Kind[Any]:
    from peil.report.tell import track
    from peil.workflow.tracking import track_on

    return Kind(
        key="track",
        title=_named("site.track"),
        tell=track.tell,
        document=track.document,
        on=track_on,
        section="level",
        sources="attacks",
    )


def _policy_status() -> Kind[Any]:
    from peil.report.tell import policy

    return Kind(
        key="policy-status",
        tell=policy.tell_status,
        document=policy.status_document,
        rows=policy.PAGES["policy"].coded,
    )


def _policy(key: str) -> Kind[Any]:
    from peil.report.tell.policy import PAGES
    from peil.workflow.policy import policy_shown

    page = PAGES[key]
    return Kind(
        key=key,
        tell=page.tell,
        document=page.document,
        on=policy_shown,
        part=page.of,
        rows=page.coded,
        section="policy",
        sources=page.sources,
        prefix="policy-",
    )


POLICY = (
    "policy", "lowering", "then-and-now", "chain", "recommendations", "overdue", "money", "balance",
)  # fmt: skip
"""The pages of policy, in the order of reading."""


def _watch() -> Kind[Any]:
    from peil.report.tell.watch import data, report
    from peil.workflow.watching import watch_on

    return Kind(
        key="watch",
        title=_named("site.watch"),
        tell=report.tell,
        document=data.document,
        on=watch_on,
        rows=data.rows,
        section="level",
        sources="figures",
    )


def _watch_many() -> Kind[Any]:
    from peil.report.tell.watch import many

    return Kind(key="watch-many", tell=many.tell, document=many.document)


REPORTS: Mapping[str, Callable[[], Kind[Any]]] = {
    "assessment": _assessment,
    "watch": _watch,
    "comparison": _comparison,
    "track": _track,
    **{key: partial(_policy, key) for key in POLICY},
    "reassessment": _reassessment,
    "practices": _practices,
    "judgement": _judgement,
    "replay": _replay,
    "policy-status": _policy_status,
    "watch-many": _watch_many,
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
    """

    output: str
    language: str
    files: Mapping[str, Path]
    pictures: Mapping[str, Path]
    width: int
    is_terminal: bool
    full: bool


def deliver(
    key: str, found: Any, wanted: Wanted, beside: Mapping[Path, bytes] | None = None
) -> str:
    """Write a report where it is wanted, all files or none, and give what is to be printed.

    Args:
        key: the kind of report.
        found: what it tells.
        wanted: its forms.
        beside: what else is written, with all of these or with none.

    Raises:
        BadInput: there is no such form.
        BadOutput: a file cannot be written; then none is.
    """
    kind, words = REPORTS[key](), words_in(wanted.language)
    report = kind.tell(found, words)
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


def _first_csv(report: Report) -> bytes:
    """Write the first table of a report, or the data of its first picture, as CSV.

    Raises:
        BadInput: it has none.
    """
    for block in walk(report.blocks):
        if isinstance(block, Table | Figure):
            return table_csv(block.data if isinstance(block, Figure) else block)
    raise BadInput("this report has no table to give as csv; use text or json")


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
