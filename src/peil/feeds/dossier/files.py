"""The files of a dossier: in a folder, packed into a zip archive, or contents by name."""

import hashlib
import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from peil.feeds.dossier.archive import is_archive, unpacked
from peil.feeds.dossier.undo import roll_back
from peil.feeds.tables.opening import ABSENT, LARGE, SPECIAL, named, unreadable
from peil.feeds.tables.problems import DESCRIPTOR, fail, quoted
from peil.terms.errors import BadInput

REMEDIES = {
    ABSENT: f"add it, or correct its name in {DESCRIPTOR}",
    SPECIAL: "put a file in its place",
    LARGE: "split the dossier",
}
Given = Path | str | Mapping[str, bytes]
"""What a dossier is read from: a folder, a zip archive, or contents by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files of a dossier, wherever they lie.

    Args:
        folder: in which they lie; None where their contents are held.
        held: contents by name, where they lie in no folder.
        sums: SHA-256 of each file that was read, by its name in the dossier.
    """

    folder: Path | None = None
    held: Mapping[str, bytes] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        """Give the folder in which they lie, to write into it.

        Raises:
            BadInput: they lie in none.
        """
        if self.folder is None:
            raise BadInput("the dossier is an archive; unpack it, and give its folder")
        return self.folder

    def has(self, file: str) -> bool:
        """Whether there is something of this name, readable or not."""
        if self.folder is None:
            return file in self.held
        path = self.folder / file
        return path.is_symlink() or path.exists()

    def inside(self, place: str, ending: str) -> list[str]:
        """List the files with an ending that lie in a folder of the dossier, sorted."""
        if self.folder is None:
            names = (name for name in self.held if posixpath.dirname(name) == place)
        else:
            here = self.folder / place
            found = here.iterdir() if here.is_dir() else ()
            names = (f"{place}/{path.name}" if place else path.name for path in found)
        return sorted(name for name in names if name.endswith(ending))

    def names(self) -> list[str]:
        """List the files and folders that lie in the dossier itself, sorted."""
        if self.folder is None:
            return sorted({name.partition("/")[0] for name in self.held})
        return sorted(path.name for path in self.folder.iterdir())

    def locate(self, file: str) -> Path:
        """Find a file of the dossier, wherever links lead.

        Raises:
            BadDossier: the path leads out of the dossier, around in a circle, or to an address.
        """
        root = self.folder or Path("/dossier")
        try:
            # Of contents only the name is followed: there is nothing on the disk to follow.
            path = (root / file).resolve() if self.folder else Path(posixpath.join(root, file))
        except (OSError, RuntimeError, ValueError):
            raise fail(
                DESCRIPTOR,
                f"names {quoted(file)}, which leads nowhere",
                "name a file in the folder",
            ) from None
        path = Path(posixpath.normpath(path))
        if "://" in file or not path.is_relative_to(root):
            raise fail(
                DESCRIPTOR,
                f"names {quoted(file)}, which is not in the folder",
                "put the file into the folder and give its path from there",
            )
        return path

    def read(self, file: str) -> bytes:
        """Read a whole file, and keep its sum for the digest.

        Raises:
            BadDossier: it is missing, no regular file of the dossier, unreadable, or too large.
        """
        path, name = self.locate(file), posixpath.normpath(file)
        if self.folder is None:
            why = "" if name in self.held else ABSENT
        else:
            why = unreadable(path)
        if why:
            what = {ABSENT: "is missing"}.get(why, why)
            raise fail(file, what, REMEDIES.get(why, "make it a readable file"))
        content = path.read_bytes() if self.folder else self.held[name]
        self.sums[name] = hashlib.sha256(content).hexdigest()
        return content

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """Give a folder that holds the files, for as long as it is needed."""
        if self.folder is not None:
            yield self.folder
            return
        with TemporaryDirectory(prefix="peil-dossier-") as scratch:
            for name in self.sums:
                path = Path(scratch, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(self.held[name])
            yield Path(scratch).resolve()

    @property
    def digest(self) -> str:
        """Give the SHA-256 of a line for each file that was read: its own sum, and its name.

        The lines are as `sha256sum` writes them, sorted by the bytes of the names.
        """
        names = sorted(self.sums, key=str.encode)
        lines = "".join(f"{self.sums[name]}  {name}\n" for name in names)
        return hashlib.sha256(lines.encode()).hexdigest()


def open_files(given: Given) -> Files:
    """Find the files of a dossier.

    Raises:
        BadDossier: there are none, or an archive that cannot be unpacked.
        BadInput: what a stopped import left cannot be taken back.
    """
    if isinstance(given, Mapping):
        contents: Mapping[Any, Any] = given
        for name, data in contents.items():
            if not isinstance(data, bytes):
                what = f"is given as {type(data).__name__}"
                raise fail(str(name), what, "give the contents of each file as bytes")
        return Files(held={posixpath.normpath(name): data for name, data in given.items()})
    name = named(Path(given))
    try:
        folder = Path(given).resolve()
        is_folder, is_there = folder.is_dir(), folder.exists()
    except (OSError, RuntimeError, ValueError):
        raise fail(name, "cannot be followed to a folder", "give the folder of a dossier") from None
    if is_folder:
        roll_back(folder)
        return Files(folder=folder)
    if is_there and is_archive(folder):
        return Files(held=unpacked(folder))
    if is_there:
        raise fail(name, "is a file, not a folder", f"give the folder that holds {DESCRIPTOR}")
    raise fail(name, "is no folder that exists", "check the spelling, or make one with `peil new`")
