"""What an import makes of dossiers that are more than a folder with its tables."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.unit.feeds.event_files import FEEDS, a_list, list_publishers

from peil.feeds.dossier.new import new_dossier
from peil.feeds.dossier.read import read_dossier
from peil.terms.errors import BadInput
from peil.workflow.importing import Request, import_events, import_text

TODAY = date(2026, 11, 24)


def request_for(dossier: Path) -> Request:
    file, published = FEEDS / "gtd" / "fixture.csv", date(2019, 1, 1)
    return Request(source="gtd", file=file, dossier=dossier, published=published)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.iterdir()}


def test_an_archive_is_not_written_into(tmp_path: Path) -> None:
    new_dossier("Belgium", dossier := tmp_path / "dossier")
    archive = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", dossier))
    before = archive.read_bytes()
    with pytest.raises(BadInput, match="the dossier is an archive; unpack it, and give its folder"):
        import_events(request_for(archive), today=TODAY)
    assert archive.read_bytes() == before


def test_a_source_that_the_dossier_does_not_list_is_refused_and_nothing_written(
    tmp_path: Path, root: Path
) -> None:
    shipped = Path(shutil.copytree(root / "dossiers" / "belgium", tmp_path / "belgium"))
    shutil.rmtree(shipped / "law")
    before = files_of(shipped)
    with pytest.raises(BadInput) as refused:
        import_events(request_for(shipped), today=TODAY)
    assert str(refused.value) == (
        "fixture.csv: publisher is 'START, University of Maryland', which is not among the names of "
        "names.csv; declare it there with the kind publisher if it is no person"
    )
    assert files_of(shipped) == before


def test_an_import_leaves_decisions_of_many_days_as_they_are(tmp_path: Path, root: Path) -> None:
    shipped = Path(shutil.copytree(root / "dossiers" / "belgium", tmp_path / "belgium"))
    list_publishers(shipped)
    (shipped / "decisions").mkdir()
    (shipped / "decision.toml").rename(shipped / "decisions" / "2018-01-22.toml")
    before = files_of(shipped / "decisions")
    import_events(request_for(shipped), today=TODAY)
    assert files_of(shipped / "decisions") == before
    assert [str(each.date) for each in read_dossier(shipped).decisions] == ["2018-01-22"]


def test_an_import_checks_what_was_decided_on_the_scale_of_its_day(dossier: Path) -> None:
    today = (dossier / "scale.toml").read_text(encoding="utf-8")
    fifth = '[[levels]]\nnumber = 5\nname = { en = "fifth" }\nmeaning = { en = "the highest" }\n'
    earlier = today.replace("valid_from = 2000-01-01", "valid_from = 1990-01-01") + fifth
    earlier = earlier.replace("replay_from = 2000-01-31\n", "")
    for folder in ("scales", "decisions"):
        (dossier / folder).mkdir()
    (dossier / "scales" / "1990-01-01.toml").write_text(earlier, encoding="utf-8")
    decision = 'level = 5\noffice = "The centre"\ndate = 1995-01-01\nsource = "press"\n'
    (dossier / "decisions" / "1995-01-01.toml").write_text(decision, encoding="utf-8")
    imported = import_events(request_for(dossier), today=TODAY)
    assert imported.added
    assert [each.level for each in read_dossier(dossier).decisions] == [5]


def test_an_own_list_with_ids_has_each_event_once(tmp_path: Path) -> None:
    new_dossier("Belgium", dossier := tmp_path / "dossier")
    rows = [(id_, "2022-01-01", "Belgium", "2022-01-02") for id_ in ("7", "8", "7")]
    path = a_list(tmp_path / "own.csv", rows, header="id,date,country,published")
    said = r"own\.csv has the id '7' in more than one row; keep one row for each event"
    with pytest.raises(BadInput, match=said):
        import_events(Request(source="events_csv", file=path, dossier=dossier), today=TODAY)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    new_dossier("Belgium", tmp_path / "dossier")
    return tmp_path / "dossier"


def test_a_first_event_a_century_early_is_asked_about(dossier: Path, tmp_path: Path) -> None:
    days = [f"{year}-{month:02d}-15" for year in (2020, 2021) for month in range(1, 13)]
    rows = [f"{day},Belgium,{day}" for day in ("1920-05-15", *days)]
    file = tmp_path / "list.csv"
    file.write_text("\n".join(["date,country,published", *rows]) + "\n", encoding="utf-8")
    asked = Request(source="events_csv", file=file, dossier=dossier)
    with pytest.raises(BadInput) as refused:
        import_events(asked, today=TODAY)
    assert str(refused.value) == (
        "list.csv holds events of 1920-05 and then none before 2020-01; correct the date, "
        "or say with --from from which day on the file is complete"
    )
    said = import_events(replace(asked, first=date(2020, 1, 1)), today=TODAY)
    assert (said.first, said.last) == ("2020-01", "2021-11")


def test_a_name_that_the_dossier_cannot_take_is_named_with_the_event_file(
    dossier: Path, tmp_path: Path
) -> None:
    rows = [f"2022-0{month}-15,Fr\u0430nce,2022-0{month}-15" for month in (1, 2, 3)]
    file = a_list(tmp_path / "list.csv", [row.split(",") for row in rows])
    asked = Request(source="events_csv", file=file, dossier=dossier, all_countries=True)
    before = files_of(dossier)
    with pytest.raises(BadInput) as refused:
        import_events(asked, today=TODAY)
    assert str(refused.value).startswith(r"list.csv: country is 'Fr\u0430nce', which ")
    assert files_of(dossier) == before


def listed(folder: Path, rows: list[tuple[str, str]]) -> Request:
    """Make a list of events by day and country, each known on its own day."""
    if not (folder / "dossier").exists():
        new_dossier("Belgium", folder / "dossier")
    file = a_list(folder / "list.csv", [(day, country, day) for day, country in rows])
    return Request(source="events_csv", file=file, dossier=folder / "dossier")


DAYS = [date(2020, 1, 1) + timedelta(days=5 * n) for n in range(220)]


@pytest.mark.parametrize(
    "other", ["belgium", "Belgique", "België", " Belg\N{LATIN SMALL LETTER DOTLESS I}um"]
)
def test_a_country_in_two_spellings_is_refused(tmp_path: Path, other: str) -> None:
    rows = [(str(day), ("Belgium", other)[n % 2]) for n, day in enumerate(DAYS)]
    with pytest.raises(BadInput, match=r"^list\.csv: the country .* stands in 110 rows, and"):
        import_events(listed(tmp_path, rows), today=TODAY)


def test_two_countries_of_a_file_are_two(tmp_path: Path) -> None:
    rows = [(str(day), ("Belgium", "Niger", "Nigeria")[n % 3]) for n, day in enumerate(DAYS)]
    assert import_events(listed(tmp_path, rows), today=TODAY).rows == 220


def test_a_list_in_order_only_with_day_and_month_swapped_is_refused(
    tmp_path: Path,
) -> None:
    swapped = [d.replace(month=d.day, day=d.month) if d.day <= 12 else d for d in DAYS]
    with pytest.raises(
        BadInput, match=r"^list\.csv, row 3: has the day 2020-06-01, and its series"
    ):
        import_events(listed(tmp_path, [(str(d), "Belgium") for d in swapped]), today=TODAY)
    shuffled = [DAYS[n * 7 % 220] for n in range(220)]
    assert import_events(
        listed(tmp_path, [(str(d), "Belgium") for d in shuffled]), today=TODAY
    ).added


def test_months_that_may_be_lost_are_told(tmp_path: Path) -> None:
    kept = [day for day in DAYS if not "2021-02" <= str(day)[:7] <= "2021-05"]
    imported = import_events(listed(tmp_path, [(str(d), "Belgium") for d in kept]), today=TODAY)
    assert imported.quiet == ("2021-02", "2021-05")
    assert "no event of any country from 2021-02 to 2021-05" in import_text(imported, "text")
    rare = [day for day in kept if day.day < 6]
    (tmp_path / "rare").mkdir()
    asked = listed(tmp_path / "rare", [(str(d), "Belgium") for d in rare])
    assert import_events(asked, today=TODAY).quiet is None


def test_ids_of_gtd_that_tell_another_month_are_refused(dossier: Path, tmp_path: Path) -> None:
    header, *rows = (FEEDS / "gtd" / "fixture.csv").read_text(encoding="utf-8").splitlines()
    at = header.split(",").index("imonth")
    cells = [row.split(",") for row in rows]
    moved = [*cells[1:], cells[0]]
    wrong = [[*one[:at], two[at], *one[at + 1 :]] for one, two in zip(cells, moved, strict=True)]
    file = tmp_path / "gtd.csv"
    file.write_text("\n".join([header, *map(",".join, wrong)]) + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match="rows with a date of another month than their id begins"):
        import_events(replace(request_for(dossier), file=file), today=TODAY)


def test_a_file_of_which_no_row_counts_is_refused(dossier: Path, tmp_path: Path) -> None:
    header, *rows = (FEEDS / "gtd" / "fixture.csv").read_text(encoding="utf-8").splitlines()
    at = header.split(",").index("imonth")
    cells = [row.split(",") for row in rows]
    file = tmp_path / "gtd.csv"
    without = [",".join([*one[:at], "0", *one[at + 1 :]]) for one in cells]
    file.write_text("\n".join([header, *without]) + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"gtd\.csv has no row that counts: .* of an unknown month"):
        import_events(replace(request_for(dossier), file=file), today=TODAY)
