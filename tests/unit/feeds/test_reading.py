"""A valid dossier is read as it stands, however it is written."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest
from tests.unit.feeds.builders import (
    EARLIER,
    Change,
    Files,
    a_dossier,
    add_row,
    both,
    cell,
    content,
    descriptor,
    no_file,
    put_rows,
    resource,
    rows_of,
    swap,
    text_of,
    with_columns,
    without_column,
    written,
)

from peil.act.funding import Funding, no_funding
from peil.feeds.dossier.check import check_dossier
from peil.feeds.dossier.layout import layout_of, schema_of
from peil.feeds.dossier.read import Dossier, read_dossier
from peil.feeds.tables import table
from peil.observe.events import Window
from peil.observe.series import Series
from peil.workflow.assessing import declared_in

NONE = no_funding()
SHUFFLED = (
    "observations",
    "population",
    "attacks_complete",
    "official_levels",
    "official_levels_confirmed",
    "breaks",
    "signs",
    "recommendations",
    "statuses",
    "arrangements",
    "funding",
    "events",
)
TEXT_COLUMNS = ("publisher", "source")


def read(folder: Path, *changes: Change) -> Dossier:
    files = a_dossier()
    both(*changes)(files)
    return read_dossier(written(files, folder))


@pytest.mark.parametrize("blank", ["\n\n", " \n", ",,,,,,,,,,,,,,\n", '"",\n\r\n'])
def test_blank_rows_below_the_last_are_none(tmp_path: Path, blank: str) -> None:
    assert_same(read(tmp_path / "a", lambda f: end(f, blank)), read(tmp_path / "b"))
    assert check_dossier(tmp_path / "a") == ()


def test_a_last_cell_may_end_with_a_line_of_its_own(tmp_path: Path) -> None:
    files = a_dossier()
    end(files, 'Norland,2018-05-01,day,Hill,foiled,,,jihadist,,2018-05-01,day,N,facts,read,"a\n"\n')
    assert len(read_dossier(written(files, tmp_path)).events) == 4


def end(files: Files, text: str) -> None:
    """Write some more below the last attack."""
    files["attacks.csv"] = text_of(files, "attacks.csv") + text


def assert_equal(one: Series, other: Series) -> None:
    for field in fields(Series):
        np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name))


def assert_same(one: Dossier, other: Dossier) -> None:
    assert one.series.keys() == other.series.keys()
    for key, series in one.series.items():
        assert_equal(series, other.series[key])
    for field in fields(Dossier):
        if field.name not in ("series", "policy", "digest"):  # of the bytes, not of what they say
            assert getattr(one, field.name) == getattr(other, field.name)
    for field in fields(Funding):
        ours, theirs = (getattr(each.policy.funding, field.name) for each in (one, other))
        np.testing.assert_array_equal(ours, theirs)
    assert replace(one.policy, funding=NONE) == replace(other.policy, funding=NONE)


def test_a_valid_dossier_has_no_problem(tmp_path: Path) -> None:
    assert check_dossier(written(a_dossier(), tmp_path)) == ()


def test_everything_is_read(tmp_path: Path) -> None:
    dossier = read(tmp_path)
    assert (dossier.country, dossier.title) == ("Norland", "Norland and peers")
    assert sorted(dossier.indicators) == ["files", "gone", "listed", "quiet"]
    assert len(dossier.events) == 3
    assert dossier.population["Norland"].by_year == {2016: 11e6, 2017: 11.1e6}
    assert [level.level for level in dossier.official] == [4, 2, 3, 5]
    assert dossier.scale.numbers == (1, 2, 3, 4)
    assert dossier.ladder.name == "Own"
    (decision,) = dossier.decisions
    assert decision.exceptions[0].until == date(2018, 6, 30)


def test_a_figure_that_was_worked_out_counts_as_read_and_says_so(tmp_path: Path) -> None:
    plain = read(tmp_path / "plain").series["Norland", "files"]
    ours = read(tmp_path / "ours", cell("observations", 2, "confidence", "worked_out"))
    files = ours.series["Norland", "files"]
    assert not plain.worked_out.any()
    assert (files.worked_out.sum(), files.verified.tolist()) == (1, plain.verified.tolist())


def test_a_series_keeps_vintages_in_canonical_order(tmp_path: Path) -> None:
    files = read(tmp_path).series["Norland", "files"]
    assert files.value.tolist() == [226, 273, 250.5]
    assert files.published.astype(str).tolist() == ["2017-01-31", "2019-12-28", "2017-12-20"]
    assert files.partial.tolist() == [False, False, True]
    assert files.approximate.tolist() == [False, False, True]
    assert files.verified.tolist() == [True, True, False]
    assert files.source.tolist() == ["Report 2016, page 3", "Report 2019", "Report 2017"]
    assert_equal(files, files.in_order())


def test_an_indicator_keeps_its_names_and_weight(tmp_path: Path) -> None:
    indicators = read(tmp_path).indicators
    assert indicators["gone"].names["nl"] == "Vertrokken"
    assert indicators["listed"].names == {"en": "Listed"}
    assert (indicators["gone"].weighs, indicators["listed"].weighs) == (True, False)


def test_an_event_with_empty_cells(tmp_path: Path) -> None:
    _, event, _ = read(tmp_path).events
    assert (event.killed, event.precision, event.verified) == (None, "month", False)
    assert (event.date, event.published) == (date(2017, 5, 1), date(2017, 5, 31))


def test_the_day_of_a_toll_is_read(tmp_path: Path) -> None:
    told = with_columns("attacks", 2, killed_published="2016-03-23")
    events = read(tmp_path, cell("attacks", 2, "killed", "32"), told).events
    assert [e.killed_published for e in events] == [date(2016, 3, 23), None, None]


def test_it_is_read_for_how_long_an_indicator_is_relevant(tmp_path: Path) -> None:
    told = {"relevant_until": "2019-03-23", "relevance_reason": "No war.", "relevance_source": "A"}
    gone, files = (
        read(tmp_path, with_columns("indicators", 3, **told)).indicators[name]
        for name in ("gone", "files")
    )
    assert (gone.relevant_from, gone.relevant_until) == (None, date(2019, 3, 23))
    assert (gone.relevance_reason, gone.relevance_source) == ("No war.", "A")
    assert (files.relevant_until, files.relevance_reason) == (None, "")


def test_signs_and_the_level_that_asks_for_them_are_read(tmp_path: Path) -> None:
    dossier = read(tmp_path)
    assert dossier.scale.is_imminent
    assert [(s.day, s.published, s.verified) for s in dossier.signs] == [
        (date(2017, 11, 2), date(2017, 11, 3), True),
        (date(2017, 11, 30), date(2017, 11, 30), False),
    ]
    plain = read(
        tmp_path / "plain",
        swap("scale.toml", ", imminent = true", ""),
        no_file("signs.csv"),
        no_table("signs"),
    )
    assert (plain.scale.is_imminent, plain.signs) == (False, ())


@pytest.mark.parametrize("with_unverified", [False, True])
def test_a_sign_that_nobody_confirmed_holds_only_where_it_is_let_in(
    tmp_path: Path, with_unverified: bool
) -> None:
    declared = declared_in(read(tmp_path), with_unverified=with_unverified)
    assert declared.sign_is_declared(date(2017, 11, 20))
    assert declared.sign_is_declared(date(2017, 12, 15)) == with_unverified


def test_windows_are_sorted_and_name_their_statuses(tmp_path: Path) -> None:
    windows = read(tmp_path).windows
    assert list(windows) == sorted(windows)
    assert (
        Window(
            country="Norland",
            ideology="jihadist",
            statuses=("completed", "failed"),
            complete_from=date(2010, 1, 1),
            complete_to=date(2015, 12, 31),
        )
        in windows
    )


def test_without_a_table_of_plots_nothing_is_known(tmp_path: Path) -> None:
    told = read(tmp_path / "told")
    assert told.open_plots is not None
    assert [plot.closed for plot in told.open_plots] == [date(2017, 12, 20), None]
    untold = read(tmp_path / "untold", no_file("plots.csv"), no_table("plots"))
    assert untold.open_plots is None


OLD = "Norland,2005-01-01,2005-01-01,day,1,0,1,some,national,News 15,read,"


def test_a_scale_that_held_before_is_read_and_its_levels_are_on_it(tmp_path: Path) -> None:
    old = both(content("scales/2000-01-01.toml", EARLIER), add_row("official_levels", OLD))
    dossier = read(tmp_path, old)
    (earlier,) = dossier.scale.earlier
    assert (earlier.name, earlier.numbers) == ("Old level", (0, 1))
    held = {level.valid_from: level for level in dossier.official if level.country == "Norland"}
    first, today = held[date(2005, 1, 1)], held[date(2010, 1, 1)]
    assert (first.scale_in(dossier.scale), first.number_on(dossier.scale)) == (earlier, None)
    assert (today.scale_in(dossier.scale), today.number_on(dossier.scale)) == (dossier.scale, 2)
    assert (first.scale_from, today.scale_from) == (date(2000, 1, 1), date(2010, 1, 1))
    assert check_dossier(tmp_path) == ()


def test_what_was_in_force_still_is_read_beside_the_levels(tmp_path: Path) -> None:
    said = {level.source: level for level in read(tmp_path).confirmed}
    assert [*said] == ["News 13", "News 12", "News 14"]
    assert (said["News 12"].level, said["News 12"].announced) == (2, date(2015, 2, 1))


def test_only_three_files_are_needed(tmp_path: Path) -> None:
    optional = (
        "attacks",
        "attacks_complete",
        "plots",
        "population",
        "official_levels",
        "official_levels_confirmed",
        "breaks",
    )
    changes = [change for name in optional for change in (no_file(f"{name}.csv"), no_table(name))]
    dossier = read(tmp_path, *changes, no_file("ladder.toml"), no_file("decision.toml"))
    assert (dossier.events, dossier.windows, dossier.official) == ((), (), ())
    assert dossier.breaks == ()
    assert (dossier.population, dossier.open_plots, dossier.decisions) == ({}, None, ())
    assert dossier.ladder.adopted_by
    assert check_dossier(tmp_path) == ()


def no_table(name: str) -> Change:
    return descriptor(
        lambda d: d.update(resources=[r for r in d["resources"] if r["name"] != name])
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_and_columns_does_not_matter(seed: int, tmp_path: Path) -> None:
    def shuffled(files: Files) -> None:
        for name in SHUFFLED:
            header, *rows = rows_of(files, name)
            order = list(range(len(header)))
            Random(seed).shuffle(rows)
            Random(seed).shuffle(order)
            put_rows(files, name, [[row[i] for i in order] for row in (header, *rows)])

    assert_same(read(tmp_path / "a"), read(tmp_path / "b", shuffled))
    assert check_dossier(tmp_path / "b") == ()


def with_semicolons(files: Files) -> None:
    """Write the observations as a spreadsheet does where a comma is the decimal sign."""
    header, *rows = rows_of(files, "observations")
    at = header.index("value")
    commas = [[c.replace(".", ",") if i == at else c for i, c in enumerate(r)] for r in rows]
    put_rows(files, "observations", [header, *commas], delimiter=";")
    schema = schema_of("observations")
    next(f for f in schema["fields"] if f["name"] == "value")["decimalChar"] = ","
    resource("observations", dialect={"delimiter": ";"}, schema=schema)(files)


def test_semicolons_and_decimal_commas_read_the_same(tmp_path: Path) -> None:
    assert_same(read(tmp_path / "a"), read(tmp_path / "b", with_semicolons))
    assert check_dossier(tmp_path / "b") == ()


def test_another_quote_character_reads_the_same(tmp_path: Path) -> None:
    def quoted(files: Files) -> None:
        text = text_of(files, "observations.csv").replace('"', "'")
        files["observations.csv"] = text
        resource("observations", dialect={"csv": {"quoteChar": "'"}})(files)

    assert_same(read(tmp_path / "a"), read(tmp_path / "b", quoted))


@pytest.mark.parametrize(
    ("before", "end"), [("\ufeff", "\r\n"), ("", "\r"), ("\ufeff", "\n"), ("", "\r\n")]
)
def test_marks_and_line_ends_of_other_systems(before: str, end: str, tmp_path: Path) -> None:
    def change(files: Files) -> None:
        for name in files:
            if name.endswith(".csv"):
                files[name] = before + text_of(files, name).replace("\n", end)

    assert_same(read(tmp_path / "a"), read(tmp_path / "b", change))


def test_a_line_end_inside_a_cell_counts_no_row(tmp_path: Path) -> None:
    note = cell("observations", 3, "note", "first\n\nsecond")
    assert_same(read(tmp_path / "a"), read(tmp_path / "b", note))
    files = a_dossier()
    both(note, cell("observations", 5, "value", "x"))(files)
    (problem,) = check_dossier(written(files, tmp_path / "c"))
    assert problem.row == 5


def test_spreadsheet_booleans(tmp_path: Path) -> None:
    changes = (cell("observations", 2, "partial", "FALSE"), cell("indicators", 2, "weighs", "TRUE"))
    assert_same(read(tmp_path / "a"), read(tmp_path / "b", *changes))
    assert check_dossier(tmp_path / "b") == ()


def test_a_word_for_missing_cells(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        schema = {**schema_of("attacks"), "missingValues": ["", "NA"]}
        resource("attacks", schema=schema)(files)
        cell("attacks", 3, "killed", "NA")(files)
        cell("attacks", 3, "target", "NA")(files)

    assert_same(read(tmp_path / "a"), read(tmp_path / "b", change))
    assert check_dossier(tmp_path / "b") == ()


def test_columns_that_may_be_left_out(tmp_path: Path) -> None:
    layout = layout_of("observations")
    there = rows_of(a_dossier(), "observations")[0]
    optional = [name for name in there if layout.fields[name].may_be_absent]
    dossier = read(tmp_path, cell("observations", 4, "published", "2017-12-31"),
                   *(without_column("observations", name) for name in optional))  # fmt: skip
    files = dossier.series["Norland", "files"]
    assert files.verified.all()
    assert not files.partial.any()
    assert check_dossier(tmp_path) == ()


def test_a_column_that_the_descriptor_declares(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        header, *rows = rows_of(files, "population")
        put_rows(files, "population", [[*header, "mood"], *([*row, "calm"] for row in rows)])
        schema = schema_of("population")
        schema["fields"].append({"name": "mood", "type": "string"})
        resource("population", schema=schema)(files)

    assert_same(read(tmp_path / "a"), read(tmp_path / "b", change))
    assert check_dossier(tmp_path / "b") == ()


def test_a_family_of_the_own_ladder(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        files["ladder.toml"] = text_of(files, "ladder.toml") + (
            '[families.threats]\nmeasure = "ratio"\nvalues = [1, 2]\nsize = 1\n'
            'reliability = 0.5\nreason = "own"\n'
        )
        add_row("indicators", "calls,Calls,,,,calls,flow_count,threats,exogenous,Calls.,,true")(
            files
        )

    assert read(tmp_path, change).indicators["calls"].family == "threats"


def test_a_table_in_a_folder_of_its_own(tmp_path: Path) -> None:
    files = a_dossier()
    resource("population", path="more/people.csv")(files)
    data = text_of(files, "population.csv")
    del files["population.csv"]
    written(files, tmp_path)
    written({"people.csv": data}, tmp_path / "more")
    assert_same(read(tmp_path / "a"), read_dossier(tmp_path))


def test_a_title_may_be_missing(tmp_path: Path) -> None:
    assert read(tmp_path, descriptor(lambda d: d.pop("title"))).title == "Norland"


@pytest.mark.parametrize("chunk", range(4, 12))
def test_a_letter_across_two_chunks_is_whole(
    chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "CHUNK", chunk)
    place = cell("attacks", 2, "place", "日本語 é 🌊 Ω" * 5)
    assert read(tmp_path, place).events[0].place.startswith("日本語")
