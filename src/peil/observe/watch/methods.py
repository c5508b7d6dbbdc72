"""The methods of the watch by name, each imported when it is asked for."""

from collections.abc import Mapping
from typing import Any

from peil.observe.watch.signals import Method
from peil.terms.errors import BadInput

PEIL = "peil"
FIELD = ("farrington_flexible", "farrington", "ears", "bayes", "rki", "cusum", "glr")
METHODS = (PEIL, *FIELD)
"""Peil's own method, and those of the field with the parameters that their authors advise."""
OWN_THRESHOLD = frozenset({"rki", "cusum", "glr"})
"""Those whose thresholds are fixed, whatever the budget."""
WITHOUT_EXPOSURE = frozenset({"ears", "bayes", "rki", "cusum", "glr"})


def checked_method(name: str) -> None:
    """Refuse a method that is not known.

    Raises:
        BadInput: there is none of that name.
    """
    if name not in METHODS:
        raise BadInput(f"the method {name!r} is not known; use {' or '.join(METHODS)}")


def field_method(name: str, parameters: Mapping[str, Any]) -> Method:
    """Give a method of the field by its name, and check the parameters that it is given.

    Raises:
        BadInput: it has no such parameter.
    """
    from peil.observe.watch.field_methods import FIELD_METHODS
    from peil.surveillance.parameters import check_parameters

    check_parameters(name, parameters)
    return FIELD_METHODS[name]
