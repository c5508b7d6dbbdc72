"""The pages of policy in a site, each with its own table and the whole as JSON."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial

from peil.act.results import PolicyOnDay
from peil.report.links import anchors_of
from peil.report.model import Report, Text, plain
from peil.report.render.data import document_json, rows_csv
from peil.report.render.paper import render_paper
from peil.report.site_bridge import page_in
from peil.report.site_frame import POLICY, Frame
from peil.report.site_page import Page
from peil.report.tell.policy import PAGES, tell_status
from peil.report.words import Words, words_in

Tell = Callable[[str], Report]
"""Tells a page in a language."""


def policy_pages(found: PolicyOnDay) -> Iterator[Page]:
    """Give a page for each view."""
    parts = {key: part for key, page in PAGES.items() if (part := page.of(found)) is not None}
    tellers = {key: _teller(key, part) for key, part in parts.items()}
    yield from (_page(key, part, tellers) for key, part in parts.items())


def _page(key: str, part: object, tellers: Mapping[str, Tell]) -> Page:
    tell = tellers[key]
    return Page(
        key=key,
        section=POLICY,
        title=lambda words: tell(words.language).title,
        render=partial(_rendered, key, tellers),
        says=lambda words: _first(tell(words.language)),
        data=_data(key, part),
        sources=PAGES[key].sources,
    )


def _teller(key: str, part: object) -> Tell:
    """Tell a page once in each language: its page, its title and its first sentence are one."""
    return cache(lambda language: PAGES[key].tell(part, words_in(language)))


def _first(report: Report) -> str:
    """Give the answer, which stands below the headline where that is a question."""
    for block in report.blocks:
        if isinstance(block, Text) and block.tone == "sum":
            return plain(block.lines[0])
    return plain(report.headline)


def _rendered(key: str, tellers: Mapping[str, Tell], words: Words, frame: Frame) -> str:
    told = {each: tell(words.language) for each, tell in tellers.items()}
    beside = {each: anchors_of(report)[each] for each, report in told.items()}
    return page_in(told[key], words, frame, beside)


def policy_pdf(found: PolicyOnDay, words: Words) -> bytes:
    """Typeset every view of policy, one after another."""
    return render_paper(tell_status(found, words), words)


def _data(key: str, part: object) -> dict[str, Callable[[], bytes]]:
    """Give the files of a view: its table, and the JSON of the command that it belongs to."""
    page = PAGES[key]
    files: dict[str, Callable[[], bytes]] = {
        f"policy-{key}.csv": lambda: rows_csv(*page.coded(part))
    }
    if page.written is not None:
        files[f"policy-{key}.json"] = lambda: document_json(page.document(part)).encode()
    return files
