"""Results that show themselves: the typed value, and the one report that tells it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from html import escape
from importlib import import_module
from inspect import signature
from types import GenericAlias
from typing import Any, Generic, ParamSpec, TypeVar

from peil.report.model import Figure, Report, letters, walk
from peil.report.model import plain as words_of
from peil.report.render.data import flat, plain
from peil.report.words import words_in
from peil.terms.errors import BadInput
from peil.workflow.reports import REPORTS, first_table, form_of

Found = TypeVar("Found")
P = ParamSpec("P")
TALL = 640
"""Pixels that a report in a notebook is high; the rest is scrolled to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Generic[Found]):
    """What was found: a typed value, with its report, data, table and picture.

    What the value has, the result has too: `found.as_of` is `found.result.as_of`.

    Args:
        kind: of report, as the registry names it.
        result: the typed value.

    Example:
        >>> peil.evaluate.power(31, 0.5).to_dict()["power"]["before"]
        31.0
    """

    kind: str
    result: Found

    def __getattr__(self, name: str) -> Any:
        if name in Result.__slots__ or name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.result, name)

    def __repr__(self) -> str:
        report = self.report()
        return words_of(report.headline, letters(report))

    def _repr_html_(self) -> str:
        """Show the report in a frame of its own, so that its style changes nothing around it."""
        page = escape(form_of(self.report(), words_in("en"), "html").decode())
        return (
            f'<iframe title="{escape(repr(self))}" sandbox="allow-popups" srcdoc="{page}" '
            f'style="width: 100%; height: {TALL}px; border: 0"></iframe>'
        )

    def report(self, language: str = "en") -> Report:
        """Tell it in a language: en, nl, fr or de."""
        return REPORTS[self.kind]().tell(self.result, words_in(language))

    def to_dict(self) -> dict[str, Any]:
        """Give all of it as data, with the keys of the command's JSON."""
        return dict(plain(REPORTS[self.kind]().document(self.result)))

    def to_frame(self) -> Any:
        """Give its rows as a pandas table: those in codes, or else the first of its report.

        Raises:
            BadInput: it has none, or pandas is not installed.
        """
        pandas, rows = _extra("pandas", "pandas"), REPORTS[self.kind]().rows
        if rows is not None:
            columns, coded = rows(self.result)
            return pandas.DataFrame([*coded], columns=[*columns])
        table = first_table(self.report())
        if table is None:
            raise BadInput("this result has no table; use to_dict()")
        heads, values = flat(table)
        return pandas.DataFrame(values, columns=heads)

    def plot(self) -> Any:
        """Draw the first picture of its report with matplotlib.

        Returns:
            (P,) axes, one for each panel of the picture.

        Raises:
            BadInput: it has no picture with axes, or matplotlib is not installed.
        """
        from peil.workflow.public.plots import plotted

        for block in walk(self.report().blocks):
            if isinstance(block, Figure) and block.drawing.panels:
                return plotted(_extra("matplotlib.pyplot", "'peil[plot]'"), block)
        raise BadInput("this result has no picture with axes; use to_frame()")


def shown(kind: str, make: Callable[P, Found]) -> Callable[P, Result[Found]]:
    """Let an action give a result that shows itself."""

    @wraps(make)
    def made(*args: P.args, **settings: P.kwargs) -> Result[Found]:
        return Result(kind=kind, result=make(*args, **settings))

    told = signature(make, eval_str=True)
    vars(made)["__signature__"] = told.replace(
        return_annotation=GenericAlias(Result, told.return_annotation)
    )
    return made


def _extra(module: str, wanted: str) -> Any:
    """Import what is there only if somebody asked for it.

    Raises:
        BadInput: nobody did.
    """
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise BadInput(f"{package} is not installed; run pip install {wanted}") from None
