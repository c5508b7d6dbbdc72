"""The account of findings and practices: every sentence and every cell, in one language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from peil.act.findings import THEMES, Finding
from peil.report.account import Cell, Point, Table
from peil.report.cells import heads, texts
from peil.report.charts import Chart
from peil.report.practices_chart import themes_chart
from peil.report.words import Words
from peil.review.practices import Catalogue, Practice, evidence_grades, evidence_source
from peil.review.themes import SharedThemes

CAVEATS = ("how_themes", "how_inquiries", "how_links", "how_known", "how_empty")
CONTENT = "en"
"""The language of what dossiers say in words; a page in another language marks it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A practice that answers a finding: its name, its grade, and the card that it leads to."""

    name: str
    grade: str
    card: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One practice: what it is, how well it is shown, and what a reader must know beside it.

    Args:
        id: to lead to it.
        above: country and grade.
        facts: labels with what they label.
        is_contested: whether something speaks against it.
    """

    id: str
    name: str
    above: str
    statement: str
    facts: tuple[tuple[str, tuple[Cell, ...]], ...]
    is_contested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticesAccount:
    """Everything that the report of findings and practices says, in one language.

    Args:
        headline: how many findings nobody's practice answers.
        notes: how well the practices are shown, and what is left out.
        question, answer: whether the country was an exception, with what the answer is not.
        matrix: themes by countries, and its picture if there is anything to draw.
        unanswered: the findings without a practice, those of the country first.
        answers, links: a row for each finding, and the practices that answer it.
        cards: the practices.
        practices: the same in short.
        tables: scale of evidence, findings, caveats.
    """

    title: str
    as_known: str
    not_checked: str
    headline: str
    notes: tuple[str, ...]
    question: str
    answer: tuple[str, ...]
    matrix: Table
    chart: Chart | None
    unanswered: tuple[Point, ...]
    answers: Table
    links: tuple[tuple[Link, ...], ...]
    cards: tuple[Card, ...]
    practices: Table
    tables: tuple[Table, ...]
    content: str = CONTENT


def tell_practices(found: Catalogue, words: Words, font: str | None = None) -> PracticesAccount:
    """Say in one language which finding has which practice, and how well each is shown.

    `font` is that of a picture that stands alone; in a page it takes the page's own.
    """
    country, matrix = words.code("country", found.subject), _matrix(found.themes, words)
    order = found.in_order
    return PracticesAccount(
        title=words("practices.title", country=country),
        as_known=words("title.as_known", day=words.day(found.as_of)),
        not_checked=words("meta.not_checked"),
        headline=_headline(found, words),
        notes=tuple(filter(None, _notes(found, words))),
        question=words("practices.question", country=country),
        answer=tuple(filter(None, _answer(found.themes, words))),
        matrix=matrix,
        chart=themes_chart(found.themes, matrix, words, font),
        unanswered=tuple(_point(finding, words) for finding in found.unanswered),
        answers=_answers(order, found, words),
        links=tuple(_links(found.answers[finding.id], words) for finding in order),
        cards=tuple(_card(practice, found, words) for practice in found.practices),
        practices=_practices(found.practices, words),
        tables=(_scale(found, words), *_findings(order, words), _how(words)),
    )


def _headline(found: Catalogue, words: Words) -> str:
    """Count what is open: of the country first, and of all countries beside it."""
    if not found.findings:
        return words("practices.nothing")
    own = [finding for finding in found.findings if finding.country == found.subject]
    open_ = sum(finding.country == found.subject for finding in found.unanswered)
    if not own:
        return _open(len(found.unanswered), len(found.findings), words)
    said = words.labelled(words.code("country", found.subject), _open(open_, len(own), words))
    if len(own) == len(found.findings):
        return said
    return words(
        "practices.open_everywhere",
        own=said,
        number=words.number(len(found.unanswered)),
        all=words.number(len(found.findings)),
    )


