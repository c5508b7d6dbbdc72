"""The command line says what is wrong in one sentence, and never writes half a file."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from tests.command import peil

PEIL = Path(sys.executable).with_name("peil")
DAY = ("--as-of", "2018-01-22")


def by_itself(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, as a person would."""
    command = [str(PEIL), *(str(word) for word in words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_assess_gives_json_that_another_program_can_read(belgium):
    done = by_itself("assess", belgium, *DAY, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["country"] == "Belgium"


def test_assess_writes_what_is_asked_for(belgium, tmp_path):
    files = [tmp_path / name for name in ("a.html", "a.pdf", "a.xlsx")]
    flags = [flag for file in files for flag in (f"--{file.suffix[1:]}", file)]
    done = by_itself("assess", belgium, *DAY, *flags, "--language", "nl")
    assert done.returncode == 0, done.stderr
    assert all(file.stat().st_size > 1000 for file in files)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("assess", "{belgium}", "--as-of", "2018-02-30"), "2018-02-30"),
        (("assess", "{belgium}", "--as-of", "yesterday"), "yesterday"),
        (("assess", "{belgium}", "--as-of", "1999-01-01"), "1999-01-01"),
        (("assess", "{belgium}", "--as-of", "9999-12-31"), "9999-12-31"),
        (("assess", "{belgium}", "--as-of", "20180122"), "20180122"),
        (("assess", "{belgium}", *DAY, "--html", "{belgium}/observations.csv"), "observations.csv"),
        (
            ("assess", "{belgium}", *DAY, "--html", "{tmp}/a", "--pdf", "{tmp}/x/../a"),
            "{tmp}/x/../a",
        ),
        (("assess", "{belgium}", *DAY, "--html", "{tmp}/a", "--pdf", "{tmp}/a"), "for two outputs"),
        (("assess", "{belgium}", *DAY, "--html", "/dev/null"), "/dev/null"),
        (("assess", "{tmp}/none", *DAY), "none"),
        (("assess", "{belgium}", *DAY, "--format", "yaml"), "yaml"),
        (("assess", "{belgium}", *DAY, "--language", "xx"), "xx"),
        (("assess", "{belgium}", *DAY, "--without", "everything"), "everything"),
        (("assess", "{belgium}", *DAY, "--with", "doubt"), "doubt"),
        (("assess", "{belgium}", *DAY, "--html", "{tmp}/no/folder/a.html"), "a.html"),
        (("assess", "{belgium}", *DAY, "--pdf", "{tmp}"), "{tmp}"),
        (("replay", "{belgium}", "--from", "2018-01-01", "--to", "2017-01-01"), "2017-01-01"),
        (("compare", "{belgium}", "--indicator", "happiness"), "happiness"),
        (("compare", "{belgium}", "--indicator", "happiness", "--language", "xx"), "'xx'"),
        (("compare", "{belgium}", "--indicator", "arrests_terrorism"), "arrests_terrorism"),
        (("check", "{tmp}/none"), "none"),
        (("new", "Belgium", "{belgium}"), "belgium"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(words, said, belgium, tmp_path):
    places = {"belgium": belgium, "tmp": tmp_path}
    done = peil(*(str(word).format(**places) for word in words))
    assert done.returncode == 2
    assert said.format(**places) in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_one_file_that_cannot_be_written_leaves_no_other_behind(belgium, tmp_path):
    done = peil(
        "assess", belgium, *DAY, "--html", tmp_path / "a.html", "--pdf", tmp_path / "x/a.pdf"
    )
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_compare_answers_in_the_language_asked_for_and_writes_the_page(belgium, tmp_path):
    page = tmp_path / "page.html"
    done = peil(
        "compare", belgium, "--indicator", "ftf_departed_cumulative", "--language", "fr",
        "--html", page,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for text in (done.stdout, page.read_text(encoding="utf-8")):
        assert "le plus élevé des 11 pays de l’UE" in " ".join(text.split())


def test_replay_names_the_attacks_at_home_and_abroad(belgium):
    done = peil("replay", belgium, "--from", "2015-11-01", "--to", "2016-03-31", "--format", "json")
    assert done.returncode == 0, done.stderr
    told = [(row["day"], e) for row in json.loads(done.stdout)["reviews"] for e in row["events"]]
    abroad = [(day, e["date"], e["counts"]) for day, e in told if e["country"] == "France"]
    assert ("2015-11-13", False) in [each[1:] for each in abroad if each[0][:7] == "2015-11"]
    assert [(day, e["date"]) for day, e in told if e["counts"]] == [("2016-03-22", "2016-03-22")]


def test_a_new_dossier_has_an_example_for_each_table(tmp_path):
    done = peil("new", "Exampleland", tmp_path / "dossier")
    assert done.returncode == 0, done.stderr
    checked = peil("check", tmp_path / "dossier")
    assert checked.returncode == 2
    assert "observations.csv" in checked.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("assess", "x", "--as-off", "2018-01-22"), "no such option: --as-off, but --as-of; see `peil assess --help`"),
        (("assess", "x"), "missing option '--as-of'; see `peil assess --help`"),
        (("asses", "x"), "no such command 'asses', but 'assess', 'reassess'; see `peil --help`"),
        (("policy", "status", "x", "y", *DAY), "got unexpected extra argument(s) (y); see `peil policy status --help`"),
        (("assess", "x", "--as-of", "2018-W04-1"), "--as-of has '2018-W04-1', which is no day; write it as 2018-01-22"),
        (("evaluate", "power", "--before", "20", "--after", "3.7"), "--after has '3.7'; give a whole number"),
        (("assess", "x", "--as-of", "2018-01-22", "--as-of=2019-01-22"), "--as-of is given twice; give it once"),
        (("policy", "lowering", "x", *("--from", "3", "--to", "2", "--to", "1", "--on", "2018-01-22")), "--to is given twice; give it once"),
        (("serve", "desk", "x", "--workers", "0"), "--workers has the value 0; give 1 to 64"),
        (("evaluate", "power", "--before=many"), "--before has 'many'; give a number"),
        (("evaluate", "control", "x.csv", "--unit", "North", "--from", "2016-06-01"), "--from has '2016-06-01'; give a whole number"),
        (("evaluate", "series", "x.csv", *("--from", "2022-06-06"), "--slope", "--no-trend"), "--slope and --no-trend are both given; a trend that is left out has no slope"),
        (("assess", "x", "--as-of", "20180122ab"), "--as-of has '20180122ab', which is no day; write it as 2018-01-22"),
    ],
)  # fmt: skip
def test_a_command_that_is_misused_is_refused_in_one_sentence(words, said):
    done = peil(*words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{said}\n")


def test_no_warning_of_a_library_stands_above_what_is_said():
    script = "import sys, warnings; from peil.cli import main; main.in_plain_words = lambda _: lambda **_: warnings.warn('x'); main.main()"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_command_says_which_peil_it_is():
    done = by_itself("--version")
    assert (done.returncode, done.stdout) == (0, f"{version('peil')}\n")
