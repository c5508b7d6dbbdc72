"""A dossier in a zip archive, unpacked in memory: nothing leads out of it, and nothing swells."""

import posixpath
import stat
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from peil.feeds.tables.problems import DESCRIPTOR, fail, quoted

MOST_FILES, MOST_BYTES = 1000, 2**29
"""Files of an archive, and bytes that they may hold together once unpacked."""
MAGIC = b"PK"
AGAIN = "pack the folder of the dossier again"


def is_archive(path: Path) -> bool:
    """Whether a file begins as zip archives do."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def unpacked(path: Path) -> dict[str, bytes]:
    """Unpack the files of a dossier, by their names below the folder of its descriptor.

    Raises:
        BadDossier: it is damaged or locked, a name leads out of it, or it is too large.
    """
    try:
        with ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _refuse(path.name, members)
            top = _top(path.name, [member.filename for member in members])
            return {
                member.filename.removeprefix(top): archive.read(member)
                for member in members
                if member.filename.startswith(top)
            }
    except (BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError):
        raise fail(
            path.name, "is a zip archive that cannot be unpacked", f"{AGAIN}, without a password"
        ) from None


def _refuse(archive: str, members: Sequence[ZipInfo]) -> None:
    size = sum(member.file_size for member in members)
    if len(members) > MOST_FILES or size > MOST_BYTES:
        raise fail(
            archive,
            f"holds {len(members):,} files of {size:,} bytes, more than {MOST_FILES:,} files or "
            f"{MOST_BYTES:,} bytes",
            "unpack it, and give the folder",
        )
    for name, times in Counter(member.filename for member in members).items():
        if times > 1:
            raise fail(archive, f"holds {quoted(name)} twice", AGAIN)
    for member in members:
        if stat.S_ISLNK(member.external_attr >> 16) or _leads_out(member.filename):
            raise fail(archive, f"holds {quoted(member.filename)}, which leads out of it", AGAIN)


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _top(archive: str, names: Sequence[str]) -> str:
    """Give the folder of the descriptor: the archive itself, or the one folder that was packed."""
    places = {posixpath.dirname(name) for name in names if posixpath.basename(name) == DESCRIPTOR}
    highest = min((place.count("/") + bool(place) for place in places), default=0)
    several = sorted(place for place in places if place.count("/") + bool(place) == highest)
    if len(several) > 1:
        listed = " and ".join(map(quoted, several[:2]))
        raise fail(archive, f"holds {len(several)} dossiers, in {listed}", "pack one alone")
    return f"{several[0]}/" if several and several[0] else ""
