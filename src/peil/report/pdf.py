"""The report on paper: one page and an annex, typeset from data alone."""

import json
from datetime import date
from importlib.resources import files
from typing import Any

FONT = "Libertinus Serif"
"""Comes with the typesetter, so that the same brief gives the same bytes on every machine."""


def typeset(template: str, told: dict[str, Any]) -> bytes:
    """Lay out data by a template: as an accessible PDF, or as a plain one if it cannot be that."""
    from typst import TypstError

    text = json.dumps(told)
    try:
        return _compiled(template, text, is_accessible=True)
    except TypstError:  # a letter that the font lacks keeps the PDF from being fully accessible
        return _compiled(template, text, is_accessible=False)


def _compiled(template: str, told: str, *, is_accessible: bool) -> bytes:
    import typst

    made = typst.compile(
        files("peil.report").joinpath("templates", template).read_bytes(),
        format="pdf",
        sys_inputs={"told": told},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"] if is_accessible else None,
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave no single file")
    return made


def day_data(day: date) -> dict[str, int]:
    """Give the day that a PDF is dated by."""
    return {"year": day.year, "month": day.month, "day": day.day}
