"""A page that tells what it asked for and what it said."""

from pathlib import Path
from typing import Any

import pytest
from tests.browser import Show


@pytest.fixture
def show(page: Any, tmp_path: Path) -> Show:
    """Open a page at a width, and note everything that it asks for and says."""

    def opened(html: str, width: int) -> Any:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("dialog", lambda dialog: page.said.append(dialog.message))
        page.set_viewport_size({"width": width, "height": 860})
        page.goto(path.as_uri())
        return page

    return opened
