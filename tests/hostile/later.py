"""Rows of every table that became known after a day, each column changed in one of them."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from tests.hostile.dossier import a_whole_dossier
from tests.unit.feeds.builders import Files, put_rows, rows_of, text_of

from peil.feeds.dossier.layout import TABLES, Layout, layout_of
from peil.feeds.dossier.load import load
from peil.feeds.dossier.new import as_json, describe
from peil.feeds.tables.fields import Field
from peil.terms.errors import Problem

Row = dict[str, str]
DAY = dt.date(2018, 1, 22)

# What became known when


OTHERWISE = {
    "official_levels": "announced",
    "official_levels_confirmed": "announced",
    "judgements": "date",
    "population": "year",
    "attacks_complete": "complete_from",
}
"""Tables whose rows became known on the day of another column than `published`."""
TIMELESS = {
    "indicators": "what is measured is the method of today; its figures have their days",
    "names": "a name says which cells may hold it, and nothing that is shown",
    "texts": "a translation says no more than the English that it is found by",
}
"""Tables whose rows have no such day, and why."""
ABOUT = {
    "as_of", "blocked_since", "closed", "complete_to", "date", "day", "deadline", "ends", "mandate_until",
    "on", "opened", "period_end", "period_start", "price_year", "relevant_from", "relevant_until",
    "rights_on", "since", "staff_on", "sunset", "valid_from", "valid_to", "year",
}  # fmt: skip
"""Columns of days and years that a row is about, which say nothing of when it became known."""
PARTS = {
    "attacks": {
        "killed_published": "LATER",
        "killed": "40",
        "later_published": "LATER",
        "later_ideology": "other",
    },
    "plots": {"closed_published": "LATER", "closed": "2018-01-15"},
    "judgements": {"resolved": "LATER", "resolution": "4"},
}
"""What became known of a row after the row itself, by the days that stand as LATER; the first says which rows go on."""


def known_by(table: str) -> str:
    """Name the column that says when a row of a table became known."""
    return OTHERWISE.get(table, "published")


def dated_tables() -> list[str]:
    """List the tables whose rows became known on a day."""
    return [table for table in TABLES if table not in TIMELESS]


# The dossier, and what became known of it later


REPEATED = dict.fromkeys(("family", "measure_kind", "unit", "effort"), "")
SHARES = {
    "share_preventive": "0.2", "share_repressive": "0.3", "share_enabling": "0.5", "share_doubt": "0.1",
}  # fmt: skip
BLOCKED = {"state": "blocked", "reason": "No law.", "evidence": "", "blocked_by": "defence"}
LIST = {"ideology": "jihadist", "status": "completed", "complete_to": "2024-12-31"}
BRUSSELS = {
    "country": "Belgium", "scope": "Brussels-Capital Region", "valid_from": "2017-12-31", "level": "3",
    "scale_min": "1", "scale_max": "4", "level_name": "serious",
}  # fmt: skip
QUESTION = {
    "question": "march", "as_of": "2027-01-31", "round": "1", "resolution": "", "resolved": "",
}  # fmt: skip
BOUNDS = {"low": "0.3", "best": "0.4", "high": "0.5", "interval_confidence": "0.6"}
ANSWER = QUESTION | {"question": "april", "resolution": "3", "resolved": "2027-02-01"}
SPAIN = {
    "country": "Spain", "scope": "national", "valid_from": "2015-02-01", "level": "3", "scale_min": "0",
    "scale_max": "4", "level_name": "level 3, low intensity",
}  # fmt: skip
TOGETHER: Mapping[tuple[str, str], Row] = {
    **{("observations", name): REPEATED for name in ("indicator", *REPEATED)},
    **{("arrangements", name): SHARES for name in SHARES},
    ("arrangements", "answers_none"): {"answers": "", "answers_none": "true"},
    ("arrangements", "sensor_none"): {"sensor_of": "", "sensor_none": "true"},
    ("arrangements", "rights_on"): {"rights": "assessed", "rights_on": "2016-01-01"},
    ("attacks", "date_precision"): {"date": "2018-01-01", "date_precision": "month"},
    ("attacks", "killed_published"): {"killed": "30", "killed_published": "LATER"},
    ("attacks", "later_published"): {"later_ideology": "other", "later_published": "LATER"},
    ("attacks", "later_killed"): {"killed": "30", "later_killed": "31", "later_published": "LATER"},
    ("attacks", "later_ideology"): {"later_ideology": "other", "later_published": "LATER"},
    ("attacks_complete", "country"): {"country": "Finland", **LIST},
    ("attacks_complete", "ideology"): {"country": "Norway", **LIST, "ideology": "right_wing"},
    ("attacks_complete", "status"): {"country": "Italy", **LIST},
    ("attacks_complete", "quiet_end"): {"country": "Spain", "quiet_end": "true", **LIST},
    ("attacks_complete", "reason"): {"country": "Denmark", "reason": "Looked.", **LIST},
    ("attacks_complete", "complete_to"): {"country": "Sweden", **LIST},
    ("official_levels_confirmed", "scope"): BRUSSELS,
    ("official_levels_confirmed", "scale_min"): SPAIN,
    ("official_levels_confirmed", "country"): SPAIN | {"valid_from": "2015-02-02"},
    ("official_levels_confirmed", "level"): BRUSSELS | {"valid_from": "2017-12-30"},
    **{("judgements", name): QUESTION for name in ("threshold", "service", "reason", "note")},
    **{("judgements", name): QUESTION for name in ("question", "reliability", "credibility")},
    **{("judgements", name): QUESTION | BOUNDS for name in BOUNDS},
    ("judgements", "as_of"): QUESTION | {"question": "july"},
    ("judgements", "round"): QUESTION | {"question": "may", "round": "2"},
    ("judgements", "resolution"): ANSWER,
    ("judgements", "resolved"): ANSWER | {"question": "june"},
    ("returns_counts", "date"): {"date": "2018-01-10", "date_precision": "day"},
    ("recommendations", "after"): {"id": "later", "after": "m12_03"},
    ("statuses", "blocked_by"): BLOCKED,
    ("statuses", "blocked_since"): {**BLOCKED, "blocked_since": "2017-01-01"},
    ("funding", "currency"): {"currency": "USD"},
    ("funding", "price_year"): {"price_year": "2016"},
    ("events", "outcome"): {"kind": "evaluated", "value": "", "by": "", "outcome": "no_effect"},
    ("events", "value"): {"kind": "without_cell", "by": "", "value": "9"},
}
"""Cells that a column changes together with, where it seldom changes alone."""
ROUNDS, TRIES = 40, 3
"""In each round so many rows are drawn for each column that has none yet; the dossier may refuse some."""
PRICES = "\n[[deflator]]\nyear = {}\nindex = {}\npublished = {}\nsource = 'Bureau'\n"
DECISIONS = "decisions/{}.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A row that was added to a table, and the column in which it differs from the one it copies."""

    table: str
    column: str
    row: Row


