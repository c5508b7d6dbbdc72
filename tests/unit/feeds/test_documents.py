"""What stands in a TOML or JSON file beyond reason, twice or misspelt is refused before it is used."""

from pathlib import Path

import pytest
from tests.unit.feeds.builders import Change, a_dossier, cell, content, swap, text_of, written

from peil.feeds.dossier.check import check_dossier
from peil.feeds.dossier.texts import read_ladder, read_rule
from peil.terms.errors import BadDossier

HEX = f"0x{'f' * 5000}"
RULE = 'name = "own"\np_up = '
TOO_LARGE = (
    "holds the number 0xffffffffffffffffff..., beyond reason; write 0, or one from 1e-12 to 1e+18"
)
PACKAGE, POLICY, SCALE, LADDER = "datapackage.json", "policy.toml", "scale.toml", "ladder.toml"

REFUSED: dict[str, tuple[Change, str]] = {
    "an endless number": (
        content(POLICY, f"inform_from = {HEX}"), f"{POLICY}: {TOO_LARGE}"
    ),
    "an endless level": (swap(SCALE, "number = 1,", f"number = {HEX},"), f"{SCALE}: {TOO_LARGE}"),
    "a ratio that has no percentage": (
        swap(LADDER, "values = [", "values = [1e-308, "),
        f"{LADDER}: holds the number 1e-308, beyond reason; write 0, or one from 1e-12 to 1e+18",
    ),
    "a rate without bounds": (
        swap(LADDER, "values = [", "values = [1e308, "),
        f"{LADDER}: holds the number 1e+308, beyond reason; write 0, or one from 1e-12 to 1e+18",
    ),
    "a day of no age": (
        swap(SCALE, "2010-01-31", "9999-12-31"),
        f"{SCALE}: holds the day 9999-12-31; write a day of the years 1800 to 2100",
    ),
    "a day of no age in what is asked of a policy": (
        content("reassessment.toml", "from = 2015-01-16\nto = 9999-12-31"),
        "reassessment.toml: holds the day 9999-12-31; write a day of the years 1800 to 2100",
    ),
    "an endless text": (
        swap(SCALE, '"Law of 2009"', f'"{"x" * 20_001}"'),
        f"{SCALE}: holds '{'x' * 55}...', of 20,001 letters; write at most 20,000",
    ),
    "a family misspelt": (
        swap(LADDER, "[families.", "[familis."),
        f"{LADDER}: the ladder has the unknown key 'familis'; write 'families', or use only name, "
        "author, date, adopted_by, families, totals",
    ),
    "a threshold misspelt": (
        content(POLICY, "inform_form = 3"),
        f"{POLICY}: the policy has the unknown key 'inform_form'; write 'inform_from', or use only ",
    ),
    "a key of JSON twice": (
        swap(PACKAGE, '"title":', '"title": "One", "title":'),
        f"{PACKAGE}: has the key 'title' twice in one place; keep one",
    ),
    "a key of JSON misspelt": (
        swap(PACKAGE, '"title":', '"titel": "One", "title":'),
        f"{PACKAGE}: has the unknown key 'titel'; write 'title', or another word",
    ),
    "a key of a resource misspelt": (
        swap(PACKAGE, '"encoding":', '"encodng": "utf-8", "encoding":'),
        f"{PACKAGE}: the table 'indicators' has the unknown key 'encodng'; write 'encoding', or "
        "another word",
    ),
    "a number of JSON beyond reason": (
        swap(PACKAGE, '"title":', f'"version": {"9" * 30}, "title":'),
        f"{PACKAGE}: holds the number 0xc9f2c9cd04674edea3..., beyond reason; "
        "write 0, or one from 1e-12 to 1e+18",
    ),
    "a count beyond reason": (
        cell("arrangement_counts", 2, "value", "1e308"),
        "arrangement_counts.csv, row 2: value is '1e308', above 10000000000000000; "
        "correct the value",
    ),
    "a part too small": (
        cell("arrangement_counts", 2, "value", "1e-308"),
        "arrangement_counts.csv, row 2: value is '1e-308', too small to be told from 0; "
        "write 0, or correct the value",
    ),
    "no currency": (
        cell("funding", 2, "currency", "ZZZ"),
        "funding.csv, row 2: currency is 'ZZZ', which is none of ISO 4217; ",
    ),
    "an amount beyond reason": (
        cell("funding", 2, "amount", "1e308"),
        "funding.csv, row 2: amount is '1e308', above 10000000000000000; correct the value",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_beyond_reason_is_refused(tmp_path: Path, case: str) -> None:
    change, said = REFUSED[case]
    files = a_dossier()
    change(files)
    problems = [str(problem) for problem in check_dossier(written(files, tmp_path))]
    assert any(problem.startswith(said) for problem in problems), problems


def test_a_rule_and_a_ladder_that_are_handed_in_are_too(tmp_path: Path) -> None:
    rule, ladder = tmp_path / "own.toml", tmp_path / "steps.toml"
    rule.write_text(f"{RULE}{HEX}\n", encoding="utf-8")
    text = text_of(a_dossier(), LADDER).replace("values = [", "values = [1e308, ", 1)
    ladder.write_text(text, encoding="utf-8")
    with pytest.raises(BadDossier, match=r"own\.toml: holds the number") as refused:
        read_rule(rule)
    assert str(refused.value) == f"own.toml: {TOO_LARGE}"
    with pytest.raises(BadDossier, match=r"steps\.toml: holds the number 1e\+308, beyond reason"):
        read_ladder(ladder)
