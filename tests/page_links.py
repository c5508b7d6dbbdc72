"""Reads what a page leads to, what it loads, and where others can lead to on it."""

from html.parser import HTMLParser
from pathlib import Path


class Reader(HTMLParser):
    """Collects what a page leads to, what it loads, and the names that others can lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.ids += [given["id"] or ""] if "id" in given else []
        if tag in ("a", "link") and given.get("href"):
            self.links.append(given["href"] or "")
        self.loaded += [
            value or "" for key, value in attrs if key in ("src", "srcset", "xlink:href")
        ]


def read(path: Path) -> Reader:
    page = Reader()
    page.feed(path.read_text(encoding="utf-8"))
    return page