def whole_dossier() -> Files:
    """Give a dossier in which each table has every column that it may have."""
    files = a_whole_dossier()
    descriptor = json.loads(files["datapackage.json"])
    described = {each["name"]: each for each in describe("", tables=TABLES, title="")["resources"]}
    for each in descriptor["resources"]:
        each["schema"] = described[each["name"]]["schema"]
        _put(files, each["name"], _rows(files, each["name"]))
    prices = PRICES.format(2015, 98, "2016-02-01") + PRICES.format(2018, 103, "2017-12-01")
    policy = f"prices_of = 2018\n{text_of(files, 'policy.toml')}{prices}"
    decided = {DECISIONS.format(DAY): files.pop("decision.toml")}
    return {**files, **decided, "policy.toml": policy, "datapackage.json": as_json(descriptor)}


def with_later(files: Files, day: dt.date, chance: Random) -> tuple[Files, list[Added]]:
    """Add to each table rows that became known after a day, each column changed in one of them.

    Rows that the dossier may not hold are drawn again.
    """
    wanted = {(t, c) for t in dated_tables() for c in layout_of(t).fields if c != known_by(t)}
    base, held = _with_parts(files, day), list[Added]()
    first = {f"{table}.csv": len(rows_of(files, table)) + 1 for table in dated_tables()}
    for _ in range(ROUNDS):
        left = sorted(wanted - {(each.table, each.column) for each in held})
        if not left:
            return _with_rows(base, held), held
        drawn = [_drawn(files, *each, day, chance) for each in left for _ in range(TRIES)]
        held = _refused([*held, *drawn], base, first)
    raise AssertionError(
        f"no row could be added with another {left}; name what must change with it"
    )


def _refused(rows: list[Added], files: Files, first: Mapping[str, int]) -> list[Added]:
    """Leave out, newest last, the rows that the dossier may not hold."""
    while True:
        made = _with_rows(files, rows)
        problems = load({name: text_of(made, name).encode() for name in made}).problems
        if not problems:
            return rows
        named = {each for problem in problems for each in _named(problem)}
        by_table = {t: [r for r in rows if r.table == t] for t in dated_tables()}
        bad = {
            id(each)
            for table, several in by_table.items()
            for i, each in enumerate(several, first[f"{table}.csv"])
            if (f"{table}.csv", i) in named
        }
        assert bad, [str(each) for each in problems]
        rows = [each for each in rows if id(each) not in bad]


