"""Names in large tables of counts: those that look the same and are not are refused."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from peil.feeds.counts.large import read_large, refuse_unlikely
from peil.terms.errors import BadInput

ALIKE = [
    ("arson", "Arson"),
    ("arson", "arson "),
    ("arson", "\N{CYRILLIC SMALL LETTER A}rson"),
    ("a b", "a  b"),
    ("a b", "a\N{NO-BREAK SPACE}b"),
    ("ab", "a\N{ZERO WIDTH JOINER}b"),
    ("caf\N{LATIN SMALL LETTER E WITH ACUTE}", "cafe\N{COMBINING ACUTE ACCENT}"),
    ("Stra\N{LATIN SMALL LETTER SHARP S}e", "STRASSE"),
]
APART = [("Bürden", "Burden"), ("Newcastle", "New Castle"), ("m²", "m2"), ("a-b", "a b")]


def a_table(series: list[str], region: list[str]) -> pa.Table:
    return pa.table(
        {
            "series": series,
            "region": region,
            "date": [date(2022, 1, 3)] * len(series),
            "count": [3.0] * len(series),
        }
    )


@pytest.mark.parametrize("names", ALIKE)
@pytest.mark.parametrize("at", ["", "Land/"])
def test_names_that_look_alike_are_refused(names, at) -> None:
    series, regions = a_table([*names], ["X", "X"]), a_table(["a", "a"], [at + n for n in names])
    for kind, table in {"series": series, "region": regions}.items():
        with pytest.raises(BadInput, match=f"the {kind} .* looks like .*; write both the same"):
            refuse_unlikely(table)


@pytest.mark.parametrize("kind", ["series", "region"])
def test_a_name_that_is_likely_meant_for_another_is_refused(kind: str) -> None:
    names, same = ["Burglary"] * 24 + ["Burglry"], ["a"] * 25
    with pytest.raises(BadInput) as refused:
        refuse_unlikely(a_table(*((names, same) if kind == "series" else (same, names))))
    assert str(refused.value) == (
        f"the {kind} 'Burglry' stands in 1 row, and 'Burglary' in 24; write 'Burglary'"
    )


@pytest.mark.parametrize("names", APART)
def test_names_that_look_different_are_two(names) -> None:
    refuse_unlikely(a_table([*names], [*names]))


@pytest.mark.parametrize("wholes", [("Land/x", "land/y"), ("Land/x", "Land /y"), ("A/B/x", "A/b")])
def test_the_wholes_of_regions_are_looked_at_too(wholes) -> None:
    with pytest.raises(BadInput, match=r"the region .* looks like"):
        refuse_unlikely(a_table(["a", "a"], [*wholes]))


def test_names_of_two_files_are_held_against_each_other(tmp_path: Path) -> None:
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for file, name in zip(files, ("arson", "ARSON"), strict=True):
        file.write_text(f"series,date,count\n{name},2022-01,3\n{name},2022-02,3\n")
    table, _ = read_large(files)
    with pytest.raises(BadInput, match="the series 'arson' looks like 'ARSON'"):
        refuse_unlikely(table)


def test_a_population_of_fewer_than_a_thousand_is_refused() -> None:
    table = a_table(["a", "a"], ["X", "X"])
    refuse_unlikely(table.append_column("population", pa.array([1000.0, None])))
    with pytest.raises(BadInput) as refused:
        refuse_unlikely(table.append_column("population", pa.array([1000.0, 999.0])))
    assert str(refused.value) == (
        "a population is 999, so few that rates would be those of persons; "
        "write inhabitants, of places with 1,000 or more"
    )
