"""A picture of themes by countries: a number in each field, so that nobody depends on the colour."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from peil.report import svg
from peil.report.account import Table
from peil.report.charts import Chart
from peil.report.words import Words
from peil.review.themes import SharedThemes

LEFT, COLUMN, ROW, HEAD = 190.0, 88.0, 44.0, 44.0
NARROW, LINE, DOT, MOST_DOTS = 330.0, 22.0, 14.0, 10
LETTERS_LEFT, LETTERS_COLUMN, LETTER = 26, 13, 7.0
PALEST, DEEPEST = 0.2, 0.7
"""How strongly a field with one finding, and the one with most, is filled; ink stands out from both."""


def themes_chart(
    themes: SharedThemes, table: Table, words: Words, font: str | None = None
) -> Chart | None:
    """Draw how many findings each country's inquiries made in each theme.

    Args:
        themes: at least one field with findings; without any there is nothing to draw.
        table: the same numbers, for those who read or compute; its key is the picture's.
        words: the language.
        font: where the picture stands alone; in a page it takes the page's own.
    """
    if not themes.cells:
        return None
    title = words("practices.matrix")
    desc = words("practices.matrix_desc", list=words.listed([*_described(themes, words)]))
    wide = svg.picture(
        *_heads(themes, words),
        *(part for i, theme in enumerate(themes.themes) for part in _row(themes, theme, i, words)),
        key=table.key,
        width=LEFT + COLUMN * len(themes.countries),
        height=HEAD + ROW * len(themes.themes),
        title=title,
        desc=desc,
        font=font,
    )
    return Chart(
        key=table.key,
        title=title,
        desc=desc,
        svg=wide,
        table=table,
        source=words("practices.matrix_source"),
        narrow=_narrow(themes, table.key, title, desc, words),
    )


def _described(themes: SharedThemes, words: Words) -> Iterator[str]:
    for theme in themes.themes:
        named = [
            f"{words.code('country', country)} {words.number(_count(themes, theme, country))}"
            for country in themes.countries
        ]
        yield words("practices.matrix_row", theme=words.code("theme", theme), list=", ".join(named))


def _count(themes: SharedThemes, theme: str, country: str) -> int:
    cell = themes.cells.get((theme, country))
    return len(cell.findings) if cell else 0


def _heads(themes: SharedThemes, words: Words) -> Iterator[str]:
    for i, country in enumerate(themes.countries):
        lines = wrap(words.code("country", country), LETTERS_COLUMN)[:2]
        weight = 700 if country == themes.subject else None
        for j, text in enumerate(lines):
            y = HEAD - 10 - 15 * (len(lines) - 1 - j)
            x = LEFT + COLUMN * (i + 0.5)
            yield svg.label(x, y, text, text_anchor="middle", font_weight=weight)


def _row(themes: SharedThemes, theme: str, i: int, words: Words) -> Iterator[str]:
    top = HEAD + ROW * i
    lines = wrap(words.code("theme", theme), LETTERS_LEFT)
    for j, text in enumerate(lines):
        y = top + ROW / 2 + 4.5 - 7.5 * (len(lines) - 1) + 15 * j
        yield svg.label(0.0, y, text)
    for j, country in enumerate(themes.countries):
        yield from _field(themes, theme, country, LEFT + COLUMN * j, top, words)


def _field(
    themes: SharedThemes, theme: str, country: str, x: float, y: float, words: Words
) -> Iterator[str]:
    number = _count(themes, theme, country)
    at = {"x": x + COLUMN / 2, "y": y + ROW / 2 + 4.5, "text_anchor": "middle"}
    if not number:
        yield svg.bar(x + 2, y + 2, COLUMN - 4, ROW - 4, fill="none", stroke=svg.RULE)
        yield svg.label(text=words("table.none"), fill=svg.GREY, **at)  # type: ignore[arg-type]
        return
    most = max(len(cell.findings) for cell in themes.cells.values())
    fill = PALEST + (DEEPEST - PALEST) * ((number - 1) / (most - 1) if most > 1 else 0.0)
    yield svg.bar(x + 2, y + 2, COLUMN - 4, ROW - 4, fill=svg.BLUE, fill_opacity=fill)
    inquiries = len(themes.cells[theme, country].inquiries)
    written = f"{words.number(number)} ({words.number(inquiries)})"
    yield svg.label(text=written, font_weight=600, **at)  # type: ignore[arg-type]


def _narrow(themes: SharedThemes, key: str, title: str, desc: str, words: Words) -> str:
    """Draw the same for a phone: a dot for each finding, countries below each other."""
    parts: list[str] = []
    y = 0.0
    for theme in themes.themes:
        y += LINE
        parts.append(svg.label(0.0, y, words.code("theme", theme), font_weight=700))
        for country in themes.countries:
            y += LINE
            parts += _dots(themes, theme, country, y, words)
        y += LINE / 2
    return svg.picture(
        *parts, key=f"{key}-narrow", width=NARROW, height=y, title=title, desc=desc, font=None
    )


def _dots(themes: SharedThemes, theme: str, country: str, y: float, words: Words) -> Iterator[str]:
    number, names = _count(themes, theme, country), _names(themes, words)
    left = 24 + LETTER * max(map(len, names))
    weight = 700 if country == themes.subject else None
    yield svg.label(10.0, y, words.code("country", country), font_weight=weight)
    for i in range(min(number, MOST_DOTS)):
        yield svg.tag("circle", cx=left + DOT * i, cy=y - 4.5, r=5, fill=svg.BLUE)
    text = words.number(number) if number else words("table.none")
    x = left + DOT * min(number, MOST_DOTS) + (0 if number else -5)
    yield svg.label(x, y, text, fill=svg.INK if number else svg.GREY)


def _names(themes: SharedThemes, words: Words) -> Sequence[str]:
    return [words.code("country", country) for country in themes.countries]
