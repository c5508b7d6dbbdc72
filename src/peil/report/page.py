"""The report as one page of HTML that asks nothing of anyone: no script, font or picture."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from peil.report.site_frame import Frame
from peil.report.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment


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
