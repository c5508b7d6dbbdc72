"""Files of a dossier: only regular ones, inside its folder, of a size that can be read."""

from pathlib import Path

from peil.feeds.dossier.problems import DESCRIPTOR, fail, quoted

LARGEST = 2**31 - 1
"""Bytes; the columns of a table are indexed by 32 bits."""


def open_folder(path: Path) -> Path:
    """Resolve the folder of a dossier.

    Raises:
        BadDossier: there is none.
    """
    name = str(path) if str(path).isprintable() else quoted(str(path))
    try:
        folder = path.resolve()
        if folder.is_dir():
            return folder
        is_there = folder.exists()
    except (OSError, RuntimeError, ValueError):
        raise fail(name, "cannot be followed to a folder", "give the folder of a dossier") from None
    if is_there:
        raise fail(name, "is a file, not a folder", f"give the folder that holds {DESCRIPTOR}")
    raise fail(name, "is no folder that exists", "check the spelling, or make one with `peil new`")


def locate(folder: Path, file: str) -> Path:
    """Find a file inside a dossier, wherever links lead.

    Raises:
        BadDossier: the path leads out of the folder, around in a circle, or to an address.
    """
    try:
        path = (folder / file).resolve()
    except (OSError, RuntimeError, ValueError):
        raise fail(
            DESCRIPTOR, f"names {quoted(file)}, which leads nowhere", "name a file in the folder"
        ) from None
    if "://" in file or not path.is_relative_to(folder):
        raise fail(
            DESCRIPTOR,
            f"names {quoted(file)}, which is not in the folder",
            "put the file into the folder and give its path from there",
        )
    return path


def read_bytes(path: Path, file: str) -> bytes:
    """Read a whole file.

    Raises:
        BadDossier: it is missing, no regular file, unreadable, or too large.
    """
    try:
        if not path.exists():
            raise fail(file, "is missing", f"add it, or correct its name in {DESCRIPTOR}")
        if not path.is_file():
            raise fail(file, "is not a regular file", "put a file in its place")
        if path.stat().st_size > LARGEST:
            raise fail(file, "is larger than two gigabytes", "split the dossier")
        return path.read_bytes()
    except OSError as error:
        raise fail(file, f"cannot be read ({error.strerror})", "make it a readable file") from None
