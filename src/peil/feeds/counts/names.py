"""Names of series and regions in tables of counts: those that are meant for one are written alike."""

from collections.abc import Iterable, Mapping

from peil.feeds.tables.names import refuse_likely, seen_of, shown
from peil.feeds.tables.problems import quoted
from peil.observe.watch.table import SEPARATOR
from peil.terms.errors import BadInput


def refuse_mistaken(kind: str, rows: Mapping[str, int]) -> None:
    """Refuse names that look the same and are not, and one of few rows that is nearly one of many.

    Args:
        kind: series or region; of regions the wholes are looked at too.
        rows: how many rows have each name.

    Raises:
        BadInput: the first such name.
    """
    for name in rows if kind == "region" else ():
        if "\\" in name:
            raise BadInput(
                f"the region {quoted(name)} has a backslash; write its parts with {SEPARATOR!r} between"
            )
    _refuse_alike(kind, rows)
    refuse_likely(kind, rows)


def _refuse_alike(kind: str, names: Iterable[str]) -> None:
    """Refuse names, or the wholes that a path of regions names, that look the same and are not."""
    first: dict[str, str] = {}
    for name in sorted(_with_wholes(names) if kind == "region" else names):
        look = SEPARATOR.join(map(seen_of, name.split(SEPARATOR)))
        other = first.setdefault(look, name)
        if other != name:
            raise BadInput(
                f"the {kind} {shown(name)} looks like {shown(other)} and would be counted apart "
                "from it; write both the same"
            )


def _with_wholes(regions: Iterable[str]) -> set[str]:
    parts = [region.split(SEPARATOR) for region in regions]
    return {SEPARATOR.join(each[:n]) for each in parts for n in range(1, len(each) + 1)}
