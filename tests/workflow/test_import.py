"""Event files become observations with vintages, whole or not at all."""

import errno
import fcntl
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.unit.feeds.event_files import FEEDS, a_list, list_publishers

from peil import assess_dossier
from peil.feeds.dossier import undo
from peil.feeds.dossier.check import check_dossier
from peil.feeds.dossier.new import new_dossier
from peil.feeds.dossier.read import read_dossier
from peil.feeds.dossier.undo import UNDO
from peil.feeds.importing import writing
from peil.observe.figures import figures_known
from peil.report.folder_lock import folder_lock
from peil.report.render.data import document_json
from peil.report.tell.assessment import document
from peil.terms.calendar import as_day
from peil.terms.errors import BadInput, BadOutput
from peil.workflow.importing import NAMES, Request, import_events, import_text

PEIL = Path(sys.executable).with_name("peil")
TODAY = date(2026, 11, 24)
FIXTURES = {
    "gtd": ("gtd/fixture.csv", date(2019, 1, 1)),
    "acled": ("acled/fixture.csv", None),
    "ucdp": ("ucdp/fixture.csv", date(2017, 6, 1)),
    "gdelt": ("gdelt/fixture.CSV", None),
    "events_csv": ("events_csv/fixture.csv", None),
}
ROWS = [
    ("2022-01-01", "France", "2022-01-02"),
    ("2022-01-12", "Belgium", "2022-01-13"),
    ("2022-03-31", "Belgium", "2022-04-02"),
]


@pytest.fixture
def dossier(tmp_path) -> Path:
    folder = tmp_path / "dossier"
    new_dossier("Belgium", folder)
    return folder


@pytest.fixture
def shipped(tmp_path, root: Path) -> Path:
    """A copy of the shipped dossier, with every text and table that a dossier can have but a ladder."""
    folder = Path(shutil.copytree(root / "dossiers" / "belgium", tmp_path / "belgium"))
    list_publishers(folder)
    return folder


def request_for(source: str, dossier: Path, /, **changes) -> Request:
    file, published = FIXTURES[source]
    asked = Request(source=source, file=FEEDS / file, dossier=dossier, published=published)
    return replace(asked, **changes)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"a folder"
        for path in folder.rglob("*")
    }


def known(folder: Path, indicator: str, day: str, country: str = "Belgium") -> dict[str, int]:
    """Give the counts of a series by month, as known on a day."""
    dossier = read_dossier(folder)
    figures = figures_known(
        dossier.series[country, indicator],
        dossier.indicators[indicator],
        as_day(date.fromisoformat(day)),
    )
    return {str(start)[:7]: int(n) for start, n in zip(figures.start, figures.count, strict=True)}


