"""Odd machines: nothing may be written to, no home, what was compiled is cut short, no place to complain."""

import ctypes
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.hostile.oracle import run

import peil

WATCH = ("watch", "--counts", "docs/guide/weekly.csv", "--format", "json")
DROP_FROM_BOUNDS, CAPABILITIES = 24, (1, 2)
"""Of `prctl`: what takes a right from a program and all that it starts, and those to read and write anywhere."""
PROGRAM = "from peil.cli.main import main; main()"


LOOP = (
    "from peil.surveillance.compiled import compiled\n@compiled\ndef twice(x):\n    return 2 * x\n"
)
ASKED = "from loops.twice import twice; print(twice(21))"
KEPT = """
from loops.twice import twice
from peil.cli.watch import can_be_kept
from peil.surveillance.compiled import folder_of_kept, is_kept
print("can be kept:", can_be_kept(folder_of_kept(twice)))
print("is kept:", is_kept(twice))
print(twice(21))
print("is kept:", is_kept(twice))
"""
FILLED = """
import errno, tempfile
from loops.twice import twice
def full(*args, **options):
    raise OSError(errno.ENOSPC, "No space left on device")
tempfile.TemporaryFile = full
print(twice(21))
"""
"""The disk takes no new file any more once the program has begun."""
TOLD = """
import sys
from peil.cli.watch import say_compiling
sys.stderr.isatty = lambda: True
say_compiling("peil")
"""


def started(
    *words: object, root: Path, program: str = PROGRAM, **changes: object
) -> subprocess.CompletedProcess[str]:
    """Run a program in a process of its own, its packages where `PYTHONPATH` says."""
    command = [sys.executable, "-c", program, *map(str, words)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, **changes)  # type: ignore[call-overload]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A copy of the package as it is installed, beside one whose loop is not compiled yet."""
    ignored = shutil.ignore_patterns("*.pyc")
    shutil.copytree(Path(peil.__file__).parent, tmp_path / "lib/peil", ignore=ignored)
    (tmp_path / "lib/loops").mkdir()
    (tmp_path / "lib/loops/__init__.py").touch()
    (tmp_path / "lib/loops/twice.py").write_text(LOOP)
    return tmp_path / "lib"


def without_rights() -> None:
    """Let root, in a process of its own, write only where the rights of a file say so."""
    if os.geteuid() == 0:
        for capability in CAPABILITIES:
            if ctypes.CDLL(None).prctl(DROP_FROM_BOUNDS, capability, 0, 0, 0) != 0:
                raise OSError("the right of root to write anywhere cannot be taken away")