def _named(problem: Problem) -> Iterator[tuple[str, int]]:
    """Give the rows that a problem names."""
    yield problem.file, problem.row or 0
    said = re.findall(r"row (\d+) of (\w+\.csv)", problem.what)
    yield from ((file, int(row)) for row, file in said)


def _rows(files: Files, table: str) -> list[Row]:
    header, *rows = rows_of(files, table)
    return [dict(zip(header, row, strict=True)) for row in rows]


def _put(files: Files, table: str, rows: Sequence[Row]) -> None:
    header = [*layout_of(table).fields]
    put_rows(files, table, [header, *([row.get(name, "") for name in header] for row in rows)])


def _with_rows(files: Files, added: Sequence[Added]) -> Files:
    made = dict(files)
    for table in {each.table for each in added}:
        _put(made, table, [*_rows(files, table), *(e.row for e in added if e.table == table)])
    return made


def _with_parts(files: Files, day: dt.date) -> Files:
    """Let rows that were known go on as nobody knew yet, and add later texts."""
    made, later = dict(files), day + dt.timedelta(days=100)
    for table, part in PARTS.items():
        told = {name: value.replace("LATER", str(later)) for name, value in part.items()}
        rows = _rows(files, table)
        _put(made, table, [row | told if _goes_on(row, part, table, day) else row for row in rows])
    prices = PRICES.format(2018, 250, later) + PRICES.format(2017, 101, later)
    decision = text_of(files, DECISIONS.format(DAY)).replace("level = 2", "level = 4")
    made[DECISIONS.format(later)] = decision.replace(f"date = {DAY}", f"date = {later}")
    return {**made, "policy.toml": text_of(files, "policy.toml") + prices}


def _goes_on(row: Row, part: Row, table: str, day: dt.date) -> bool:
    """Whether a row was known on a day, and this part of it not yet."""
    is_open = row[next(iter(part))] > str(day) or not any(row[name] for name in part)
    return is_open and row[known_by(table)] <= str(day)


def _drawn(files: Files, table: str, column: str, day: dt.date, chance: Random) -> Added:
    layout, rows, known = layout_of(table), _rows(files, table), known_by(table)
    public = [row for row in rows if row[known] <= str(day)] or rows
    told = [row for row in public if row[column]] or public
    row = dict(chance.choice(chance.choice([told, public])))
    if chance.random() < 0.5:
        row |= _afresh(layout, row, chance)
    later = _known_later(layout, known, day, chance)
    row[column] = _other(layout.fields[column], row[column], [e[column] for e in rows], chance)
    if chance.random() < 0.5:
        row |= TOGETHER.get((table, column), {})
    row = {name: later[known] if cell == "LATER" else cell for name, cell in row.items()}
    kept = {column: row[column]}
    return Added(table=table, column=column, row={**row, **later, **kept})


def _known_later(layout: Layout, known: str, day: dt.date, chance: Random) -> Row:
    later = day + dt.timedelta(days=chance.randrange(1, 900))
    if layout.fields[known].type == "year":
        return {known: str(later.year + chance.randrange(9))}
    exact = {name: "day" for name in layout.fields if name == f"{known}_precision"}
    return {known: str(later), **exact}


def _afresh(layout: Layout, row: Row, chance: Random) -> Row:
    """Let a row be about something that no other row is about."""
    fresh = {}
    for name in layout.key:
        if name in ("id", "line", "question"):
            fresh[name] = f"{row[name]}_{chance.randrange(1000)}"
        elif layout.fields[name].type == "date":
            fresh[name] = _moved(row[name], chance)
    return fresh


def _moved(day: str, chance: Random) -> str:
    start = dt.date.fromisoformat(day) if day else DAY
    return str(start + dt.timedelta(days=chance.randrange(-90, 90)))


def _other(field: Field, own: str, others: Sequence[str], chance: Random) -> str:
    """Give another value of a column: that of another row, an example, or one that no row has."""
    told = sorted({*others, *field.enum, field.example} - {own})
    altered = [own] if field.enum else [_altered(field, own, chance)]
    return chance.choice(chance.choice([told or altered, altered]))


def _altered(field: Field, own: str, chance: Random) -> str:
    if field.type == "boolean":
        return "false" if own == "true" else "true"
    if field.type in ("number", "integer", "year"):
        is_share = field.maximum == 1
        return str(chance.random() if is_share else int(float(own or 0)) + chance.randrange(1, 9))
    if field.type == "date":
        return _moved(own, chance)
    return f"{own}_later" if field.pattern.startswith("^[a-z]") else f"{own} later".strip()
