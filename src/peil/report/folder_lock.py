"""Folders that one process at a time works in, and drafts that end with the process that made them.

A process may be killed between any two steps. It then leaves a draft behind that nobody locks any more, and
the next that makes a draft of the same kind deletes it.
"""

import os
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from peil.terms.errors import BadOutput

PATIENCE = 30
"""Seconds in which another process that writes, which takes moments, must be done."""
PAUSE = 0.1
"""Seconds until a taken lock is asked for again."""


def _unsaid() -> None:
    """Say nothing."""


@contextmanager
def folder_lock(
    folder: Path, *, refusal: str = "", patience: float = 0, on_wait: Callable[[], None] = _unsaid
) -> Iterator[None]:
    """Keep other processes out of a folder that ask for the same.

    The lock lies on the folder itself and ends with the process, however that ends. Windows, and
    a disk without locks, keep nobody out.

    Args:
        folder: one that is there.
        refusal: what is said where another process stays in it, if more is known of that.
        patience: seconds to wait for the other.
        on_wait: called once where there is one to wait for.

    Raises:
        BadOutput: another process is in it still.
        OSError: the folder cannot be opened.
    """
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if not _is_ours(handle):
            on_wait()
            end = time.monotonic() + patience
            while not _is_ours(handle):
                if time.monotonic() >= end:
                    raise BadOutput(
                        refusal
                        or f"another program is writing into {folder}; wait until it ends, or "
                        "choose another place"
                    )
                time.sleep(PAUSE)
        yield
    finally:
        os.close(handle)


def _is_ours(handle: int, *, without_locks: bool = True) -> bool:
    """Lock an open folder if no other has; one on a disk that knows no locks is taken as it is."""
    if sys.platform == "win32":
        return without_locks
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return without_locks
    return True


@contextmanager
def draft_folder(
    folder: Path,
    prefix: str,
    *,
    mode: int = 0o777,
    patience: float = 0,
    refusal: str = "",
    on_wait: Callable[[], None] = _unsaid,
) -> Iterator[Path]:
    """Make a folder within another, and delete it in the end unless it was moved away.

    Args:
        folder: in which it is made, and in which drafts of stopped processes are deleted.
        prefix: of its name, by which drafts of one kind are known.
        mode: the rights of the folder, of which the system takes what its maker keeps from others.
        patience, refusal, on_wait: as for `folder_lock`, where another process works in the folder.

    Raises:
        BadOutput: another process stays in the folder.
        OSError: it cannot be made.
    """
    with ExitStack() as held:
        with folder_lock(folder, refusal=refusal, patience=patience, on_wait=on_wait):
            for left in abandoned(folder, prefix):
                shutil.rmtree(left, ignore_errors=True)
            draft = folder / f"{prefix}{secrets.token_hex(4)}"
            draft.mkdir(mode)
            held.enter_context(folder_lock(draft, refusal=refusal))
        held.callback(shutil.rmtree, draft, ignore_errors=True)
        yield draft


def abandoned(folder: Path, prefix: str) -> Iterator[Path]:
    """Find the folders within another that begin so and that no process locks; none without locks."""
    for path in list(folder.iterdir()):
        if path.name.startswith(prefix) and path.is_dir() and not path.is_symlink():
            with suppress(OSError):
                handle = os.open(path, os.O_RDONLY)
                try:
                    is_free = _is_ours(handle, without_locks=False)
                finally:
                    os.close(handle)
                if is_free:
                    yield path
