"""Tell which finding has which practice that answers it, which has none, and what is shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from peil.act.recommendations import THEMES, Finding
from peil.report.chart.figure import Axis, Bar, Drawing, Look, Mark, Note, in_rows
from peil.report.chart.figure import Row as Name
from peil.report.links import anchor
from peil.report.model import (
    Block,
    Cell,
    Entries,
    Entry,
    Figure,
    Link,
    Piece,
    Point,
    Points,
    Rank,
    Report,
    Saying,
    Table,
    Text,
    linked,
)
from peil.report.tell.parts import (
    Cells,
    bullets,
    dated,
    day_known,
    picked,
    report,
    table,
    worded,
)
from peil.report.words import Words
from peil.review.practices import (
    Catalogue,
    Practice,
    SharedThemes,
    evidence_grades,
    evidence_source,
)
from peil.terms.text import ENGLISH

CAVEATS = ("how_themes", "how_inquiries", "how_links", "how_known", "how_empty")
PALEST, DEEPEST = 0.2, 0.7
"""How strongly a field with one finding, and the one with most, is filled; ink stands out from both."""
OF_FINDING = ("country", "inquiry", "theme", "statement")
OF_PRACTICE = ("evidence", "evidence_reason", "counter_evidence", "transfer")
COLUMNS = (
    "finding", *OF_FINDING, "finding_published", "finding_source", "practice",
    "practice_name", *OF_PRACTICE, "practice_published", "practice_source",
)  # fmt: skip


def document(found: Catalogue) -> Mapping[str, Any]:
    """Write down findings and practices as data, in codes of no language."""
    themes = found.themes
    cells = [
        {"theme": theme, "country": country, **asdict(cell)}
        for (theme, country), cell in themes.cells.items()
    ]
    return {
        "kind": "practices",
        **picked(found, "subject", "as_of", "left_out"),
        "unanswered": [finding.id for finding in found.unanswered],
        "unshown": [practice.id for practice in found.unshown],
        "contradicted": [practice.id for practice in found.contradicted],
        "themes": {**picked(themes, "own", "shared", "alone", "elsewhere"), "cells": cells},
        "findings": [
            {**asdict(finding), "answered_by": [p.id for p in found.answers[finding.id]]}
            for finding in found.findings
        ],
        "practices": found.practices,
        "evidence": {"source": evidence_source(), "grades": evidence_grades()},
        "caveats": CAVEATS,
    }


def rows(found: Catalogue) -> tuple[Sequence[str], list[Mapping[str, Any]]]:
    """Give a row for each finding and practice that answers it; those without are there too."""
    open_ = [_of_finding(finding) for finding in found.unanswered]
    answered = [(f, practice) for f in found.findings for practice in found.answers[f.id]]
    linked_ = [_of_finding(finding) | _of_practice(practice) for finding, practice in answered]
    answering = {practice.id for _, practice in answered}
    alone = [_of_practice(each) for each in found.practices if each.id not in answering]
    return COLUMNS, [*open_, *linked_, *alone]


def _of_finding(finding: Finding) -> dict[str, Any]:
    own = picked(finding, *OF_FINDING)
    known = {"finding_published": finding.published, "finding_source": finding.source}
    return {"finding": finding.id, **own, **known}


def _of_practice(practice: Practice) -> dict[str, Any]:
    own = picked(practice, *OF_PRACTICE)
    known = {"practice_published": practice.published, "practice_source": practice.source}
    return {"practice": practice.id, "practice_name": practice.name, **own, **known}


def tell(found: Catalogue, words: Words) -> Report:
    """Say in one language which finding has which practice, and how well each is shown."""
    return report(
        "practices",
        words,
        title=words("practices.title", country=words.country(found.subject)),
        day=found.as_of,
        headline=_headline(found, words),
        blocks=_blocks(found, words),
    )


def _blocks(found: Catalogue, words: Words) -> Iterator[Block]:
    country = words.country(found.subject)
    yield Text(key="notes", lines=tuple(_notes(found, words)), rank=Rank.ANSWER)
    if open_ := tuple(_open_finding(finding, words) for finding in found.unanswered):
        title, rank = words("practices.open_title"), Rank.FIRST_PAGE
        yield Points(key="open", title=title, rank=rank, columns=2, items=open_)
    question = words("practices.question", country=country)
    answer = tuple(_answer(found.themes, words))
    yield Text(key="exception", title=question, lines=answer, rank=Rank.FIRST_PAGE)
    if found.themes.cells:
        yield _themes(found.themes, words)
    if found.findings:
        yield _answers(found, words)
    if found.practices:
        cards = tuple(_card(practice, found, words) for practice in found.practices)
        yield Entries(key="practices", title=words("practices.catalogue"), items=cards, folds=True)
    yield _scale(found, words)
    if found.findings:
        yield _findings(found.in_order, words)
    lines = [
        *(words(f"practices.{caveat}") for caveat in CAVEATS),
        *(words.ended(words.code("theme_means", theme)) for theme in THEMES),
    ]
    yield from bullets("how", words("practices.how"), lines, folds=True)


def _headline(found: Catalogue, words: Words) -> str:
    """Count what is open: of the country first, and of all countries beside it."""
    if not found.findings:
        return words("practices.nothing")
    own = [finding for finding in found.findings if finding.country == found.subject]
    open_ = sum(finding.country == found.subject for finding in found.unanswered)
    if not own:
        return words.sentence(_open(len(found.unanswered), len(found.findings), words))
    said = words.labelled(words.country(found.subject), _open(open_, len(own), words))
    if len(own) == len(found.findings) or not found.unanswered:
        return said
    return words(
        "practices.open_everywhere",
        own=said,
        n=len(found.unanswered),
        all=words.number(len(found.findings)),
    )


def _open(number: int, all_: int, words: Words) -> str:
    return words(f"practices.open{'' if number else '_none'}", n=number, all=words.number(all_))


def _notes(found: Catalogue, words: Words) -> Iterator[str]:
    if found.practices:
        yield words(
            "practices.unshown",
            number=words.number(len(found.unshown)),
            all=words.number(len(found.practices)),
            against=words.number(len(found.contradicted)),
        )
    yield words("practices.own_words")
    if found.left_out:
        yield words("practices.left_out", n=found.left_out)


def _open_finding(finding: Finding, words: Words) -> Point:
    country, theme = words.country(finding.country), words.code("theme", finding.theme)
    return Point(
        what=f"{country} · {theme}",
        says=worded(finding.statement, words),
        detail=worded(finding.inquiry, words),
        mark="contradicted",
    )


def _answer(themes: SharedThemes, words: Words) -> Iterator[str]:
    """Say which themes are shared, which are not, and what this does not show."""
    named = {
        "country": words.country(themes.subject),
        "own": words.number(len(themes.own)),
        "number": words.number(len(themes.shared)),
        "countries": words.countries(themes.elsewhere),
    }
    if not themes.own:
        yield words("practices.themes_unknown", **named)
    else:
        yield words(f"practices.{'themes' if themes.shared else 'themes_none'}", **named)
    if themes.alone and themes.shared:
        alone = [words.code("theme", theme) for theme in themes.alone]
        yield words("practices.alone", list=", ".join(alone))
    yield words("practices.not_a_measure")


def _themes(themes: SharedThemes, words: Words) -> Figure:
    """Draw a number in each field of theme and country, so that nobody depends on the colour."""
    title, described = words("practices.matrix"), []
    for theme in themes.themes:
        counts = {country: _count(themes, theme, country) for country in themes.countries}
        named = [f"{words.country(c)} {words.number(n)}" for c, n in counts.items() if n]
        said, list_ = words.code("theme", theme), ", ".join(named)
        described.append(words("practices.matrix_row", theme=said, list=list_))
    told: Iterator[Cells] = (
        {
            "theme": words.code("theme", theme),
            **{
                words.country(country): _field(themes, theme, country, words)
                for country in themes.countries
            },
        }
        for theme in themes.themes
    )
    return Figure(
        key="themes",
        title=title,
        note=words("practices.matrix_note"),
        drawing=_matrix(themes, words),
        alt=words("practices.matrix_desc", list=words.listed(described)),
        source=words("practices.matrix_source"),
        data=table("themes-data", title, told, words, group="practices"),
    )


def _matrix(themes: SharedThemes, words: Words) -> Drawing:
    columns = tuple(
        Name(text=words.country(country), strong=country == themes.subject)
        for country in themes.countries
    )
    names = (Name(text=words.code("theme", theme)) for theme in themes.themes)
    marks = (
        mark
        for i, theme in enumerate(themes.themes)
        for j, country in enumerate(themes.countries)
        for mark in _marks(themes, (theme, country), (j, i), words)
    )
    return in_rows(names, marks, Axis(scale="rows", rows=columns))


def _marks(
    themes: SharedThemes, of: tuple[str, str], at: tuple[int, int], words: Words
) -> Iterator[Mark]:
    (x, y), number = at, _count(themes, *of)
    most = max(len(cell.findings) for cell in themes.cells.values())
    depth = PALEST + (DEEPEST - PALEST) * ((number - 1) / (most - 1) if most > 1 else 0.0)
    look = Look(colour="blue", strength=depth) if number else Look(colour="pale", hollow=True)
    yield Bar(x=(x - 0.47, x + 0.47), y=(y - 0.46, y + 0.46), look=look)
    ink = Look() if number else Look(colour="grey")
    text = str(_field(themes, *of, words).text)
    yield Note(x=x, y=y, text=text, align="middle", strong=bool(number), look=ink)


def _count(themes: SharedThemes, theme: str, country: str) -> int:
    cell = themes.cells.get((theme, country))
    return len(cell.findings) if cell else 0


def _field(themes: SharedThemes, theme: str, country: str, words: Words) -> Cell:
    cell = themes.cells.get((theme, country))
    if cell is None:
        return Cell(text=words("table.none"), value=0.0)
    number, inquiries = len(cell.findings), len(cell.inquiries)
    return Cell(text=f"{words.number(number)} ({words.number(inquiries)})", value=float(number))


def _answers(found: Catalogue, words: Words) -> Table:
    rows = []
    for finding in found.in_order:
        links = [_named(practice, words) for practice in found.answers[finding.id]]
        first, *more = links or [words("practices.no_practice")]
        answers = Cell(text=first, lines=tuple(more), mark="" if links else "contradicted")
        cells: Cells = {
            "finding": worded(finding.statement, words),
            "table.country": words.country(finding.country),
            "theme": words.code("theme", finding.theme),
            "answered_by": answers,
        }
        rows.append(cells)
    title, none = words("practices.answers"), words.code("evidence", "none")
    note = words("practices.answers_note", none=none)
    looks: dict[str, Any] = {"note": note, "rank": Rank.FIRST_PAGE}
    return table("answers", title, rows, words, group="practices", **looks)


def _named(practice: Practice, words: Words) -> Saying:
    """Name a practice with its grade; the name leads to its card."""
    grade = words.code("evidence", practice.evidence)
    grade = grade if words.language == "de" else grade.lower()
    to = Link(anchor=anchor("practice", practice.id))
    after = words("practices.named", name="", grade=grade)
    (name,) = worded(practice.name, words)
    return replace(name, to=to), Piece(text=after)


def _card(practice: Practice, found: Catalogue, words: Words) -> Entry:
    known = {finding.id: finding for finding in found.findings}
    answered = [known[id_] for id_ in practice.findings if id_ in known]
    findings = [
        (
            Piece(text=words.labelled(words.country(f.country), "")),
            *(replace(p, text=words.small(p.text)) for p in worded(f.statement, words)),
        )
        for f in answered
    ]
    none = (Piece(text=words("practices.no_finding")),)
    facts = (
        ("shown", worded(practice.evidence_reason, words)),
        ("against", worded(practice.counter_evidence, words) or words("practices.nothing_read")),
        ("transfer", worded(practice.transfer, words) or words("practices.nobody_said")),
        *(("findings_answered", each) for each in findings or [none]),
    )
    return Entry(
        name=worded(practice.name, words),
        anchor=anchor("practice", practice.id),
        above=words(
            "practices.above",
            country=words.country(practice.country),
            grade=words.code("evidence", practice.evidence),
            day=dated(practice.published, practice.published_precision, words),
        ),
        lines=(worded(practice.statement, words),),
        facts=tuple((words(f"practices.{key}"), said) for key, said in facts),
        sources=(_source(practice, words),),
        mark="contradicted" if practice.counter_evidence else "",
    )


def _source(each: Finding | Practice, words: Words) -> Saying:
    text = each.source if each.verified else words("practices.unverified", source=each.source)
    return linked(text, ENGLISH if each.verified else None)


def _scale(found: Catalogue, words: Words) -> Table:
    grades: Iterator[Cells] = (
        {
            "grade": words.code("evidence", grade.id),
            "meaning": words.code("evidence_means", grade.id),
            "number": sum(practice.evidence == grade.id for practice in found.practices),
        }
        for grade in evidence_grades()
    )
    own = {grade: words.code("evidence", grade) for grade in ("none", "expert")}
    title = words("practices.scale")
    note = words("practices.scale_note", **own, source=evidence_source())
    return table("scale", title, grades, words, group="practices", note=note, folds=True)


def _precision(finding: Finding) -> str:
    """Say how exactly the day of a finding is known: no better than that on which it was public."""
    is_rough = finding.date == finding.published and finding.published_precision != "assumed"
    return finding.published_precision if is_rough else "day"


def _findings(findings: Sequence[Finding], words: Words) -> Table:
    listed: Iterator[Cells] = (
        {
            "finding": worded(each.statement, words),
            "table.country": words.country(each.country),
            "inquiry": worded(each.inquiry, words),
            "theme": words.code("theme", each.theme),
            "date": day_known(each.date, _precision(each), words),
            "table.published": day_known(each.published, each.published_precision, words),
            "table.source": _source(each, words),
        }
        for each in findings
    )
    title = words("practices.findings")
    return table("findings", title, listed, words, group="practices", folds=True)