def _open(number: int, all_: int, words: Words) -> str:
    key = "practices.open" if number else "practices.open_none"
    return words(key, n=number, all=words.number(all_))


def _notes(found: Catalogue, words: Words) -> Iterable[str]:
    if found.practices:
        yield words(
            "practices.unshown",
            number=words.number(len(found.unshown)),
            all=words.number(len(found.practices)),
            against=words.number(len(found.contradicted)),
        )
    yield words("practices.own_words")
    if found.left_out:
        yield words("practices.left_out", number=words.number(found.left_out))


def _answer(themes: SharedThemes, words: Words) -> Iterable[str]:
    """Say which themes are shared, which are not, and what this does not show."""
    named = {
        "country": words.code("country", themes.subject),
        "own": words.number(len(themes.own)),
        "number": words.number(len(themes.shared)),
        "countries": _listed([words.code("country", c) for c in themes.elsewhere], words),
    }
    if not themes.own:
        yield words("practices.themes_unknown", **named)
    else:
        yield words(f"practices.{'themes' if themes.shared else 'themes_none'}", **named)
    if themes.alone and themes.shared:
        alone = [words.code("theme", theme) for theme in themes.alone]
        yield words("practices.alone", list=", ".join(alone))
    yield words("practices.not_a_measure")


def _matrix(themes: SharedThemes, words: Words) -> Table:
    return Table(
        key="themes",
        title=words("practices.matrix"),
        note=words("practices.matrix_note"),
        head=(
            words("practices.theme"),
            *(words.code("country", country) for country in themes.countries),
        ),
        rows=tuple(
            (
                Cell(text=words.code("theme", theme)),
                *(_field(themes, theme, country, words) for country in themes.countries),
            )
            for theme in (themes.themes if themes.cells else ())
        ),
        numeric=frozenset(range(1, 1 + len(themes.countries))),
    )


def _field(themes: SharedThemes, theme: str, country: str, words: Words) -> Cell:
    cell = themes.cells.get((theme, country))
    if cell is None:
        return Cell(text=words("table.none"), value=0.0)
    number, inquiries = len(cell.findings), len(cell.inquiries)
    return Cell(text=f"{words.number(number)} ({words.number(inquiries)})", value=float(number))


def _point(finding: Finding, words: Words) -> Point:
    country, theme = words.code("country", finding.country), words.code("theme", finding.theme)
    return Point(what=f"{country} · {theme}", says=finding.statement, detail=finding.inquiry)


def _answers(findings: Sequence[Finding], found: Catalogue, words: Words) -> Table:
    return Table(
        key="answers",
        title=words("practices.answers"),
        note=words("practices.answers_note", none=words.code("evidence", "none")),
        head=(
            words("practices.finding"),
            *heads(words, "country"),
            words("practices.theme"),
            words("practices.answered_by"),
        ),
        rows=tuple(
            (
                Cell(text=finding.statement, lang=CONTENT),
                *texts(words.code("country", finding.country), words.code("theme", finding.theme)),
                _answering(found.answers[finding.id], words),
            )
            for finding in findings
        ),
    )


def _answering(practices: Sequence[Practice], words: Words) -> Cell:
    links = _links(practices, words)
    named = [words("practices.named", name=link.name, grade=link.grade) for link in links]
    return Cell(text="; ".join(named) or words("practices.no_practice"))


def _links(practices: Sequence[Practice], words: Words) -> tuple[Link, ...]:
    return tuple(
        Link(name=p.name, grade=words.code("evidence", p.evidence), card=f"practice-{p.id}")
        for p in practices
    )


def _practices(practices: Sequence[Practice], words: Words) -> Table:
    return Table(
        key="practices",
        title=words("practices.catalogue"),
        head=(
            words("practices.practice"),
            *heads(words, "country"),
            words("practices.grade"),
            words("practices.against"),
        ),
        rows=tuple(
            (
                Cell(text=practice.name, lang=CONTENT),
                Cell(text=words.code("country", practice.country)),
                Cell(text=words.code("evidence", practice.evidence)),
                _content(practice.counter_evidence, words("practices.nothing_read")),
            )
            for practice in practices
        ),
    )


