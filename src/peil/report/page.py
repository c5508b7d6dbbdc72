"""The report as one page of HTML that asks nothing of anyone: no script, font or picture."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from peil.report.account import Cell
from peil.report.brief import Brief
from peil.report.charts import fit_chart, sides_chart
from peil.report.sides import has_added, has_weight
from peil.report.site_frame import Frame
from peil.report.timelines import figure_charts, history_chart
from peil.report.told_brief import tell
from peil.report.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment


def render_page(brief: Brief, words: Words, frame: Frame | None = None) -> str:
    """Render a brief as a page that stands alone, or in the frame of a site."""
    told = tell(brief, words)
    source = words("decided.source", source=told.decided.source)
    return render(
        "brief.html",
        words=words,
        frame=frame,
        told=told,
        decided_source=Cell(text=source, has_links=True),
        fit=fit_chart(brief, words) if has_weight(brief) else None,
        sides=sides_chart(brief, words) if has_added(brief) else None,
        history=history_chart(brief.history, brief.scale, words) if brief.history else None,
        figures=figure_charts(brief, words),
    )


def render(template: str, *, words: Words, frame: Frame | None = None, **values: Any) -> str:
    """Fill a template; every value is text and is escaped, save our own pictures."""
    page = _environment().get_template(template)
    return page.render(words=words, language=words.language, frame=frame, **values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("peil.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["picture"] = Markup
    return environment
