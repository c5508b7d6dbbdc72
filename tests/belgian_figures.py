"""What pages of method say of Belgium, from its reports: `python -m tests.belgian_figures`."""

from collections.abc import Iterator
from datetime import date

from tests.reference import ROOT

import peil
from peil import Report
from peil.report.model import Block, Saying, Table, Text, plain, walk
from peil.workflow.practices import practices_of
from peil.workflow.public.results import shown

BELGIUM, PAGES = ROOT / "dossiers" / "belgium", ROOT / "docs" / "methods"
NAMES = ("track", "reassessment", "practices")
BEGIN, END = "<!-- Belgium: begin -->", "<!-- Belgium: end -->"
LOWERED = date(2018, 1, 22)
practices = shown("practices", practices_of)


def told(page: str) -> str:
    """Give what stands between the marks of a page: the parts of its reports that it needs."""
    if page == "track":
        blocks = ("notes", "classes-0", "followed-0", "next_event-0", "ratios")
        return _told(peil.track(BELGIUM).report(), *blocks)
    if page == "reassessment":
        blocks = ("notes", "answers-after", "answers-while", "counting")
        return _told(peil.reassess(BELGIUM).report(), *blocks)
    then = _told(practices(BELGIUM, LOWERED).report(), "notes")
    return f"{_told(practices(BELGIUM).report(), 'notes', 'exception', 'scale')}\n\n{then}"


def written(page: str) -> str:
    """Give a page as it must be, with what is told between its marks."""
    before, rest = (PAGES / f"{page}.md").read_text(encoding="utf-8").split(BEGIN)
    return f"{before}{BEGIN}\n{told(page)}\n{END}{rest.split(END)[1]}"


def _told(report: Report, *keys: str) -> str:
    """Write a report's first line, and the blocks that are asked for, in Markdown."""
    blocks = {block.key: block for block in walk(report.blocks)}
    first = f"*{report.as_known}.* {plain(report.headline)}"
    parts = [first, *(part for key in keys for part in _parts(blocks[key]))]
    return "\n\n".join(parts).replace("\xa0", " ")


def _parts(block: Block) -> Iterator[str]:
    if block.title:
        yield f"*{block.title}*"
    if isinstance(block, Text):
        yield "\n".join(f"- {plain(line)}" for line in block.lines)
    if isinstance(block, Table):
        rows = [[cell.text for cell in row.cells] for row in block.rows]
        heads = [column.head for column in block.columns]
        yield "\n".join(map(_row, [heads, ["---"] * len(heads), *rows]))


def _row(cells: list[Saying]) -> str:
    return f"| {' | '.join(map(plain, cells))} |"


if __name__ == "__main__":
    for name in NAMES:
        (PAGES / f"{name}.md").write_text(written(name), encoding="utf-8")