def _card(practice: Practice, found: Catalogue, words: Words) -> Card:
    known = {finding.id: finding for finding in found.findings}
    answered = [known[id_] for id_ in practice.findings if id_ in known]
    facts = (
        ("shown", (Cell(text=practice.evidence_reason, lang=CONTENT),)),
        ("against", (_content(practice.counter_evidence, words("practices.nothing_read")),)),
        ("transfer", (_content(practice.transfer, words("practices.nobody_said")),)),
        ("findings_answered", _named(answered, words)),
        ("source", (_source(practice, words),)),
    )
    return Card(
        id=f"practice-{practice.id}",
        name=practice.name,
        above=words(
            "practices.above",
            country=words.code("country", practice.country),
            grade=words.code("evidence", practice.evidence),
            day=words.day(practice.published),
        ),
        statement=practice.statement,
        facts=tuple((words(f"practices.{key}"), cells) for key, cells in facts),
        is_contested=bool(practice.counter_evidence),
    )


def _named(findings: Sequence[Finding], words: Words) -> tuple[Cell, ...]:
    """Name findings by country and statement."""
    if not findings:
        return (Cell(text=words("practices.no_finding")),)
    return tuple(Cell(text=f"{f.country}: {f.statement}", lang=CONTENT) for f in findings)


def _content(text: str, otherwise: str) -> Cell:
    return Cell(text=text, lang=CONTENT) if text else Cell(text=otherwise)


def _source(row: Finding | Practice, words: Words) -> Cell:
    text = row.source if row.verified else words("practices.unverified", source=row.source)
    return Cell(text=text, has_links=True)


def _scale(found: Catalogue, words: Words) -> Table:
    return Table(
        key="scale",
        title=words("practices.scale"),
        note=words("practices.scale_note", source=evidence_source()),
        head=tuple(words(f"practices.{key}") for key in ("grade", "meaning", "number")),
        rows=tuple(
            (
                Cell(text=words.code("evidence", grade.id)),
                Cell(text=words.code("evidence_means", grade.id)),
                _counted(sum(p.evidence == grade.id for p in found.practices), words),
            )
            for grade in evidence_grades()
        ),
        numeric=frozenset({2}),
    )


def _counted(number: int, words: Words) -> Cell:
    return Cell(text=words.number(number), value=float(number))


def _findings(findings: Sequence[Finding], words: Words) -> Iterable[Table]:
    """List the findings with their sources, if there are any."""
    if not findings:
        return
    yield Table(
        key="findings",
        title=words("practices.findings"),
        head=(
            words("practices.finding"),
            *heads(words, "country"),
            words("practices.inquiry"),
            words("practices.theme"),
            words("practices.date"),
            *heads(words, "published", "source"),
        ),
        rows=tuple(_finding(finding, words) for finding in findings),
    )


def _finding(finding: Finding, words: Words) -> tuple[Cell, ...]:
    return (
        Cell(text=finding.statement, lang=CONTENT),
        Cell(text=words.code("country", finding.country)),
        Cell(text=finding.inquiry, lang=CONTENT),
        Cell(text=words.code("theme", finding.theme)),
        Cell(text=words.short_day(finding.date)),
        Cell(text=words.short_day(finding.published)),
        _source(finding, words),
    )


def _how(words: Words) -> Table:
    title = words("practices.how")
    lines = [
        *(words(f"practices.{caveat}") for caveat in CAVEATS),
        *(words.ended(words.code("theme_means", theme)) for theme in THEMES),
    ]
    rows = tuple((Cell(text=line),) for line in lines)
    return Table(key="how", title=title, head=(title,), rows=rows)


def _listed(names: Sequence[str], words: Words) -> str:
    """List names in the order of the language's letters."""
    return words.joined(sorted(names, key=lambda name: normalize("NFKD", name)))