def as_nobody(
    installed: Path,
    root: Path,
    *words: object,
    program: str = PROGRAM,
    home: str | Path = "/nonexistent",
    room: int = resource.RLIM_INFINITY,
) -> subprocess.CompletedProcess[str]:
    """Run a program whose packages may not be written to, and whose user has no home, or no room in it."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed), "HOME": str(home)}

    def alone() -> None:
        without_rights()
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    folders = [installed, *(path for path in installed.rglob("*") if path.is_dir())]
    try:
        for folder in folders:
            folder.chmod(0o500)
        return started(*words, root=root, program=program, env=env, preexec_fn=alone)
    finally:
        for folder in folders:
            folder.chmod(0o700)


def test_a_loop_that_cannot_be_kept_is_compiled_in_memory(installed: Path, root: Path) -> None:
    ran = as_nobody(installed, root, program=ASKED)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "42\n", "")
    assert not list((installed / "loops").rglob("__pycache__"))


@pytest.mark.parametrize("room", [0, 1000])
def test_a_loop_for_which_the_home_has_no_room_is_compiled_in_memory(
    installed: Path, root: Path, tmp_path: Path, room: int
) -> None:
    (home := tmp_path / "home").mkdir()
    for _ in range(2):
        ran = as_nobody(installed, root, program=KEPT, home=home, room=room)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout == "can be kept: False\nis kept: False\n42\nis kept: False\n"
    assert not list(home.rglob("*.tmp*"))


def test_a_home_with_room_keeps_what_was_compiled(
    installed: Path, root: Path, tmp_path: Path
) -> None:
    (home := tmp_path / "home").mkdir()
    ran = as_nobody(installed, root, program=KEPT, home=home)
    assert ran.stdout == "can be kept: True\nis kept: False\n42\nis kept: True\n"
    assert as_nobody(installed, root, program=KEPT, home=home).stdout.count("is kept: True") == 2


def test_a_home_that_is_filled_while_a_loop_is_compiled_stops_nothing(
    installed: Path, root: Path, tmp_path: Path
) -> None:
    (home := tmp_path / "home").mkdir()
    ran = as_nobody(installed, root, program=FILLED, home=home)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "42\n", "")


def test_that_loops_are_compiled_in_memory_is_said_once_on_a_terminal(
    installed: Path, root: Path, tmp_path: Path
) -> None:
    (home := tmp_path / "home").mkdir()
    told = [as_nobody(installed, root, program=TOLD, home=home, room=n) for n in (0, 2**30)]
    assert [ran.stderr for ran in told] == [
        "Compiling the inner loops in memory, as nothing can be kept beside them; each run takes half "
        "a minute longer\n",
        "Compiling the inner loops, once; this takes half a minute\n",
    ]


def test_nobody_without_a_home_runs_the_demo(installed: Path, root: Path, tmp_path: Path) -> None:
    made = {form: tmp_path / f"made.{form}" for form in ("html", "pdf")}
    options = [word for form, file in made.items() for word in (f"--{form}", file)]
    demo = ("assess", root / "dossiers/belgium", "--as-of", "2018-01-22", *options)
    ran = as_nobody(installed, root, *demo)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert all(file.stat().st_size for file in made.values())


@pytest.mark.parametrize("left", [0, 20])
def test_what_was_compiled_and_is_cut_short_is_compiled_again(
    installed: Path, root: Path, left: int
) -> None:
    env = {**os.environ, "PYTHONPATH": str(installed)}
    assert started(root=root, program=ASKED, env=env).stdout == "42\n"
    kept = list((installed / "loops").rglob("*.nb[ic]"))
    for path in kept:
        path.write_bytes(path.read_bytes()[:left])
    ran = started(root=root, program=ASKED, env=env)
    assert kept
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "42\n", "")


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Nowhere/At_All"])
def test_language_and_zone_of_the_machine_and_blanks_in_a_path_change_no_byte(
    zone: str, root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "a folder of bl\N{LATIN SMALL LETTER A WITH DIAERESIS}nks"
    folder.mkdir()
    shutil.copy(root / WATCH[2], folder / "a table.csv")
    odd = {**os.environ, "LANG": "C", "LC_ALL": "C", "TZ": zone}
    words = (*WATCH[:2], folder / "a table.csv", "--format", "text", "--language", "de")
    ran = [started(*words, root=root, env=env, encoding="utf-8") for env in (odd, dict(os.environ))]
    assert (ran[0].returncode, ran[0].stderr) == (0, "")
    assert ran[0].stdout == ran[1].stdout


def test_where_nobody_hears_a_complaint_the_exit_code_says_it(root: Path) -> None:
    closed = {"preexec_fn": lambda: os.close(2)}
    assert started(*WATCH, root=root, **closed).stdout == started(*WATCH, root=root).stdout
    refused = started("watch", "--counts", "nowhere.csv", root=root, **closed)
    assert (refused.returncode, refused.stdout, refused.stderr) == (2, "", "")


@pytest.mark.parametrize("kind", ["fifo", "device", "circle"])
@pytest.mark.parametrize(
    "words",
    [
        ("import", "events_csv", "IT", "dossier"),
        ("assess", "dossier", "--as-of", "2018-01-22"),
        ("policy", "lowering", "dossier", "--from", "3", "--to", "2", "--on", "2018-01-22", "--answers", "IT"),
        ("watch", "--counts", "counts.csv", "--html", "IT.html"),
        ("watch-many", "counts.csv", "IT"),
        ("site", "dossier", "IT"),
    ],
    ids=lambda words: " ".join(words[:2]),
)  # fmt: skip
def test_what_is_no_file_is_refused_at_once_and_named(
    words: tuple[str, ...], kind: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(root / "dossiers" / "belgium", "dossier")
    shutil.copy(root / "docs" / "guide" / "weekly.csv", "counts.csv")
    named = {"assess": "dossier/attacks.csv", "watch": "it.html"}
    bad = named.get(words[0], "it.csv")
    Path(bad).unlink(missing_ok=True)
    if kind == "fifo":
        os.mkfifo(bad)
    else:
        Path(bad).symlink_to("/dev/zero" if kind == "device" else Path(bad).name)
    ran = run(*(bad if word.startswith("IT") else word for word in words))
    assert (ran.broke, ran.code, ran.err.count("\n")) == ("", 2, 1), ran
    assert Path(bad).name in ran.err
    assert ";" in ran.err
