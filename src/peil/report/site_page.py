"""A page of a site before it is rendered: where it stands, how it is made, and what it says first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from peil.report.site_frame import Frame, Place
from peil.report.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that the dossier gives: where it stands, how it looks, and what it says first.

    Args:
        render: makes the page in a frame.
        says: gives its first sentence; None for pages that only list.
        data: what it shows as files.
    """

    key: str
    section: str
    title: Callable[[Words], str]
    render: Callable[[Words, Frame], str]
    says: Callable[[Words], str] | None = None
    data: Mapping[str, Callable[[], bytes]]
    sources: str = ""

    def place(self, words: Words) -> Place:
        """Say where it stands in one language."""
        return Place(
            key=self.key,
            section=self.section,
            title=self.title(words),
            data=tuple(self.data),
            sources=self.sources,
        )
