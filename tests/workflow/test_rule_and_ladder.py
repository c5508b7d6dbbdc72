"""Another rule or ladder is handed to every command that proposes levels, as a file or a value."""

import json
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from tests.command import peil
from tests.documents import document_of

from peil.assess.ladder import default_ladder, ladder_of
from peil.assess.rule import FIRST, SECOND, default_rule, rule_of
from peil.feeds.dossier.read import opened, read_dossier
from peil.feeds.dossier.texts import read_ladder, read_rule
from peil.terms.errors import BadInput
from peil.workflow.assessing import assess_dossier, replay_dossier
from peil.workflow.tracking import track_dossier

DAY = date(2016, 6, 30)
LADDER = files("peil.assess").joinpath("ladder_1.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def own_rule(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("rule") / "rule.toml"
    file.write_text('name = "slow"\nreviews = 12\np_dn = 0.02\n', encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def own_ladder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("ladder") / "ladder.toml"
    text = LADDER.replace("peil-ladder-1", "high-rungs")
    file.write_text(text.replace("[0.1, 0.3, 1.0, 3.0]", "[10, 30, 100, 300]"), encoding="utf-8")
    return file


def test_a_rule_leaves_out_what_it_keeps_of_ours(own_rule: Path) -> None:
    given = {"name": "slow", "reviews": 12, "p_dn": (0.02,)}
    untried = replace(default_rule(), true_when_proposed=())
    assert read_rule(own_rule) == replace(untried, **given)


def test_a_ladder_of_a_file_is_the_one_of_its_tables(own_ladder: Path) -> None:
    ladder = read_ladder(own_ladder)
    assert ladder.name == "high-rungs"
    assert ladder.families["attacks"].values == (10, 30, 100, 300)
    assert ladder.families["plots"] == ladder_of(FIRST).families["plots"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reviews = 3\n", "the rule has no 'name'"),
        ('name = "x"\nrevews = 3\n', "unknown key 'revews'; write 'reviews', or use only name"),
        ('name = "x"\np_up = 1.5\n', "the p_up 1.5; write a number from"),
        ('name = "x"\np_up = nan\n', "the p_up nan; write a number from"),
        ('name = "x"\nreviews = 0\n', "the reviews 0; write 1 to 1200"),
        ('name = "x"\nreviews = 2.5\n', "the reviews 2.5; write a whole number"),
        ('name = "x"\np_up = 0.1\n', "let p_up lie above p_dn"),
        ("name = x\n", "row 1: is not TOML"),
    ],
)
def test_a_rule_that_cannot_be_one_is_refused(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "rule.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_rule(file)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["none.toml", "a\0b", "."])
def test_a_rule_that_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        read_rule(tmp_path / name)


def test_an_unknown_key_of_a_ladder_is_refused_with_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "ladder.toml"
    file.write_text(LADDER.replace("reliability = 0.9", "reliabilty = 0.9", 1), encoding="utf-8")
    with pytest.raises(BadInput, match="unknown key 'reliabilty'; write 'reliability'"):
        read_ladder(file)


def test_a_value_a_thousand_times_the_one_before_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ladder.toml"
    file.write_text(LADDER.replace("[0.1, 0.3, 1.0, 3.0]", "[0.1, 0.3, 1.0, 3000]"), "utf-8")
    with pytest.raises(BadInput) as refused:
        read_ladder(file)
    assert str(refused.value) == (
        "ladder.toml: the ladder's family 'attacks' has the values [0.1, 0.3, 1.0, 3000.0], of which "
        "one is more than 100 times the one before; correct it"
    )
    file.write_text(LADDER.replace("[0.1, 0.3, 1.0, 3.0]", "[0.1, 0.3, 1.0, 30]"), "utf-8")
    assert read_ladder(file).families["attacks"].values == (0.1, 0.3, 1.0, 30.0)


@pytest.mark.parametrize(("name", "method"), [("1", FIRST), (FIRST, FIRST), ("2", SECOND)])
def test_a_rule_and_a_ladder_are_read_by_the_name_of_their_method(name: str, method: str) -> None:
    assert rule_of(name).method == method
    assert ladder_of(name) == ladder_of(method)
    assert read_rule(Path(rule_of(name).name)) == rule_of(method)
    assert read_ladder(Path(ladder_of(name).name)) == ladder_of(method)


def test_the_second_method_is_the_default() -> None:
    assert default_rule() == rule_of(SECOND)
    assert default_ladder() == ladder_of(SECOND)


@pytest.mark.parametrize("name", ["3", "", "forward-filter", "Forward-Filter-1"])
def test_a_method_that_is_not_there_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(BadInput, match="use forward-filter-1 or forward-filter-2") as refused:
        rule_of(name)
    assert repr(name) in str(refused.value)
    with pytest.raises(BadInput):
        ladder_of(name)


def test_a_name_that_is_neither_a_file_nor_ours_is_refused_with_ours() -> None:
    with pytest.raises(BadInput, match="hysteresis-1 or hysteresis-3"):
        read_rule(Path("hysteresis-9"))
    with pytest.raises(BadInput, match="peil-ladder-1 or peil-ladder-2"):
        read_ladder(Path("peil-ladder-3"))


def test_a_dossier_without_a_ladder_takes_that_of_the_method(
    belgium: Path, own_ladder: Path
) -> None:
    dossier = read_dossier(belgium)
    assert (dossier.rule, dossier.ladder) == (rule_of(SECOND), ladder_of(SECOND))
    assert opened(dossier, rule=rule_of(FIRST)).ladder == ladder_of(FIRST)
    given = opened(dossier, rule=rule_of(FIRST), ladder=ladder_of(SECOND))
    assert (given.rule, given.ladder) == (rule_of(FIRST), ladder_of(SECOND))
    own = replace(dossier, ladder=read_ladder(own_ladder))
    assert opened(own, rule=rule_of(FIRST)).ladder.name == "high-rungs"


def test_the_commands_take_a_method_or_names(belgium: Path) -> None:
    asked = ("assess", belgium, "--as-of", "2018-01-22", "--format", "json")
    by_method = peil(*asked, "--method", "1")
    assert json.loads(by_method.stdout)["proposal"]["method"] == FIRST
    other = peil(*asked, "--method", "1", "--ladder", "peil-ladder-2")
    assert json.loads(other.stdout)["posterior_db"] != json.loads(by_method.stdout)["posterior_db"]
    by_names = peil(*asked, "--rule", "hysteresis-1", "--ladder", "peil-ladder-1")
    assert by_names.stdout == by_method.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--method", "3"), "there is no method '3'; use forward-filter-1 or forward-filter-2"),
        (("--rule", "hysteresis-1", "--method", "2"), "leave one of them out"),
        (("--ladder", "ladder-1"), "or peil-ladder-1 or peil-ladder-2"),
    ],
)
def test_the_commands_refuse_what_they_cannot_choose(
    options: tuple[str, str], said: str, belgium: Path
) -> None:
    done = peil("assess", belgium, "--as-of", DAY, *options)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr


