"""A folder of pages is written whole or not at all, and never over what is somebody else's."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

import pytest
from tests.page_links import read
from tests.unit.feeds.builders import a_dossier, add_row, written
from tests.workflow.test_site import DAY, contents, norland, peil

from peil.terms.errors import BadOutput
from peil.workflow import site_folder
from peil.workflow.site import Step, export_site
from peil.workflow.site_folder import MARKER, put_in_place

__all__ = ["norland"]


def test_a_site_replaces_the_one_that_stood_there(norland: Path, tmp_path: Path) -> None:
    place = tmp_path / "site"
    place.mkdir(mode=0o755)
    peil(norland, place, "--as-of", DAY, "--languages", "en,fr")
    peil(norland, place, "--as-of", "2018-03-01", "--languages", "en")
    assert not (place / "fr").exists()
    assert "1 March 2018" in (place / "en/index.html").read_text("utf-8").replace("\xa0", " ")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def stranger(place: Path) -> None:
    place.mkdir()
    (place / "thesis.txt").write_text("years of work")


def own_file(place: Path) -> None:
    put_in_place({"index.html": b"old"}, place, place.parent / "dossier")
    (place / "CNAME").write_text("example.org")


def false_marker(place: Path) -> None:
    stranger(place)
    (place / MARKER).write_text("[]")


@pytest.mark.parametrize("taken", [stranger, own_file, false_marker])
def test_a_folder_with_other_files_is_left_alone(
    norland: Path, tmp_path: Path, taken: Callable[[Path], None]
) -> None:
    place = tmp_path / "site"
    taken(place)
    before = contents(tmp_path)
    with pytest.raises(
        BadOutput, match=r"holds (thesis.txt|CNAME|peil-site.json).*; (choose|move)"
    ):
        peil(norland, place, "--as-of", DAY)
    assert contents(tmp_path) == before


def test_a_site_is_never_written_over_or_around_its_dossier(norland: Path, tmp_path: Path) -> None:
    before = contents(norland)
    for place in (norland, norland / "site", norland.parent):
        with pytest.raises(BadOutput, match="choose a place outside it"):
            peil(norland, place, "--as-of", DAY)
    with pytest.raises(BadOutput, match="is not there; make it"):
        peil(norland, tmp_path / "no" / "site")
    (tmp_path / "file").write_text("text")
    with pytest.raises(BadOutput, match="is no folder"):
        peil(norland, tmp_path / "file")
    assert contents(norland) == before


def test_an_interruption_leaves_the_old_site_standing(
    norland: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "site"
    put_in_place({"index.html": b"old", "en/a.html": b"old"}, place, norland)
    before = contents(tmp_path)

    def interrupted(steps: Sequence[Step]) -> Iterator[Step]:
        yield steps[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_site(norland, place, watched=interrupted)
    assert contents(tmp_path) == before

    def stopped(_: object, folder: Path) -> None:
        (folder / "half.html").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(site_folder, "_write", stopped)
    with pytest.raises(KeyboardInterrupt):
        put_in_place({"index.html": b"new"}, place, norland)
    assert contents(tmp_path) == before


def test_a_move_that_fails_brings_the_old_site_back(
    norland: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "site"
    put_in_place({"index.html": b"old"}, place, norland)
    before, rename = contents(tmp_path), Path.rename

    def refused(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(BadOutput, match=r"No space left on device\); choose another place"):
        put_in_place({"index.html": b"new"}, place, norland)
    assert contents(tmp_path) == before


def test_a_long_list_is_cut_and_every_link_still_leads_somewhere(tmp_path: Path) -> None:
    files = a_dossier()
    for i in range(260):
        add_row("recommendations", f"r{i},north_staff,Do {i}.,ministry,,,,2017-06-16,Report,")(
            files
        )
        line = f"a{i},A {i},work,Law,ministry,prepare,,,,,,,,,,,,north_staff,,r{i},,,,,2016-02-01,News,"
        add_row("arrangements", line)(files)
    folder = written(files, tmp_path / "norland")
    peil(folder, tmp_path / "site", "--as-of", DAY, "--languages", "en")
    own = tmp_path / "site" / "en"
    ids = {path.name: set(read(path).ids) for path in own.glob("*.html")}
    assert "r259" in (tmp_path / "site/data/policy-recommendations.csv").read_text("utf-8")
    for name in ("policy", "recommendations", "chain", "sources"):
        assert "Shown: " in (own / f"{name}.html").read_text(encoding="utf-8")
    for name in ("policy", "recommendations", "chain", "overdue", "money"):
        for link in read(own / f"{name}.html").links:
            target, _, place = link.partition("#")
            if place and "://" not in link:
                assert unquote(place) in ids[target or f"{name}.html"], link
