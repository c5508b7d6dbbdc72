"""A chart of the reports that are not told by the one report yet."""

from dataclasses import dataclass

from peil.report.account import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture with its data and its source; `narrow` for small screens, where it differs."""

    key: str
    title: str
    desc: str
    svg: str
    table: Table
    source: str
    narrow: str = ""
