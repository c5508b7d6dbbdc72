"""The page stands alone, escapes everything, and keeps decibans to the annex."""

import re
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from tests.unit.report.exampleland import HOSTILE, NO_LEVEL, STATES, a_brief, a_hostile_brief
from tests.unit.report.exampleland_assessed import Made

from peil.report.render.html import render_html
from peil.report.render.terminal import render_terminal
from peil.report.tell.assessment import tell
from peil.report.words import LANGUAGES, Words, words_in

VOID = {"meta", "link", "br", "img", "hr", "input"}
LOADING = {"src", "srcset", "data", "poster", "action", "background", "xlink:href"}


class Page(HTMLParser):
    """Reads a page, and notes what does not belong into one of ours."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def render_page(made: Made, words: Words) -> str:
    return render_html(tell(made.assessed, words), words)


@cache
def page(state: str = "not_robust", language: str = "en") -> str:
    return render_page(a_brief(state), words_in(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_every_tag_is_closed(state: str, language: str) -> None:
    read = Page(page(state, language))
    assert read.open == []
    assert ("html", {"lang": language}) in read.tags


def test_the_page_loads_nothing() -> None:
    html = page()
    read = Page(html)
    loads = [(tag, attrs) for tag, attrs in read.tags if LOADING & attrs.keys()]
    assert loads == []
    assert [attrs["href"] for tag, attrs in read.tags if tag == "link"] == ["data:,"]
    assert not re.search(r"@import|url\(|<script|javascript:|\son\w+=", html)


def test_addresses_are_links_and_nothing_else() -> None:
    html = page()
    read = Page(html)
    links = [str(attrs["href"]) for tag, attrs in read.tags if tag == "a"]
    ids = {attrs.get("id") for _, attrs in read.tags}
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    assert {link for link in links if not link.startswith("#")} == {
        "https://example.org/report?y=2017&l=en",
        "https://example.org/press",
    }
    assert all("http" not in str(v) for t, a in read.tags if t != "a" for v in a.values())


def test_the_page_forbids_itself_to_load_anything() -> None:
    policy = [a["content"] for _, a in Page(page()).tags if a.get("http-equiv")]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


def test_hostile_texts_stay_texts() -> None:
    html = render_page(a_hostile_brief(), words_in("en"))
    read = Page(html)
    assert read.open == []
    assert not {tag for tag, _ in read.tags} & {"script", "img", "label", "iframe"}
    assert not any(name.startswith("on") for _, attrs in read.tags for name in attrs)
    links = {str(attrs["href"]) for tag, attrs in read.tags if tag == "a"}
    assert all(link.startswith(("http://", "https://", "#")) for link in links)
    for text in HOSTILE:
        assert " ".join(text.split()) in read.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_decibans_stand_only_in_the_annex(language: str) -> None:
    before, annex = page(language=language).split('class="annex"')
    assert not re.search(r"d[eé][cz]iban|\bdB\b", before, re.IGNORECASE)
    assert re.search(r"d[eé][cz]iban", annex, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_that_nobody_checked_says_so(language: str) -> None:
    note = words_in(language)("meta.not_checked")
    assert (note in page(language=language)) == bool(note) or language == "en"
    assert bool(note) == (language != "en")


def test_every_id_is_used_once_and_every_reference_leads_somewhere() -> None:
    read = Page(page())
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = {n for _, a in read.tags for n in (a.get("aria-labelledby") or "").split()}
    assert named <= set(ids)


def test_every_chart_has_a_name_a_description_a_source_and_its_data() -> None:
    read = Page(page())
    pictures = [attrs for tag, attrs in read.tags if tag == "svg"]
    figures = [attrs for tag, attrs in read.tags if tag == "figure"]
    assert len(figures) == 9
    assert len(pictures) == len(figures) + 1
    assert all(attrs.get("role") == "img" for attrs in pictures)
    of_data = [attrs for tag, attrs in read.tags if tag == "details" and "class" not in attrs]
    assert len(of_data) == sum(tag == "figcaption" for tag, _ in read.tags) == len(figures)
    assert sum(tag == "desc" for tag, _ in read.tags) == len(pictures)


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(tag[1]) for tag, _ in Page(page()).tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_without_a_history_or_figures_the_page_does_without() -> None:
    brief = a_brief("cannot_tell", decision=None, official=NO_LEVEL, families=[], events=[])
    brief.history, brief.figures = (), {}
    assert Page(render_page(brief, words_in("en"))).open == []


def test_the_same_brief_gives_the_same_page() -> None:
    assert page() == page.__wrapped__()


@pytest.mark.parametrize("state", ["cannot_tell", "expired"])
def test_a_fit_is_drawn_only_where_a_figure_weighs(state: str) -> None:
    brief, words = a_brief(state), words_in("en")
    is_drawn = state == "expired"
    report = tell(brief.assessed, words)
    text = render_terminal(report, words, width=100, is_terminal=False)
    for rendered in (render_page(brief, words), text):
        assert (words("chart.fit") in rendered) == is_drawn
        assert (words("chart.no_fit") in rendered) != is_drawn
    assert (words("chart.sides") in render_page(brief, words)) == is_drawn
