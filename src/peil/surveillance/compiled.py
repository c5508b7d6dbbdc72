"""Compile an inner loop to machine code, and keep what was compiled beside the source."""

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Compile a function of numbers and arrays; it keeps its type.

    Division by zero gives infinity or NaN as in numpy. Arithmetic keeps its order, so that the
    same input gives the same bytes in every process. The lock of the interpreter is released,
    so that series can be watched in threads.
    """
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
    try:
        made: Any = numba.njit(cache=True, **options)(function)
    except RuntimeError:
        # Nothing may be written beside the source, nor where the user keeps such things.
        return cast(F, numba.njit(**options)(function))
    if not _is_kept_by_content(made):
        made = numba.njit(**options)(function)
    return cast(F, made)


def is_kept(function: Callable[..., object]) -> bool:
    """Whether a compiled function was compiled before, by the same text, and kept."""
    kept = _place_of(function)
    if kept is None:
        return False
    # On a full disk the list may be there, and what it names not.
    held = [kept._load_data(name) for name in kept._load_index().values()]
    return bool(held) and None not in held


def folder_of_kept(function: Callable[..., object]) -> str | None:
    """Give the folder where a compiled function is kept for the next run; None where it cannot be."""
    kept = _place_of(function)
    return None if kept is None else str(kept._cache_path)


def _place_of(function: Callable[..., object]) -> Any | None:
    return getattr(getattr(function, "_cache", None), "_cache_file", None)


def _is_kept_by_content(made: Any) -> bool:
    """Tie what is kept to the text of the loop's package and of this one, if numba lets us.

    By itself numba looks at the function's own file alone: a loop that calls one from another
    file would keep what it was compiled with when that other file changes.
    """
    kept = _place_of(made)
    if kept is None or not hasattr(kept, "_source_stamp"):
        return False
    kept._source_stamp = _stamp(made.py_func.__module__.rpartition(".")[0])
    kept._load_index = _or_nothing(kept._load_index, dict)
    kept._load_data = _or_nothing(kept._load_data, lambda: None)
    made._cache.save_overload = _or_nothing(made._cache.save_overload, lambda: None)
    return True


def _or_nothing(step: Callable[..., Any], nothing: Callable[[], Any]) -> Callable[..., Any]:
    """Compile again what was cut short on the disk, and go on where nothing can be kept."""

    def tried(*given: Any) -> Any:
        try:
            return step(*given)
        except Exception:  # noqa: BLE001 - what is damaged fails in any way when it is unpacked
            return nothing()

    return tried


@lru_cache(maxsize=8)
def _stamp(package: str) -> str:
    """Digest the loops, and the tables of constants that are compiled into them."""
    sources = (
        path
        for folder in sorted({__package__, package})
        for path in files(folder).iterdir()
        if path.name.endswith((".py", ".toml"))
    )
    text = b"".join(path.read_bytes() for path in sorted(sources, key=lambda path: path.name))
    return sha256(text).hexdigest()
