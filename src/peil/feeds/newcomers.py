"""Read a table of people who are to be let in: who, for which office, in which role, until when."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from peil.feeds.tables.columns import Columns
from peil.feeds.tables.problems import quoted, row_number
from peil.terms.errors import BadInput

TEXTS = ("email", "name", "office", "role")
WANTED = (*TEXTS, "first_day", "last_day", "deputy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody to be let in; `deputy` is the address of who stands in, or empty."""

    email: str
    name: str
    office: str
    role: str
    deputy: str
    first_day: dt.date
    last_day: dt.date | None


def read_newcomers(columns: Columns) -> list[Newcomer]:
    """Read people, one from each row.

    Raises:
        BadInput: a column is missing, a cell that must be filled is empty, or an address is none.
    """
    names = {name: columns.need("", None, name) for name in WANTED}
    texts = {name: columns.remarks(names[name]) for name in (*TEXTS, "deputy")}
    days = {name: columns.days(names[name]) for name in ("first_day", "last_day")}
    found = []
    for i in range(columns.rows):
        row = {name: str(cells[i]).strip() for name, cells in texts.items()}
        first, last = (None if np.isnat(days[n][i]) else days[n][i].item() for n in days)
        place = f"{columns.file}, row {row_number(i)}"
        empty = [name for name in TEXTS if not row[name]]
        if empty or first is None:
            raise BadInput(f"{place}: has no {(*empty, 'first_day')[0]}; fill it in")
        if not _is_address(row["email"]):
            raise BadInput(f"{place}: email is {quoted(row['email'])}; write an address")
        found.append(Newcomer(**row, first_day=first, last_day=last))
    return found


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
