"""What an import makes of dossiers that are more than a folder with its tables."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.unit.feeds.event_files import FEEDS, a_list

from peil.feeds.dossier.new import new_dossier
from peil.feeds.dossier.read import read_dossier
from peil.terms.errors import BadInput
from peil.workflow.importing import Request, import_events

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


def test_an_import_leaves_decisions_of_many_days_as_they_are(tmp_path: Path, root: Path) -> None:
    shipped = Path(shutil.copytree(root / "dossiers" / "belgium", tmp_path / "belgium"))
    (shipped / "decisions").mkdir()
    (shipped / "decision.toml").rename(shipped / "decisions" / "2018-01-22.toml")
    before = files_of(shipped / "decisions")
    import_events(request_for(shipped), today=TODAY)
    assert files_of(shipped / "decisions") == before
    assert [str(each.date) for each in read_dossier(shipped).decisions] == ["2018-01-22"]


def test_an_own_list_with_ids_has_each_event_once(tmp_path: Path) -> None:
    new_dossier("Belgium", dossier := tmp_path / "dossier")
    rows = [(id_, "2022-01-01", "Belgium", "2022-01-02") for id_ in ("7", "8", "7")]
    path = a_list(tmp_path / "own.csv", rows, header="id,date,country,published")
    said = r"own\.csv has the id '7' in more than one row; keep one row for each event"
    with pytest.raises(BadInput, match=said):
        import_events(Request(source="events_csv", file=path, dossier=dossier), today=TODAY)
