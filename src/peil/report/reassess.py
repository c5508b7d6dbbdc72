"""A reassessment of a policy, as text, as data and as a page."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from peil.report.account import Point, Table
from peil.report.charts import Chart
from peil.report.data import document_json, in_form
from peil.report.reassess_chart import course_charts, forest_chart
from peil.report.reassess_says import can_tell, cannot_tell, country_text, headline, notes
from peil.report.reassess_tables import (
    LIMITS,
    answers_table,
    claims_table,
    counting_table,
    figures_table,
    how_table,
    peers_table,
    rules_table,
    steps_table,
    unused_table,
)
from peil.report.site_frame import Frame
from peil.report.words import Words
from peil.review.reassessment.periods import AFTER, WHILE
from peil.review.reassessment.reassess import Reassessment, SpellComparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that a reassessment says, in one language.

    Args:
        headline: what cannot be told.
        notes: how little could be, and by which rule.
        can, cannot: one point for each count.
        limits: what to read first.
        answers: one table for each later spell.
        annex: all other tables.
        courses, forest: charts.
    """

    language: str
    title: str
    kicker: str
    as_known: str
    not_checked: str
    headline: str
    notes: tuple[str, ...]
    can: tuple[Point, ...]
    cannot: tuple[Point, ...]
    limits: tuple[str, ...]
    answers: tuple[Table, ...]
    annex: tuple[Table, ...]
    courses: tuple[Chart, ...]
    forest: Chart | None


def render_reassessment(
    found: Reassessment,
    words: Words,
    output: str = "text",
    *,
    width: int = 100,
    is_terminal: bool = False,
) -> str:
    """Render a reassessment.

    Args:
        found: the answers.
        words: the language.
        output: text, json or html.
        width, is_terminal: of the terminal, for text.

    Raises:
        BadInput: there is no such format.
    """
    return in_form(
        output,
        of="reassessment",
        text=lambda: _text(found, words, width, is_terminal=is_terminal),
        json=lambda: document_json(reassessment_document(found)),
        html=lambda: reassessment_page(found, words),
    )


def reassessment_page(found: Reassessment, words: Words, frame: Frame | None = None) -> str:
    """Render a reassessment as a page that stands alone, or in the frame of a site."""
    from peil.report.page import render

    return render("reassess.html", words=words, frame=frame, told=tell_reassessment(found, words))


def reassessment_document(found: Reassessment) -> Mapping[str, object]:
    """Write down a reassessment as data, in codes of no language."""
    return {
        "kind": "policy_reassessment",
        "country": found.country,
        "as_of": found.as_of,
        "effect_told": False,
        "course_differs_from_peers": found.can_tell_of_aim,
        "plan": asdict(found.plan),
        "answers": [
            {
                "question": answer.question.id,
                "effort": answer.indicator.effort,
                "own": asdict(answer.own),
                "peers": [asdict(peer) for peer in answer.peers],
                "after": _compared(answer.after),
                "while": _compared(answer.during),
            }
            for answer in found.answers
        ],
        "limits": LIMITS,
    }


def _compared(compared: SpellComparison) -> Mapping[str, object]:
    """Write down a later spell, with the peers that the answer sets the country beside."""
    widest = compared.widest
    return dict(asdict(compared), beside=None if widest is None else widest.peers)


def tell_reassessment(found: Reassessment, words: Words, font: str | None = None) -> Told:
    """Say a reassessment in one language."""
    country = country_text(found.country, words)
    annex = (
        peers_table(found, words),
        counting_table(found, words),
        claims_table(found, words),
        rules_table(found, words),
        steps_table(found, words),
        unused_table(found, words),
        how_table(found, words),
        figures_table(found, words),
    )
    return Told(
        language=words.language,
        title=words.sentence(words.name(found.plan.name)),
        kicker=f"{country} · {words('reassess.kicker')}",
        as_known=words("title.as_known", day=words.day(found.as_of)),
        not_checked=words("meta.not_checked"),
        headline=headline(found, words),
        notes=tuple(notes(found, words)),
        can=tuple(can_tell(found, words)),
        cannot=tuple(cannot_tell(found, words)),
        limits=tuple(words.code("reassess_limit", code) for code in LIMITS),
        answers=tuple(answers_table(found, spell, words) for spell in (AFTER, WHILE)),
        annex=tuple(table for table in annex if table.rows),
        courses=tuple(chart for chart in course_charts(found, words, font).values() if chart),
        forest=forest_chart(found, words, font),
    )


def _text(found: Reassessment, words: Words, width: int, *, is_terminal: bool) -> str:
    from peil.report.text import GLUE, NARROWEST, print_parts, sheet_of

    words = words.marked(GLUE)
    told = tell_reassessment(found, words)
    parts: list[object] = [f"{told.kicker} · {told.as_known}"]
    parts += [told.not_checked] if told.not_checked else []
    parts += [part for line in (told.headline, *told.notes) for part in ("", line)]
    for title, points, none in (
        ("reassess.can", told.can, "reassess.can_none"),
        ("reassess.cannot", told.cannot, "reassess.cannot_none"),
    ):
        parts += ["", words(title).upper()]
        parts += [f"• {words.labelled(p.what, f'{p.says} {p.detail}'.rstrip())}" for p in points]
        parts += [] if points else [words(none)]
    parts += ["", words("reassess.limits").upper(), *(f"• {line}" for line in told.limits)]
    parts += [sheet_of(table, words, max(width, NARROWEST)) for table in told.answers]
    parts += ["", words("reassess.elsewhere")]
    return print_parts(parts, width=width, is_terminal=is_terminal)  # type: ignore[arg-type]
