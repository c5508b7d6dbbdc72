"""The methods of the watch by name, each imported when it is asked for."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from peil.observe.watch.counts import Counts
from peil.observe.watch.signals import Signals
from peil.terms.calendar import Ints
from peil.terms.errors import BadInput

Method = Callable[[Counts, Ints, float], Signals]
"""From counts, the periods to evaluate and the false signals a year in each direction."""

PEIL = "peil"
FIELD = ("farrington_flexible", "farrington", "ears", "bayes", "rki", "cusum", "glr")
METHODS = (PEIL, *FIELD)
"""Peil's own method, and those of the field with the settings that their authors advise."""
OWN_THRESHOLD = frozenset({"rki", "cusum", "glr"})
"""Those whose thresholds are fixed, whatever the budget."""
WITHOUT_EXPOSURE = frozenset({"ears", "bayes", "rki", "cusum", "glr"})


def method_named(name: str) -> Method:
    """Give a method by its name.

    Raises:
        BadInput: there is none of that name.
    """
    if name not in METHODS:
        raise BadInput(f"the method {name!r} is not known; use {' or '.join(METHODS)}")
    home, function = (
        ("peil_method", "peil_signals") if name == PEIL else ("field_methods", f"{name}_signals")
    )
    module = import_module(f"{__package__}.{home}")
    return cast(Method, getattr(module, function))