def test_events_are_imported_into_the_dossier_that_is_shipped(tmp_path, shipped) -> None:
    file = tmp_path / "events.csv"
    file.write_text("date,country\n2016-01-12,Belgium\n2016-03-22,Belgium\n2016-12-30,Belgium\n")
    before = files_of(shipped)
    done = subprocess.run(
        [PEIL, "import", "events_csv", file, shipped, "--published", "2017-01-15"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "observations added" in done.stdout
    assert check_dossier(shipped) == ()
    after = files_of(shipped)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"indicators.csv", "observations.csv"}


@pytest.mark.parametrize("source", NAMES)
def test_each_source_leaves_a_sound_dossier_and_again_changes_no_byte(source, dossier) -> None:
    before = files_of(dossier)
    imported = import_events(request_for(source, dossier), today=TODAY)
    assert imported.added
    assert check_dossier(dossier) == ()
    once = files_of(dossier)
    assert {*once} == {*before}
    assert once["observations.csv"].startswith(before["observations.csv"])
    again = import_events(request_for(source, dossier), today=TODAY)
    assert again.added == {}
    assert "nothing new" in import_text(again, "text")
    assert files_of(dossier) == once


def test_what_was_known_on_a_day_is_what_had_been_added_by_then(dossier) -> None:
    import_events(request_for("gdelt", dossier), today=TODAY)
    assert known(dossier, "gdelt_events", "2020-02-28") == {}
    assert known(dossier, "gdelt_events", "2020-03-01") == {"2020-02": 3}
    assert known(dossier, "gdelt_events", "2020-03-31") == {"2020-02": 4, "2020-03": 2}
    denominators = {i.id: i.denominator for i in read_dossier(dossier).indicators.values()}
    assert denominators["gdelt_code_18"] == "gdelt_events"


def test_a_later_release_adds_rows_and_leaves_the_older_ones(dossier, tmp_path) -> None:
    import_events(request_for("gtd", dossier), today=TODAY)
    before = (dossier / "observations.csv").read_bytes()
    text = (FEEDS / "gtd" / "fixture.csv").read_text(encoding="utf-8")
    later = tmp_path / "later.csv"
    later.write_text(text.replace(",1992,3,20,", ",1992,4,20,"), encoding="utf-8")
    asked = request_for("gtd", dossier, file=later, published=date(2020, 1, 1))
    assert sum(import_events(asked, today=TODAY).added.values()) == 2
    after = (dossier / "observations.csv").read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == before.count(b"\n") + 2
    old, new = (known(dossier, "gtd_attacks", day) for day in ("2019-12-31", "2020-01-01"))
    assert (old["1992-03"], old["1992-04"]) == (2, 0)
    assert (new["1992-03"], new["1992-04"]) == (1, 1)


def test_the_lost_year_of_gtd_is_missing_and_its_breaks_are_there(dossier) -> None:
    import_events(request_for("gtd", dossier), today=TODAY)
    months = known(dossier, "gtd_attacks", "2020-01-01")
    assert len(months) == 24
    assert not [month for month in months if month.startswith("1993")]
    assert len(read_dossier(dossier).breaks) == 3


def test_breaks_find_a_place_in_a_dossier_without_such_a_table(shipped) -> None:
    folder = shipped
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    import json

    data = json.loads(text)
    data["resources"] = [r for r in data["resources"] if r["name"] != "breaks"]
    (folder / "datapackage.json").write_text(json.dumps(data), encoding="utf-8")
    (folder / "breaks.csv").unlink(missing_ok=True)
    import_events(request_for("gtd", folder), today=TODAY)
    assert check_dossier(folder) == ()
    assert len(read_dossier(folder).breaks) == 3


def test_all_countries_are_imported_only_when_asked_for(dossier) -> None:
    import_events(request_for("ucdp", dossier, all_countries=True), today=TODAY)
    assert {country for country, _ in read_dossier(dossier).series} == {
        "Belgium",
        "France",
        "Russia",
    }


@pytest.mark.parametrize(
    ("country", "said"),
    [
        (
            "Belgique",
            "a.csv holds no event of 'Belgium', the country of the dossier, but some of 'Belgique'; "
            "if that is the same country, write 'Belgium' in its place in a.csv, or else give "
            "--country 'Belgique' to import it by that name",
        ),
        (
            "Atlantis",
            "a.csv holds no event of 'Belgium', the country of the dossier, but some of 'Atlantis', "
            "'France'; name one that a.csv holds with --country",
        ),
    ],
)
def test_another_name_of_the_country_is_told_with_where_to_write_it(
    country, said, dossier, tmp_path
) -> None:
    rows = [(day, country if name == "Belgium" else name, known) for day, name, known in ROWS]
    asked = request_for("events_csv", dossier, file=a_list(tmp_path / "a.csv", rows))
    with pytest.raises(BadInput) as refused:
        import_events(asked, today=TODAY)
    assert str(refused.value) == said


def test_days_of_completeness_that_are_given_make_zeros(dossier, tmp_path) -> None:
    asked = request_for("events_csv", dossier, file=a_list(tmp_path / "a.csv", ROWS))
    days = {"first": date(2021, 12, 1), "last": date(2022, 5, 31)}
    import_events(replace(asked, **days), today=TODAY)
    assert known(dossier, "events", "2022-05-31") == {
        "2021-12": 0,
        "2022-01": 1,
        "2022-02": 0,
        "2022-03": 1,
        "2022-04": 0,
        "2022-05": 0,
    }


def test_a_later_import_changes_nothing_of_an_assessment_before_it(shipped, tmp_path) -> None:
    folder, day = shipped, date(2018, 1, 22)
    answer = document_json(document(assess_dossier(folder, day)))
    rows = [(f"201{y}-0{m}-01", "Belgium") for y in range(9) for m in range(1, 10)]
    path = a_list(tmp_path / "a.csv", rows, header="date,country")
    asked = Request(
        source="events_csv", file=path, dossier=folder, indicators=("attacks_listed",),
        published=date(2019, 1, 1),
    )  # fmt: skip
    import_events(asked, today=TODAY)
    indicators = folder / "indicators.csv"
    text = indicators.read_text(encoding="utf-8")
    weighing = text.replace("events,flow_count,context,", "events,flow_count,judicial_opened,")
    rows_of_it = weighing.splitlines()
    rows_of_it[-1] = rows_of_it[-1].replace(",false,", ",true,")
    indicators.write_text("\n".join(rows_of_it) + "\n", encoding="utf-8")
    observations = folder / "observations.csv"
    text = observations.read_text(encoding="utf-8")
    observations.write_text(
        text.replace("attacks_listed,context,", "attacks_listed,judicial_opened,"),
        encoding="utf-8",
    )
    assert document_json(document(assess_dossier(folder, day))) == answer
    after = date(2019, 2, 1)
    assert "attacks_listed" in document_json(document(assess_dossier(folder, after)))


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_a_fault_midway_leaves_the_dossier_as_it_was(fails_at, error, dossier, monkeypatch) -> None:
    before, calls, replace_file = files_of(dossier), [], Path.replace

    def failing(path: Path, target: Path) -> Path:
        if UNDO not in path.parts:
            calls.append(target)
            if len(calls) == fails_at:
                raise error
        return replace_file(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    expected = BadOutput if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        import_events(request_for("gtd", dossier), today=TODAY)
    assert len(calls) == fails_at
    assert files_of(dossier) == before


def test_a_dossier_that_would_not_be_sound_is_not_written(dossier, monkeypatch) -> None:
    before = files_of(dossier)
    observation = writing._observation
    monkeypatch.setattr(
        writing, "_observation", lambda *given: {**observation(*given), "value": "many"}
    )
    with pytest.raises(BadInput, match=r"^fixture\.csv: value is 'many'"):
        import_events(request_for("ucdp", dossier), today=TODAY)
    assert files_of(dossier) == before


def test_what_changed_meanwhile_is_not_overwritten(dossier, monkeypatch) -> None:
    check = writing.check_dossier

    def slow(draft: Path):
        with (dossier / "observations.csv").open("a", encoding="utf-8") as file:
            file.write("somebody,else\n")
        return check(draft)

    monkeypatch.setattr(writing, "check_dossier", slow)
    with pytest.raises(BadOutput, match="was changed while"):
        import_events(request_for("ucdp", dossier), today=TODAY)
    assert "somebody,else" in (dossier / "observations.csv").read_text(encoding="utf-8")


def test_two_imports_at_once_lose_no_row(dossier, tmp_path, monkeypatch) -> None:
    """The other one begins between the check of this one and its writing, and has to wait."""
    path = a_list(tmp_path / "a.csv", ROWS)
    other = [PEIL, "import", "events_csv", path, dossier, "--indicator", "others"]
    started, said, link = [], [], undo.link_or_copy

    def slow(file: Path, to: Path) -> None:
        if UNDO in to.parts and not started:
            started.append(subprocess.Popen(list(map(str, other)), stderr=subprocess.PIPE))
            said.append(started[0].stderr.readline())
        link(file, to)

    monkeypatch.setattr(undo, "link_or_copy", slow)
    import_events(request_for("events_csv", dossier, file=path), today=TODAY)
    assert said == [b"another import is writing into this dossier; waiting until it is done\n"]
    assert b"was changed while it was imported" in started[0].communicate(timeout=60)[1]
    assert started[0].returncode == 2
    assert known(dossier, "events", "2022-04-30") != {}


def test_an_import_that_never_ends_is_not_waited_for_without_end(dossier, monkeypatch) -> None:
    before, waits = files_of(dossier), []
    monkeypatch.setattr(writing, "PATIENCE", 0.3)
    with (
        folder_lock(dossier, refusal="never said"),
        pytest.raises(BadOutput, match=r"another import has been writing .*; wait until it ends"),
    ):
        import_events(
            request_for("ucdp", dossier), today=TODAY, on_wait=lambda: waits.append("said")
        )
    assert waits == ["said"]
    assert files_of(dossier) == before
    import_events(request_for("ucdp", dossier), today=TODAY)
    assert files_of(dossier) != before


def test_an_import_goes_on_where_the_disk_knows_no_locks(dossier, monkeypatch) -> None:
    def unknown(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unknown)
    assert import_events(request_for("ucdp", dossier), today=TODAY).added


def test_a_file_that_changes_while_it_is_counted_is_refused(dossier, tmp_path) -> None:
    path, before = a_list(tmp_path / "a.csv", ROWS), files_of(dossier)

    @contextmanager
    def meanwhile(_):
        yield
        with path.open("a", encoding="utf-8") as file:
            file.write("2022-03-31,Belgium,2022-04-02\n")

    with pytest.raises(BadInput, match=r"a\.csv was changed while it was counted; import it once"):
        import_events(request_for("events_csv", dossier, file=path), today=TODAY, watched=meanwhile)
    assert files_of(dossier) == before


def test_attention_that_weighs_in_the_dossier_is_refused(dossier) -> None:
    import_events(request_for("gdelt", dossier), today=TODAY)
    path = dossier / "indicators.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",false,", ",true,"), encoding="utf-8")
    more = request_for("gdelt", dossier, countries=("France",))
    with pytest.raises(BadInput, match="write false in its column"):
        import_events(more, today=TODAY)


@pytest.mark.parametrize(
    ("source", "changes", "said"),
    [
        ("gtd", {"published": None}, "--published"),
        ("gtd", {"published": date(2030, 1, 1)}, "after today"),
        ("gtd", {"published": date(1994, 6, 1)}, "after --published"),
        ("acled", {"published": date(2022, 1, 1)}, "leave --published out"),
        (
            "ucdp",
            {"countries": ("Frence",)},
            "of 'Frence' but some of 'France'; give --country 'France'$",
        ),
        (
            "ucdp",
            {"countries": ("Atlantis",)},
            "but some of 'Belgium', 'France', 'Russia'; name one",
        ),
        ("ucdp", {"countries": ("France",), "all_countries": True}, "leave one out"),
        ("ucdp", {"indicators": ("ucdp_event",)}, "ucdp_events"),
        ("ucdp", {"first": date(2017, 1, 2), "last": date(2017, 1, 1)}, "swap the days"),
        ("events_csv", {"published_column": "told"}, "'told'"),
        ("events_csv", {"first": date(2022, 1, 2), "last": date(2022, 1, 30)}, "no whole month"),
        ("events_csv", {"file": Path("none.csv")}, "none.csv"),
        ("gtd", {"file": FEEDS / "ucdp" / "fixture.csv"}, "eventid"),
        ("gdelt", {"file": FEEDS / "ucdp" / "fixture.csv"}, "61"),
        ("gtd", {"source": "gdt"}, "'gdt'"),
    ],
)
def test_what_cannot_be_imported_is_refused_and_nothing_written(
    source, changes, said, dossier
) -> None:
    before = files_of(dossier)
    with pytest.raises(BadInput, match=said):
        import_events(request_for(source, dossier, **changes), today=TODAY)
    assert files_of(dossier) == before


def test_the_command_imports_and_refuses_in_one_sentence(dossier, tmp_path) -> None:
    words = ["import", "events_csv", str(FEEDS / "events_csv" / "fixture.csv"), str(dossier)]
    done = subprocess.run([PEIL, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Belgium, events: 4 observations added" in done.stdout
    words[2] = str(tmp_path / "none.csv")
    done = subprocess.run([PEIL, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
