"""Compile an inner loop to machine code, and keep what was compiled beside the source."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Compile a function of numbers and arrays; it keeps its type.

    Division by zero gives infinity or NaN as in numpy. Arithmetic keeps its order, so that the
    same input gives the same bytes in every process. The lock of the interpreter is released,
    so that series can be watched in threads.
    """
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy")(function))
