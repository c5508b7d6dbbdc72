"""What every test in a browser asks of a page."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from unicodedata import normalize

from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

WIDTHS = (360, 768, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SPILLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"

Show = Callable[[str, int], Any]


def violations(page: Any) -> list[str]:
    """Name what keeps people with a disability from reading a page, and where it stands."""
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes']][:3]}" for v in found]


def printed(page: Any) -> list[str]:
    """Print a page, and give the words of each sheet as `plain` gives them."""
    content = page.pdf(prefer_css_page_size=True)
    return [plain(sheet.extract_text()) for sheet in PdfReader(BytesIO(content)).pages]


def plain(text: str) -> str:
    """Give words with single spaces and with the letters that a font may have joined."""
    return " ".join(normalize("NFKC", text).split())
