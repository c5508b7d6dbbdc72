"""Where everything is required, a test that would be skipped fails."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SKIPS = {
    "mark": "import pytest\n@pytest.mark.skip(reason='why')\ndef test_it(): ...\n",
    "call": "import pytest\ndef test_it(): pytest.skip('why')\n",
    "fixture": "import pytest\n"
    "@pytest.fixture\ndef thing(): pytest.skip('why')\ndef test_it(thing): ...\n",
    "module": "import pytest\npytest.importorskip('no_such_module', reason='why')\n",
}


def run(root: Path, folder: Path, test: str, require_all: str) -> subprocess.CompletedProcess[str]:
    """Run one test file beside a copy of our conftest, in a process of its own."""
    shutil.copy(root / "tests" / "conftest.py", folder)
    (folder / "test_planted.py").write_text(test, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", folder, folder],
        cwd=folder,
        env={
            **os.environ,
            "PEIL_REQUIRE_ALL": require_all,
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("kind", SKIPS)
def test_a_skip_fails_where_everything_is_required(root: Path, tmp_path: Path, kind: str) -> None:
    result = run(root, tmp_path, SKIPS[kind], "1")
    assert result.returncode not in (0, pytest.ExitCode.NO_TESTS_COLLECTED), result.stdout
    assert "PEIL_REQUIRE_ALL" in result.stdout
    assert "why" in result.stdout


@pytest.mark.parametrize("kind", ["mark", "call", "fixture"])
def test_a_skip_is_a_skip_elsewhere(root: Path, tmp_path: Path, kind: str) -> None:
    result = run(root, tmp_path, SKIPS[kind], "0")
    assert result.returncode == 0, result.stdout
    assert "1 skipped" in result.stdout


def test_an_expected_failure_is_no_skip(root: Path, tmp_path: Path) -> None:
    test = "import pytest\n@pytest.mark.xfail(reason='why')\ndef test_it(): assert False\n"
    result = run(root, tmp_path, test, "1")
    assert result.returncode == 0, result.stdout
    assert "1 xfailed" in result.stdout
