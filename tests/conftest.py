"""What every test shares: nothing may be skipped where everything is required, and a browser."""

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

REQUIRE_ALL = os.environ.get("PEIL_REQUIRE_ALL") == "1"

LONG = {
    "test_desk_walk.py",
    "test_every_page.py",
    "test_killed.py",
    "test_level.py",
    "test_matrix_embargo.py",
    "test_matrix_pages.py",
    "test_no_later_day.py",
    "test_places.py",
    "test_sample.py",
    "test_site_pages.py",
    "test_stopped.py",
}
"""Files whose tests take a minute or more."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files, so that at the end no process waits for another."""
    items.sort(key=lambda item: item.path.name not in LONG)


def fail_if_skipped(report: Any) -> None:
    """Turn a skip into a failure that names its reason; an expected failure stays one."""
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped although PEIL_REQUIRE_ALL=1: {report.longrepr[2]}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    fail_if_skipped(report)
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds the project."""
    return Path(__file__).parents[1]


@contextmanager
def chromium() -> Iterator[Any]:
    """The system's Chromium, driven by Playwright; it needs no download of its own."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on this machine; install the package chromium")
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=arguments)
        yield started
        started.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all tests."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A fresh page without network: what we publish must not call anyone."""
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()
