"""Bad scales, ladders and decisions: each is refused in one sentence with the remedy."""

from pathlib import Path

import pytest
from tests.unit.feeds.builders import (
    DECISION,
    LADDER,
    SCALE,
    Change,
    content,
    no_file,
    swap,
)
from tests.unit.feeds.sentences import Bad, assert_refused, bad


def scale(old: str, new: str, *said: str) -> Bad:
    return bad(swap("scale.toml", old, new), "scale.toml", None, *said)


def ladder(old: str, new: str, *said: str) -> Bad:
    return bad(swap("ladder.toml", old, new), "ladder.toml", None, *said)


def decision(old: str, new: str, *said: str) -> Bad:
    return bad(swap("decision.toml", old, new), "decision.toml", None, *said)


def without(file: str, start: str) -> Change:
    """Take the first line that starts so out of a file."""
    text = {"scale.toml": SCALE, "ladder.toml": LADDER, "decision.toml": DECISION}[file]
    line = next(line for line in text.splitlines() if line.startswith(start))
    return swap(file, f"{line}\n", "")


HEAD = SCALE.split("levels =")[0]
LOW = '{ number = 1, name = { en = "low", fr = "faible" }, meaning = { en = "none" } }'

CASES = {
    "no scale": bad(no_file("scale.toml"), "scale.toml", None, "is missing", "peil new"),
    "scale: a bracket left open": bad(
        swap("scale.toml", "levels = [", "levels = [["),
        "scale.toml",
        None,
        "is not TOML",
    ),
    "scale: no quotes": bad(
        swap("scale.toml", '"Law of 2009"', "Law of 2009"), "scale.toml", 3, "is not TOML"
    ),
    "scale: a key twice": bad(
        swap("scale.toml", 'article = "4"', 'name = "4"'), "scale.toml", 4, "is not TOML"
    ),
    "scale: Latin-1": bad(
        content("scale.toml", SCALE.replace("faible", "modéré").encode("latin-1")),
        "scale.toml",
        None,
        "not TOML in UTF-8",
    ),
    "scale: binary": bad(content("scale.toml", bytes(range(256))), "scale.toml", None, "not TOML"),
    "scale: without bottom": bad(
        content("scale.toml", "a = " + "[" * 99_999), "scale.toml", None, "not TOML"
    ),
    "scale: an endless number": bad(
        content("scale.toml", "a = " + "9" * 9999), "scale.toml", None, "not TOML"
    ),
    "scale: empty": bad(content("scale.toml", ""), "scale.toml", None, "no valid_from"),
    "scale: no name": bad(without("scale.toml", "name"), "scale.toml", None, "no name"),
    "scale: a number for a name": scale('name = "Level"', "name = 7", "the name 7", "quotes"),
    "scale: no instrument": scale('"Law of 2009"', '" "', "the instrument ' '"),
    "scale: no article": bad(without("scale.toml", "article"), "scale.toml", None, "no article"),
    "scale: a quoted day": scale("2010-01-01", '"2010-01-01"', "'2010-01-01'", "without quotes"),
    "scale: a moment": scale("2010-01-01", "2010-01-01T10:00:00", "a day such as"),
    "scale: a day in no calendar": bad(
        swap("scale.toml", "2010-01-31", "2010-02-31"), "scale.toml", 6, "is not TOML"
    ),
    "scale: replay before it is valid": scale(
        "2010-01-31", "2009-12-31", "replay_from 2009-12-31", "valid from 2010-01-01"
    ),
    "scale: an unknown key": scale("article", "artikel", "unknown key 'artikel'", "article"),
    "scale: no levels": bad(content("scale.toml", HEAD), "scale.toml", None, "0 levels"),
    "scale: one level": bad(
        content("scale.toml", f"{HEAD}levels = [{LOW}]"), "scale.toml", None, "1 levels"
    ),
    "scale: levels of words": bad(
        content("scale.toml", f'{HEAD}levels = ["low", "high"]'), "scale.toml", None, "no tables"
    ),
    "scale: levels that fall": scale("number = 2", "number = 5", "[1, 5, 3, 4]", "do not rise"),
    "scale: a level twice": scale("number = 2", "number = 1", "[1, 1, 3, 4]", "do not rise"),
    "scale: half a level": scale("number = 2", "number = 2.5", "the number 2.5", "whole number"),
    "scale: a true level": scale("number = 1", "number = true", "the number True"),
    "scale: a level below none": scale("number = 1", "number = -1", "the number -1"),
    "scale: a level without English": scale('{ en = "medium" }', '{ fr = "moyen" }', "in English"),
    "scale: a level without name": scale(
        'number = 2, name = { en = "medium" },', "number = 2,", "no name in English"
    ),
    "scale: a level with a plain name": scale('{ en = "medium" }', '"medium"', "in English"),
    "scale: a level without meaning": scale('{ en = "none" }', "{}", "no meaning in English"),
    "scale: an empty word": scale('fr = "faible"', 'fr = ""', "the fr ''"),
    "scale: imminent below the highest": scale(
        'en = "unlikely" }', 'en = "unlikely" }, imminent = true', "imminent = true of level 2"
    ),
    "scale: imminent in words": scale(
        "imminent = true", 'imminent = "yes"', "'yes'", "true or false"
    ),
    "ladder: falls": ladder("[0.1, 0.3, 1, 3]", "[0.1, 3, 1, 3]", "do not rise"),
    "ladder: stays": ladder("[0.1, 0.3, 1, 3]", "[0.1, 0.3, 0.3, 3]", "do not rise"),
    "ladder: one value": ladder("[0.1, 0.3, 1, 3]", "[0.1]", "one positive number"),
    "ladder: zero": ladder("[0.1,", "[0,", "positive numbers"),
    "ladder: words": ladder("[0.1,", '["low",', "positive numbers"),
    "ladder: not a number": ladder("[0.1,", "[nan,", "positive numbers"),
    "ladder: infinite": ladder("1, 3]", "1, inf]", "positive numbers"),
    "ladder: values of one": ladder("[0.1, 0.3, 1, 3]", "3", "the values 3", "list"),
    "ladder: unknown measure": ladder("per_head", "per_capita", "'per_capita'", "per_head"),
    "ladder: too reliable": ladder("0.9", "1.9", "reliability 1.9"),
    "ladder: no size": ladder("size = 2", "size = 0", "the size 0"),
    "ladder: months of nothing": ladder("per_months = 12", "per_months = 0", "per_months 0"),
    "ladder: no reason": bad(without("ladder.toml", "reason"), "ladder.toml", None, "'reason'"),
    "ladder: no author": bad(without("ladder.toml", "author"), "ladder.toml", None, "'author'"),
    "ladder: no tables": ladder("[families.attacks]", "families = 3\n[totals]", "no tables"),
    "ladder: bad TOML": bad(
        swap("ladder.toml", "size = 2", "size = two"), "ladder.toml", 9, "is not TOML"
    ),
    "decision: on no level": decision("level = 2", "level = 7", "level 7", "1, 2, 3, 4"),
    "decision: a word for a level": decision("level = 2", 'level = "two"', "'two'", "whole number"),
    "decision: a true level": decision("level = 2", "level = true", "True", "whole number"),
    "decision: no level": bad(without("decision.toml", "level"), "decision.toml", None, "'level'"),
    "decision: no office": bad(
        without("decision.toml", "office"), "decision.toml", None, "no 'office'", "add it"
    ),
    "decision: no day": bad(without("decision.toml", "date"), "decision.toml", None, "no 'date'"),
    "decision: a day in quotes": decision("2018-01-22", '"22 January"', "without quotes"),
    "decision: no source": decision('source = "News 10"\nrev', 'source = ""\nrev', "source ''"),
    "decision: an empty likelihood": decision(
        'likelihood = "unlikely"', 'likelihood = ""', "likelihood ''", "write some words"
    ),
    "decision: reviewed before it was taken": decision(
        "2018-07-22", "2018-01-21", "review_on 2018-01-21", "before the decision"
    ),
    "decision: an unknown key": decision("review_on", "review", "unknown key 'review'"),
    "decision: reasons in one text": bad(
        content("decision.toml", DECISION.split("[[")[0] + 'reasons = "many"'),
        "decision.toml",
        None,
        "[[reasons]]",
    ),
    "decision: a reason without source": decision(
        'source = "News 10"\nsaid', "said", "number 1 of the decision's reasons", "no 'source'"
    ),
    "decision: a direction unheard of": decision("waning", "falling", "'falling'", "waning"),
    "decision: an indicator of nowhere": decision(
        'family = "attacks"', 'indicator = "filed"', "'filed'", "'files'"
    ),
    "decision: a figure of no period": decision(
        'direction = "waning"', 'indicator = "files"\nvalue = 3', "period_end", "all three"
    ),
    "decision: a figure and a direction": decision(
        'direction = "waning"',
        'direction = "waning"\nindicator = "files"\nvalue = 3\nperiod_end = 2017-12-31',
        "a value and a direction",
    ),
    "decision: a figure below zero": decision(
        'direction = "waning"',
        'indicator = "files"\nvalue = -3\nperiod_end = 2017-12-31',
        "number from 0",
    ),
    "decision: a direction of nothing": decision('family = "attacks"\n', "", "no family"),
    "decision: an unknown family": decision('"attacks"', '"attack"', "'attack'", "write 'attacks'"),
    "decision: said afterwards": decision("2018-01-20", "2018-03-22", "after the decision"),
    "decision: dissent of nobody": decision('office = "Police"\n', "", "dissent", "no 'office'"),
    "decision: an exception on no level": decision(
        "level = 3", "level = 9", "'Harbour'", "level 9"
    ),
    "decision: an exception long over": decision("2018-06-30", "2017-06-30", "until 2017-06-30"),
    "decision: bad TOML": bad(
        swap("decision.toml", "level = 2", "level : 2"), "decision.toml", 2, "is not TOML"
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_bad_text_is_refused(case: Bad, tmp_path: Path) -> None:
    assert_refused(case, tmp_path / "norland")
