"""Reads a page into its elements, each with its words and with what it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "hr", "input"}


@dataclass
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str | None]
    inside: "Element | None" = None
    children: "list[Element]" = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words of the element."""
        return " ".join("".join(self.said).split())

    def all(self, tag: str = "", **attributes: str) -> "list[Element]":
        """Find the elements inside by their tag and attributes; a class is one of several."""
        return [e for e in self.walk() if e.tag == tag or not tag if e.has(**attributes)]

    def one(self, tag: str = "", **attributes: str) -> "Element":
        """Find the only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def has(self, **attributes: str) -> bool:
        """Whether it has attributes."""
        given = {**self.attributes, "class": (self.attributes.get("class") or "").split()}
        return all(
            value in (given["class"] or ()) if name == "class_" else given.get(name) == value
            for name, value in attributes.items()
        )

    def walk(self) -> "Iterator[Element]":
        """Give every element inside, in the order of the page."""
        for child in self.children:
            yield child
            yield from child.walk()


class Reader(HTMLParser):
    """Builds the elements of a page, each of which must be closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {})
        self.feed(html)
        self.close()
        assert self.here is self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element."""
        self.here.children.append(Element(tag, dict(attrs), self.here))
        if tag not in VOID:
            self.here = self.here.children[-1]

    def handle_endtag(self, tag: str) -> None:
        """Go out of it again."""
        assert self.here.tag == tag
        assert self.here.inside is not None
        self.here = self.here.inside

    def handle_data(self, data: str) -> None:
        """Keep its words, for what it stands in as well."""
        at: Element | None = self.here
        while at is not None:
            at.said.append(data)
            at = at.inside


def read(html: str) -> Element:
    """Read a page."""
    return Reader(html).root
