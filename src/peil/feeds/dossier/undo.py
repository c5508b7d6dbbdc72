"""Replace several files of a dossier together: what a stopped run had replaced comes back."""

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from peil.feeds.tables.problems import quoted
from peil.report.folder_lock import PATIENCE, folder_lock
from peil.terms.errors import BadInput

UNDO, JOURNAL = ".undo", "journal.json"
"""The folder of old files, which is there only while files are replaced, and what stood there."""


def place_of(folder: Path, file: str) -> Path:
    """Find where a file lies, wherever links lead."""
    return (folder / file).resolve()


@contextmanager
def replacing(folder: Path, draft: Path, files: Mapping[str, bool]) -> Iterator[None]:
    """Keep the old files while new ones are put in their place; bring them back where that fails.

    Args:
        folder: the dossier, which the caller has locked.
        draft: a folder of the caller on the same disk, which is deleted afterwards.
        files: by name, whether there is an old one.

    Raises:
        OSError: the old files cannot be kept.
    """
    kept = draft / UNDO
    for file in (file for file, is_there in files.items() if is_there):
        link_or_copy(place_of(folder, file), kept / file)
    kept.mkdir(exist_ok=True)
    (kept / JOURNAL).write_text(json.dumps(files), encoding="utf-8")
    kept.rename(folder / UNDO)
    try:
        yield
    except BaseException:
        _take_back(folder)
        raise
    # From here on the new files are what stands there.
    (folder / UNDO).rename(draft / "done")


def link_or_copy(file: Path, place: Path) -> None:
    """Let a file lie in a second place as well, without copying it where the disk can."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file, place)
    except OSError:
        shutil.copyfile(file, place)


def roll_back(folder: Path) -> None:
    """Bring back what a run replaced that was stopped before all was in its place.

    Raises:
        BadInput: it cannot be brought back.
    """
    if not (folder / UNDO).is_dir():
        return
    busy = f"the dossier {quoted(str(folder))} is being written to; wait until that ends"
    try:
        with folder_lock(folder, refusal=busy, patience=PATIENCE):
            _check_journal(folder)
            _take_back(folder)
    except OSError as error:
        raise BadInput(
            f"an import into the dossier {quoted(str(folder))} was stopped and cannot be taken back "
            f"({error.strerror}); ask for the right to write there"
        ) from None


def _check_journal(folder: Path) -> None:
    """Refuse a journal that reading a dossier of somebody else must not follow.

    Raises:
        BadInput: it cannot be read, or names what lies outside the dossier.
    """
    if not (folder / UNDO).is_dir():
        return
    journal = quoted(f"{folder}/{UNDO}/{JOURNAL}")
    remedy = f"look at the folder {UNDO} and delete it"
    try:
        files = dict(json.loads((folder / UNDO / JOURNAL).read_bytes()))
    except (ValueError, TypeError):
        raise BadInput(f"{journal} of a stopped import is no journal; {remedy}") from None
    for file in files:
        if not place_of(folder, file).is_relative_to(folder.resolve()):
            raise BadInput(
                f"{journal} names {quoted(file)}, which lies outside the dossier; {remedy}"
            )


def _take_back(folder: Path) -> None:
    undo = folder / UNDO
    if not undo.is_dir():
        return
    files = json.loads((undo / JOURNAL).read_bytes())
    for file, was_there in files.items():
        place = place_of(folder, file)
        if not was_there:
            place.unlink(missing_ok=True)
        elif (undo / file).exists():
            (undo / file).replace(place)
    done = undo.with_name(f".import-{secrets.token_hex(4)}")
    undo.rename(done)
    shutil.rmtree(done, ignore_errors=True)
