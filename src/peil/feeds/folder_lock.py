"""A folder that one process at a time works in, where the system and the disk know locks."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from peil.terms.errors import BadOutput

PAUSE = 0.1
"""Seconds until a taken lock is asked for again."""


def _unsaid() -> None:
    """Say nothing."""


@contextmanager
def folder_lock(
    folder: Path, *, refusal: str, patience: float = 0, on_wait: Callable[[], None] = _unsaid
) -> Iterator[None]:
    """Keep other processes out of a folder that ask for the same.

    The lock lies on the folder itself and ends with the process, however that ends. Windows, and
    a disk without locks, keep nobody out.

    Args:
        folder: one that is there.
        refusal: what is said where another process stays in it.
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
            _wait(handle, time.monotonic() + patience, refusal)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, end: float, refusal: str) -> None:
    while not _is_ours(handle):
        if time.monotonic() >= end:
            raise BadOutput(refusal)
        time.sleep(PAUSE)


def _is_ours(handle: int) -> bool:
    """Lock an open folder if no other has; one on a disk that knows no locks is taken as it is."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
    return True
