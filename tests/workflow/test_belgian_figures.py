"""The pages of method say of Belgium what its reports say now."""

import pytest
from tests.belgian_figures import NAMES, PAGES, written


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_method_says_of_belgium_what_its_report_says(name: str) -> None:
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert text == written(name), "run python -m tests.belgian_figures and read what changed"
