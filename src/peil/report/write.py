"""Write files whole or not at all."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

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
    written: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            written[path] = _beside(path, content)
        for path, beside in written.items():
            beside.replace(path)
    except OSError as error:
        reason = error.strerror or "it is refused"
        raise BadOutput(f"{path} cannot be written ({reason}); choose another place") from None
    finally:
        for beside in written.values():
            beside.unlink(missing_ok=True)


def _refuse_twice(files: Mapping[Path, bytes]) -> None:
    places: set[Path] = set()
    for path in files:
        if path.resolve() in places:
            raise BadOutput(f"{path} is asked for twice; give each file a place of its own")
        places.add(path.resolve())


def _beside(path: Path, content: bytes) -> Path:
    """Write a hidden file in the same folder, where it can be moved from at once."""
    if path.is_dir():
        raise IsADirectoryError(0, "it is a folder")
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise OSError(0, "it is no plain file")
    kept = path.stat().st_mode & 0o777 if path.exists() else None
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    # Of the rights of a new file the system takes what its maker keeps from others.
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if kept is None else kept)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if kept is not None:
            beside.chmod(kept)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside
