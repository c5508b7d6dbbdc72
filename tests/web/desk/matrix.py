"""Who may do what on the desk, as a table that was written by hand from the law and the design.

Each row of `matrix.csv` names those who may, and what they must give; everybody else may not, and
what no row names nobody may. `ask` is `read`, an action, or `part`: those who read only their own
part. A record is found by its state and by what tells it from others; of a record that does not
exist yet these are the state and the name of the one that it would belong to, or `new` and `-`. The
last rows are of what is no record: the audit, the table of rights and the frozen figures.
"""

import csv
import datetime as dt
from functools import cache
from pathlib import Path

from tests.web.desk.world import Key

from peil.workflow import clock

DAYS = {
    "2018": dt.date(2018, 1, 22),
    "2023": dt.date(2023, 6, 1),
    "today": clock.now().date(),
}
"""A day of the law before it was changed in October 2022, one after it, and today."""
GROUPS = {
    "ANALYSTS": "ada ben lea uri cara",
    "DEPUTIES": "dan dirk dina dwight",
    "DIRECTOR": "dora sid",
    "UNIT": "ANALYSTS DEPUTIES DIRECTOR",
    "LISTED": "max TOLD",
    "TOLD": "lea dina",
    "SERVICES": "sam mia paul",
    "OVERSEERS": "otto oscar pia peter",
    "CLEARED_OVERSEERS": "otto peter",
    "SUPERVISORS": "OVERSEERS",
    "ADMINISTRATORS": "alex cas flo gia gwen",
    "HEADS": "fay fred hedwig hugo",
    "OTHERS": "max mona moses petra chris cleo gil gina gus greta",
    "EVERYBODY": "UNIT SERVICES HEADS OVERSEERS ADMINISTRATORS OTHERS",
    "RECIPIENTS": "sam chris fay gil gus",
}
SINCE = {
    "LISTED": dt.date(2022, 10, 29),
    "TOLD": dt.date(2022, 10, 29),
    "SUPERVISORS": dt.date(2018, 9, 5),
    "CLEARED_OVERSEERS": dt.date(2018, 9, 5),
}
"""From when the law gives a group anything."""
Ask = tuple[str, str, str, str]
"""A kind, a state, what tells a record from others, and what is asked."""
Table = dict[Ask, dict[str, frozenset[str]]]


@cache
def table(day: str) -> Table:
    """Give for each ask who may, with the names of what that person must give."""
    found: Table = {}
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not row["days"] or day in row["days"].split("+"):
                given = frozenset(row["given"].split("+")) - {""}
                who = dict.fromkeys(_people(row["who"], DAYS[day]), given)
                for state in row["states"].split("+"):
                    for which in row["records"].split("+"):
                        key = (row["kind"], state, which, row["ask"])
                        assert key not in found, f"two rows of {key}"
                        found[key] = who
    return found


def may(day: str, key: Key, ask: str) -> dict[str, frozenset[str]]:
    """Give who may ask something of a record, with what that person must give."""
    kind, state, which = key
    for named in ((state, which), (state, "*"), ("*", which), ("*", "*")):
        if (found := table(day).get((kind, *named, ask))) is not None:
            return found
    return {}


def _people(names: str, on: dt.date) -> list[str]:
    found: list[str] = []
    for name in names.split():
        if name not in GROUPS:
            found.append(name)
        elif SINCE.get(name, on) <= on:
            found += _people(GROUPS[name], on)
    return found
