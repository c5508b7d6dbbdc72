"""Write files whole or not at all."""

import os
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from peil.report.folder_lock import PATIENCE, draft_folder
from peil.terms.errors import BadOutput


def make_folder(folder: Path) -> None:
    """Make a folder where there is none.

    Raises:
        BadOutput: it cannot be made.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        reason = error.strerror or "it is refused"
        raise BadOutput(f"{folder} cannot be made ({reason}); choose another place") from None


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write all files beside their places, then move each there: all of them, or none.

    Raises:
        BadOutput: one of them cannot be written; what stood there stays as it was.
    """
    _refuse_twice(files)
    drafts: dict[Path, Path] = {}
    written: dict[Path, Path] = {}
    try:
        with ExitStack() as held:
            for path, content in files.items():
                if path.parent not in drafts:
                    draft = draft_folder(path.parent, ".peil-", patience=PATIENCE)
                    drafts[path.parent] = held.enter_context(draft)
                written[path] = _beside(path, drafts[path.parent], content)
            for path, beside in written.items():
                beside.replace(path)
    except OSError as error:
        reason = error.strerror or "it is refused"
        raise BadOutput(f"{path} cannot be written ({reason}); choose another place") from None


def _refuse_twice(files: Mapping[Path, bytes]) -> None:
    places: set[str] = set()
    for path in files:
        if os.path.realpath(path) in places:
            raise BadOutput(f"{path} is asked for twice; give each file a place of its own")
        places.add(os.path.realpath(path))


def _beside(path: Path, draft: Path, content: bytes) -> Path:
    """Write a file into a folder beside its place, from where it can be moved at once."""
    if path.is_dir():
        raise IsADirectoryError(0, "it is a folder")
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise OSError(0, "it is no plain file")
    beside = draft / path.name
    beside.write_bytes(content)
    if path.exists():
        shutil.copymode(path, beside)
    return beside
