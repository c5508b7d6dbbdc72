"""A sound dossier is asked about what may be meant so, and is used as it stands."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.unit.feeds.builders import (
    LADDER,
    Change,
    a_dossier,
    add_row,
    both,
    cell,
    content,
    no_file,
    swap,
    with_columns,
    without_column,
    written,
)
from tests.unit.feeds.sentences import is_a_sentence
from tests.unit.feeds.test_reading import no_table

from peil.feeds.dossier.check import examine
from peil.feeds.dossier.read import read_dossier
from peil.workflow.dossiers import check_report

LAST = "Norland,2019-12-01,day,Field,completed,0,0,jihadist,,2019-12-01,day,News 20,facts,read,"
PLOT = "Norland,2019-06-01,day,Field,foiled,,,other,,2019-06-01,day,News 21,facts,read,"
RULE = """[families.{name}]
measure = "per_head"
values = [0.1, 0.3, 1, 3]
size = 2
reliability = 0.9
reason = "tried"
"""
RULE_OF_NOBODY = RULE.format(name="atacks")
RULES = "".join(RULE.format(name=each) for each in ("judicial_opened", "fighters_out"))
SOUND = both(
    content("ladder.toml", LADDER + RULES),
    cell("attacks", 4, "country", "Sudland"),
    add_row("attacks", LAST),
    add_row("attacks", PLOT),
    swap("indicators.csv", "Listed,,,,", "Listed,Inscrits,Ingeschreven,Gelistet,"),
    swap("indicators.csv", "Rated low,,,,", "Rated low,Faibles,Laag,Niedrig,"),
)
WITHOUT_PEOPLE = both(no_file("population.csv"), no_table("population"))

CASES = {
    "two rows of one day and place": (
        add_row("attacks", LAST.replace("Field", "field").replace("News 20", "News 22")),
        ("attacks.csv", 7, "the day and the place of row 5"),
    ),
    "a country of which nothing else is known": (
        cell("attacks", 4, "country", "Elsewhere"),
        (
            "attacks.csv",
            4,
            "'Elsewhere', of which there are no inhabitants, figures, lists or levels",
        ),
    ),
    "a list that counts nothing": (
        add_row("attacks_complete", "Malta,jihadist,completed,2010-01-01,2019-12-31,checked"),
        ("attacks_complete.csv", 5, "(jihadist, completed) counts no confirmed row"),
    ),
    "a quiet list beside another": (
        add_row("attacks_complete", "Norland,right_wing,completed,2010-01-01,2019-12-31,checked"),
        ("attacks_complete.csv", 5, "(right_wing, completed) counts no confirmed row"),
    ),
    "a list of which nobody confirmed a row": (
        both(
            add_row("attacks", LAST.replace("Norland", "Malta").replace("read", "memory")),
            add_row("attacks_complete", "Malta,any,completed,2010-01-01,2019-12-31,checked"),
        ),
        ("attacks_complete.csv", 5, "(any, completed) counts no confirmed row"),
    ),
    "a list that goes on long after its last row": (
        cell("attacks_complete", 3, "complete_to", "2023-08-13"),
        ("attacks_complete.csv", 3, "last row was published on 2019-12-01, where 1349 days are"),
    ),
    "a name that is missing in one language": (
        cell("indicators", 4, "name_fr", ""),
        ("indicators.csv", None, "has no name_fr in 1 of 4 rows"),
    ),
    "a law that nobody named": (
        swap("scale.toml", "Law of 2009", "none named yet"),
        ("scale.toml", None, "has the instrument of a new dossier"),
    ),
    "a meaning that nobody wrote": (
        swap("scale.toml", 'en = "likely"', 'en = "what the law says of level 3"'),
        ("scale.toml", None, "has the meaning of level 3 of a new dossier"),
    ),
    "no inhabitants": (WITHOUT_PEOPLE, ("population.csv", None, "no inhabitants of 'Norland'")),
    "a ladder of an unknown family": (
        swap("ladder.toml", "[families.attacks]", f"{RULE_OF_NOBODY}[families.attacks]"),
        ("ladder.toml", None, "has rules for 'atacks', of which there is no indicator"),
    ),
    "a ladder of other levels": (
        swap("ladder.toml", "[0.1, 0.3, 1, 3]", "[0.1, 0.3, 1]"),
        ("ladder.toml", None, "than one for each of the 4 levels in 'attacks'"),
    ),
    "an indicator without a rule": (
        add_row(
            "indicators",
            "fires,Fires,Feux,Branden,Feuer,fires,flow_count,context,exogenous,Fires.,,true",
        ),
        ("indicators.csv", 6, "'fires' of the family 'context', for which the ladder has no rule"),
    ),
    "a row that was public before its source": (
        cell(
            "attacks",
            3,
            "source",
            "Norland News (4 January 2020), https://news.example/2020/01/05/field",
        ),
        (
            "attacks.csv",
            None,
            "in 1 of 5 rows that it was public before any day that the source names",
        ),
    ),
    "a judgement upside down": (
        cell("judgements", 7, "best", "0.7"),
        (
            "judgements.csv",
            7,
            "best is 0.7 for level 4 or higher, more than the 0.5 for 3 or higher",
        ),
    ),
    "a judgement without a level": (
        cell("judgements", 6, "service", "Army"),
        ("judgements.csv", 5, "did not judge level 3 or higher, and so is not heard"),
    ),
    "a judgement of later": (
        cell("judgements", 8, "date", "2018-02-20"),
        ("judgements.csv", 8, "date is 2018-02-20, after 2018-01-31, the day that the question is"),
    ),
    "a service by a slip": (
        both(*(cell("judgements", row, "service", "Amry") for row in (5, 6, 7))),
        ("judgements.csv", 5, "service is 'Amry', and another is 'Army'"),
    ),
    "a rule in the folder": (
        content("rule.toml", 'name = "own"\n'),
        ("rule.toml", None, "one rule"),
    ),
}


def asked(folder: Path, *changes: Change) -> list[tuple[str, int | None, str]]:
    files = a_dossier()
    both(SOUND, *changes)(files)
    checked = examine(written(files, folder))
    assert checked.problems == ()
    assert all(is_a_sentence(each) for each in checked.questions)
    return [(each.file, each.row, each.what) for each in checked.questions]


def test_a_dossier_may_leave_nothing_to_ask(tmp_path: Path) -> None:
    assert asked(tmp_path) == []


@pytest.mark.parametrize(("change", "expected"), CASES.values(), ids=CASES.keys())
def test_it_is_asked_and_read(
    change: Change, expected: tuple[str, int | None, str], tmp_path: Path
) -> None:
    file, row, words = expected
    ((of_file, of_row, what),) = asked(tmp_path, change)
    assert (of_file, of_row) == (file, row)
    assert words in what
    assert read_dossier(tmp_path).country == "Norland"


def test_a_table_in_english_alone_and_a_list_that_was_looked_at_are_not_asked(
    tmp_path: Path,
) -> None:
    languages = [without_column("indicators", f"name_{each}") for each in ("fr", "nl", "de")]
    long_quiet = cell("attacks_complete", 3, "complete_to", "2023-08-13")
    looked = with_columns("attacks_complete", 3, quiet_end="true")
    assert asked(tmp_path, *languages, long_quiet, looked) == []


@pytest.mark.parametrize(
    "told",
    ["day,News (2020) after News of 1 December 2019", "assumed,News (2020-01-04)", "day,News 7"],
)
def test_a_source_of_the_day_or_a_day_that_a_rule_set_is_not_asked_about(
    told: str, tmp_path: Path
) -> None:
    row = LAST.replace("Field", "Moor").replace("day,News 20", told)
    assert asked(tmp_path, add_row("attacks", row)) == []


@pytest.mark.parametrize(("day", "is_asked"), [("2021-10-05", False), ("2021-10-06", True)])
def test_the_usual_gap_is_the_median_one(day: str, is_asked: bool, tmp_path: Path) -> None:
    # Published on 22 March 2016, 1,166 days later and 183 days after that: 674.5 are usual.
    between = add_row("attacks", LAST.replace("2019-12-01", "2019-06-01").replace("Field", "Moor"))
    found = asked(tmp_path, between, cell("attacks_complete", 3, "complete_to", day))
    assert bool(found) == is_asked


def test_inhabitants_are_not_asked_for_where_all_is_compared_with_its_own_past(
    tmp_path: Path,
) -> None:
    lists = both(no_file("attacks_complete.csv"), no_table("attacks_complete"))
    ratios = content("ladder.toml", (LADDER + RULES).replace("per_head", "ratio"))
    no_break = cell("breaks", 4, "indicator", "files")
    assert asked(tmp_path, WITHOUT_PEOPLE, lists, ratios, no_break) == []


def test_questions_are_printed_and_the_dossier_is_sound(tmp_path: Path) -> None:
    files = a_dossier()
    both(SOUND, WITHOUT_PEOPLE)(files)
    text, is_sound = check_report(written(files, tmp_path), "text")
    assert is_sound
    assert "is sound" in text
    assert "1 question about it" in text
    (row,) = json.loads(check_report(tmp_path, "json")[0])
    assert (row["file"], row["is_question"]) == ("population.csv", True)


@pytest.mark.parametrize(("day", "is_asked"), [("2026-01-10", False), ("2099-01-10", True)])
def test_a_ladder_of_a_day_to_come_is_asked_about(day: str, is_asked: bool) -> None:
    files = a_dossier()
    both(SOUND, swap("ladder.toml", "2026-01-01", day))(files)
    given = {n: text if isinstance(text, bytes) else text.encode() for n, text in files.items()}
    found = [str(each) for each in examine(given, date(2026, 11, 30)).questions]
    said = (
        "ladder.toml: is dated 2099-01-10, which is yet to come; correct it unless it is meant so"
    )
    assert found == [said] * is_asked


def test_a_bad_rule_in_the_folder_is_refused(tmp_path: Path) -> None:
    files = a_dossier()
    content("rule.toml", 'name = "own"\np_up = 2\n')(files)
    (problem,) = examine(written(files, tmp_path)).problems
    assert problem.file == "rule.toml"
    assert "p_up" in problem.what