def test_an_assessment_uses_the_rule_and_the_ladder_that_it_is_given(
    belgium: Path, own_rule: Path, own_ladder: Path
) -> None:
    dossier = read_dossier(belgium)
    rule, ladder = read_rule(own_rule), read_ladder(own_ladder)
    found = assess_dossier(dossier, DAY, rule=rule, ladder=ladder)
    found_data = document_of(found)
    assert found_data["proposal"]["rule"]["name"] == "slow"
    assert found.ladder.name == "high-rungs"
    ours = assess_dossier(dossier, DAY)
    ours_data = document_of(ours)
    assert ours_data["proposal"]["rule"]["name"] == default_rule().name
    assert found_data["posterior_db"] != ours_data["posterior_db"]


def test_replays_and_records_use_them_too(belgium: Path, own_rule: Path) -> None:
    dossier, rule = read_dossier(belgium), read_rule(own_rule)
    first, last = dossier.scale.replay_from, date(2019, 12, 31)
    slow = [review.level for review in replay_dossier(dossier, first, last, rule=rule).reviews]
    ours = [review.level for review in replay_dossier(dossier, first, last).reviews]
    assert slow != ours
    assert track_dossier(dossier, None, last, rule=rule).record != (
        track_dossier(dossier, None, last).record
    )


def test_the_commands_read_both_from_files(
    belgium: Path, own_rule: Path, own_ladder: Path, tmp_path: Path
) -> None:
    asked = ("assess", belgium, "--as-of", DAY)
    done = peil(*asked, "--rule", own_rule, "--ladder", own_ladder, "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["proposal"]["rule"]["reviews"] == 12
    done = peil(*asked, "--rule", tmp_path / "none.toml")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "none.toml does not exist" in done.stderr
    done = peil(*asked, "--rule", own_rule, "--html", own_rule)
    assert done.returncode == 2
    assert "is read, and would be lost" in done.stderr


@pytest.mark.parametrize("method", [FIRST, SECOND])
def test_a_replay_and_an_assessment_of_one_day_have_one_status(belgium: Path, method: str) -> None:
    dossier, rule = read_dossier(belgium), rule_of(method)
    for day in (date(2014, 6, 30), date(2018, 1, 22), date(2025, 6, 30)):
        assessment = assess_dossier(dossier, day, rule=rule).assessment
        now = assessment.base.now
        (review,) = replay_dossier(dossier, day, day, rule=rule).reviews
        assert (review.status, review.reason) == (now.status, now.reason)
        assert (review.level, review.held) == (
            assessment.number(now.level),
            assessment.number(now.held),
        )


def test_a_rule_by_the_name_of_ours_has_our_constants(tmp_path: Path) -> None:
    file = tmp_path / "rule.toml"
    name = rule_of(SECOND).name
    file.write_text(f'name = "{name}"\nreviews = 60\n', encoding="utf-8")
    with pytest.raises(BadInput, match=f"called '{name}', as one that Peil ships, and has other"):
        read_rule(file)
    file.write_text(f'name = "{name}"\n', encoding="utf-8")
    assert read_rule(file) == rule_of(SECOND)


def test_a_family_of_a_ladder_by_a_slip_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ladder.toml"
    text = LADDER.replace("peil-ladder-1", "own")
    file.write_text(text.replace("[families.attacks]", "[families.atacks]"), encoding="utf-8")
    with pytest.raises(BadInput, match="the family 'atacks', which Peil does not know; write 'att"):
        read_ladder(file)
    file.write_text(text.replace("[families.attacks]", "[families.border_crossings]"), "utf-8")
    assert "border_crossings" in read_ladder(file).families
