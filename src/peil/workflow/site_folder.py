"""The folder of a site: refused where it is not ours, and put in place whole or not at all."""

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from peil.report.folder_lock import abandoned, draft_folder, folder_lock
from peil.terms.errors import BadOutput

MARKER = "peil-site.json"
"""Lies in every site, and lists what Peil wrote there: nothing else is ever replaced."""


def refuse_place(place: Path, dossier: Path) -> None:
    """Refuse a folder in which something would be lost.

    Raises:
        BadOutput: the place lies in the dossier or around it, is no folder, or holds what Peil
            did not write.
    """
    where, source = (Path(os.path.realpath(each)) for each in (place, dossier))
    if where.is_relative_to(source) or source.is_relative_to(where):
        raise BadOutput(f"{place} would be written over {dossier}; choose a place outside it")
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise BadOutput(f"{place} is no folder; choose a new or empty one")
    if not where.parent.is_dir():
        raise BadOutput(f"{place.parent} is not there; make it, or choose another place")
    if place.is_dir():
        _refuse_strangers(place)


def _refuse_strangers(place: Path) -> None:
    """Refuse a folder with files that its marker does not name."""
    held = {path.relative_to(place).as_posix() for path in place.rglob("*") if not path.is_dir()}
    strange = sorted(held - _written(place))
    if held and MARKER not in held:
        raise BadOutput(f"{place} holds {strange[0]} and is no site; choose a new or empty folder")
    if strange:
        raise BadOutput(f"{place} holds {strange[0]}, which no site wrote; move it and try again")


def _written(place: Path) -> set[str]:
    """Read what the marker names; nothing where it is no marker of ours."""
    try:
        named = json.loads((place / MARKER).read_text(encoding="utf-8"))["files"]
        return {MARKER, *map(str, named)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def put_in_place(files: Mapping[str, bytes], place: Path, dossier: Path) -> None:
    """Write all files into a folder beside the place, and move it there once it is whole.

    An interruption leaves what stood there before, or for a moment nothing, which `mend` puts back.

    Raises:
        BadOutput: it cannot be written, or something came into the place meanwhile.
    """
    target = Path(os.path.realpath(place))
    try:
        with draft_folder(target.parent, f".{target.name}.new-") as beside:
            _write(files, beside)
            refuse_place(place, dossier)
            _swap(beside, target)
    except OSError as error:
        reason = error.strerror or "it is refused"
        raise BadOutput(f"{place} cannot be written ({reason}); choose another place") from None


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in (*files.items(), (MARKER, _marker(files))):
        path = folder.joinpath(*PurePosixPath(name).parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _marker(files: Mapping[str, bytes]) -> bytes:
    made = {"made_by": "peil site", "files": sorted(files)}
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _swap(new: Path, target: Path) -> None:
    """Move the old folder aside and the new one in; put the old one back where that fails."""
    if not target.exists():
        new.rename(target)
        return
    aside = target.with_name(f"{_aside(target)}{secrets.token_hex(4)}")
    busy = f"another run is writing {target}; wait until it ends"
    with folder_lock(target, refusal=busy):
        target.rename(aside)
        try:
            new.rename(target)
        except BaseException:
            if not target.exists():
                aside.rename(target)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _aside(target: Path) -> str:
    return f".{target.name}.old-"


def mend(place: Path) -> None:
    """Put a site back that a stopped run had moved aside, or delete what it left of the old one."""
    target = Path(os.path.realpath(place))
    for left in abandoned(target.parent, _aside(target)) if target.parent.is_dir() else ():
        if target.exists():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.rename(target)
