"""Each kind of report tells the same in every form: what one shows stands in the data as well."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.evaluation_builder import a_control, an_interrupted, some_differences
from tests.unit.observe.watch.test_quality import a_quality
from tests.unit.report.chart.reading import told_by_hue_alone
from tests.unit.report.tell.test_judgement import POSTERIOR, judged, some_questions
from tests.unit.report.tell.test_watch_many import SIGNAL, a_period, summed

from peil.feeds.dossier.read import Dossier, read_dossier
from peil.observe.watch.hierarchy import CARRIED
from peil.report.model import Figure, Report, walk
from peil.report.render.data import document_json
from peil.report.render.html import render_html
from peil.report.render.paper import render_paper
from peil.report.render.terminal import render_terminal
from peil.report.site.frame import SECTIONS
from peil.report.words import LANGUAGES, words_in
from peil.workflow.assessing import replay_dossier
from peil.workflow.reports import REPORTS

BELGIUM = Path(__file__).parents[2] / "dossiers" / "belgium"
DAY, LATER = date(2018, 1, 22), date(2025, 6, 30)
NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f’]\d+)*")
LAID_OUT = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}
"""Numbers that a layout may add: of pages, and of how much is shown."""
MAY_BREAK = "\N{ZERO WIDTH SPACE}"
"""Where a line of paper may break within an address."""
TWO_CELLS = 4
"""Letters from which on a number may be two of neighbouring cells."""


@cache
def found(key: str) -> Any:
    """Give what a kind of report is about: of Belgium on a day, or of a table."""
    if key == "evaluation":
        return an_interrupted()
    if key == "replay":
        return replay_dossier(read_dossier(BELGIUM), date(2015, 1, 1), DAY)
    kind = REPORTS[key]()
    if key == "judgement":
        return judged(some_questions(), {"first": POSTERIOR})
    if key == "watch-many":
        moved = {"direction": "waning", "discovery": "waning", "adjusted_p": 0.01, **SIGNAL}
        carried = {"explanation": CARRIED, "carried_by": ["X/A"], "carried_share": 0.9}
        return summed(a_period(region="X", **moved, **carried), a_period(region="X/A", **moved))
    if key == "watch-quality":
        return a_quality()
    if key == "policy-status":
        return found("policy")
    if kind.on is None:
        pytest.fail(f"nothing is known here of {key}; give it an example")
    all_ = shown(kind.on, LATER if key == "then-and-now" else DAY)
    return kind.part(all_) if kind.part else all_


@cache
def shown(on: Callable[[Dossier, date], Sequence[Any]], day: date) -> Any:
    """Give what kinds that share what they are computed by show of Belgium on a day."""
    return on(read_dossier(BELGIUM), day)[0]


def told(key: str, language: str = "en") -> Report:
    return REPORTS[key]().tell(found(key), words_in(language))


def as_json(key: str) -> str:
    return document_json(REPORTS[key]().document(found(key)), told(key))


def numbers(text: str) -> set[str]:
    return set(NUMBER.findall(text))


def data_numbers(key: str) -> set[str]:
    """Give the numbers of the data, with those inside its texts."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for each in value.values():
                yield from texts(each)
        elif isinstance(value, list):
            for each in value:
                yield from texts(each)
        else:
            yield str(value)

    return numbers(" ".join(texts(json.loads(as_json(key)))))


@pytest.mark.parametrize("key", sorted(REPORTS))
def test_every_number_of_the_page_the_paper_and_the_terminal_stands_in_the_data(key: str) -> None:
    report, words, known = told(key), words_in("en"), data_numbers(key) | LAID_OUT
    page = render_html(report, words)
    # How many rows are folded is said by the page alone.
    folds = r"<summary[^>]*>\s*\d+ more\s*</summary>"
    told_there = re.sub(rf"{folds}|<svg.*?</svg>|<style.*?</style>|<[^>]*>", " ", page, flags=re.S)
    assert numbers(unescape(told_there)) - known == set()
    # So wide that no line breaks, and no number with it.
    text = render_terminal(report, words, width=5000, is_terminal=False, full=True)
    assert numbers(text) - known == set()
    pdf = PdfReader(BytesIO(render_paper(report, words)))
    drawn = numbers(" ".join(re.findall(r"<text.*?</text>", page, re.S)))
    texts = (p.extract_text().replace(MAY_BREAK, "") for p in pdf.pages)
    lines = [line for text in texts for line in text.splitlines()]
    known |= drawn | {str(i + 1) for i in range(len(pdf.pages))}
    assert unknown_on_paper(lines, known) == set()


def unknown_on_paper(lines: Iterable[str], known: set[str]) -> set[str]:
    """Give the numbers on lines of paper that are neither known nor come from how they are laid out.

    A line breaks a long one, as in an address, and those of two neighbouring cells may run together.
    """
    unknown = set()
    for line in lines:
        for found in NUMBER.finditer(line):
            number, (start, end) = found[0], found.span()
            is_broken = not line[:start].strip(" .,") or not line[end:].strip(" .,")
            if number not in known and not (
                (is_broken and any(number in longer for longer in known))
                or (len(number) >= TWO_CELLS and _are_two(number, known))
            ):
                unknown.add(number)
    return unknown


def _are_two(number: str, known: set[str]) -> bool:
    return any(number[:i] in known and number[i:] in known for i in range(1, len(number)))


def test_a_number_of_paper_alone_is_seen() -> None:
    known = {*LAID_OUT, "2018", "437"}
    assert unknown_on_paper(["of 83 in 2018", "83 of them", "since 83"], known) == {"83"}
    assert unknown_on_paper(["by 2018437 and", "www.example.org/20", "18/437"], known) == set()


@pytest.mark.parametrize("key", sorted(REPORTS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_has_its_data_its_source_and_says_what_it_shows(
    key: str, language: str
) -> None:
    for block in walk(told(key, language).blocks):
        if isinstance(block, Figure):
            assert block.alt
            assert block.source
            assert block.data.rows
            assert told_by_hue_alone(block.drawing) == []


@pytest.mark.parametrize("key", sorted(REPORTS))
def test_the_data_of_a_kind_are_of_no_language(key: str) -> None:
    kind = REPORTS[key]()
    assert document_json(kind.document(found(key))) == document_json(kind.document(found(key)))
    assert "report" not in kind.document(found(key))


@pytest.mark.parametrize("make", [an_interrupted, a_control, some_differences])
def test_each_evaluation_can_be_told(make: Any) -> None:
    report = REPORTS["evaluation"]().tell(make(), words_in("en"))
    assert report.headline


def test_each_page_of_the_site_has_its_section_and_a_name_where_it_is_left_out() -> None:
    kinds = [REPORTS[key]() for key in REPORTS]
    shown_there = [kind for kind in kinds if kind.on is not None]
    assert {kind.section for kind in shown_there} <= set(SECTIONS)
    first = {kind.on: kind.key for kind in reversed(shown_there)}
    terms = words_in("en").terms
    assert {key for key in first.values() if f"site_report.{key}" not in terms} == set()
