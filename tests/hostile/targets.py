"""What is spoilt: the files of each kind of base, and the command that answers for each."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.hostile.dossier import a_whole_dossier
from tests.hostile.mutations import DAY, FLAG, NAME, NUMBER, TEXT, WORD, Sheet, sheet_of

from peil.feeds.dossier.layout import layout_of
from peil.feeds.dossier.new import new_dossier
from peil.feeds.gdelt.parser import HEADER
from peil.observe.indicator import EFFORTS

ROOT = Path(__file__).parents[2]
GUIDE, FEEDS = ROOT / "docs" / "guide", ROOT / "src" / "peil" / "feeds"
ON = "2018-01-22"
Command = tuple[object, ...]
Ask = Callable[[Path], Sequence[Command]]
"""Gives the commands that answer for a file, the first of which is compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A file that is spoilt, how it is read as a table, and who answers for it."""

    file: str
    text: str
    ask: Ask
    sheet: Sheet | None = None
    beside: Mapping[str, str | bytes] | None = None


# Dossiers


ASSESS: Command = ("assess", "DOSSIER", "--as-of", ON)
STATUS: Command = ("policy", "status", "DOSSIER", "--as-of", ON)
LOWERING: Command = ("policy", "lowering", "DOSSIER", "--from", "3", "--to", "2", "--on", ON)
POLICY = ("recommendations", "statuses", "funding", "events", "arrangement_counts")
TELLERS: dict[str, Command] = {
    **dict.fromkeys((*(f"{table}.csv" for table in POLICY), "policy.toml"), STATUS),
    **dict.fromkeys(("findings.csv", "practices.csv"), ("practices", "DOSSIER")),
    **dict.fromkeys(("returns_rules.csv", "returns_counts.csv"), ("policy", "returns", "DOSSIER")),
    "population.csv": ("compare", "DOSSIER", "--indicator", "ftf_departed_cumulative", "--as-of", ON),
    "judgements.csv": ("judge", "DOSSIER"),
    "arrangements.csv": LOWERING,
    "local_arrangements.csv": ("policy", "local", "DOSSIER"),
    "official_levels.csv": ("track", "DOSSIER"),
    "reassessment.toml": ("reassess", "DOSSIER"),
}  # fmt: skip
"""The command that shows a file; of any other it is the assessment."""
OFTEN = {
    "observations.csv": 8, "attacks.csv": 5, "attacks_complete.csv": 3, "indicators.csv": 4, "breaks.csv": 2,
    "datapackage.json": 2,
}  # fmt: skip
"""How much more often than once what the level hangs on is drawn."""
NAMES = {
    "country", "indicator", "id", "publisher", "arrangement", "recommendation", "findings", "themes", "theme",
    "service", "question", "after", "line", "currency", "sensor_of", "answers", "carries_out", "denominator", "iso3",
}  # fmt: skip


def kinds_of(table: str) -> dict[str, str]:
    """Tell the kind of each column of a table of a dossier from its schema."""
    by_type = {"number": NUMBER, "integer": NUMBER, "year": NUMBER, "date": DAY, "boolean": FLAG}
    found = {}
    for field in layout_of(table).fields.values():
        word = WORD if field.enum or field.name == "family" else TEXT
        found[field.name] = NAME if field.name in NAMES else by_type.get(field.type, word)
    return found


@cache
def dossier_targets() -> list[Target]:
    """Give each file of the dossier, those that the level hangs on more often."""
    files, made = a_whole_dossier(), []
    for name, text in sorted(files.items()):
        assert isinstance(text, str)
        words = TELLERS.get(name, ASSESS)
        target = Target(
            file=name,
            text=text,
            sheet=_table(name.removesuffix(".csv"), text) if name.endswith(".csv") else None,
            ask=lambda folder, words=words: _of_dossier(words, folder),  # type: ignore[misc] - one for each
            beside={file: content for file, content in files.items() if file != name},
        )
        made += [target] * OFTEN.get(name, 1)
    return made


def _of_dossier(words: Command, folder: Path) -> Sequence[Command]:
    asked = tuple(folder if word == "DOSSIER" else word for word in words)
    return (*asked, "--format", "json"), ("check", folder)


def _table(table: str, text: str) -> Sheet:
    header, *rows = csv.reader(io.StringIO(text))
    fields, held = layout_of(table).fields, [dict(zip(header, row, strict=True)) for row in rows]
    weighs = [
        i for i, row in enumerate(held)
        if row.get("published", "") <= ON and row.get("country", "Belgium") in ("Belgium", "")
    ]  # fmt: skip
    return Sheet(
        header=header,
        rows=rows,
        kinds=kinds_of(table),
        required=frozenset(name for name in header if name in fields and fields[name].required),
        weighs=weighs or range(len(rows)),
    )


# Counts, panels and answers


def _plain_table(file: str, text: str, ask: Ask, *needed: str, **kinds: str) -> Target:
    sheet = replace(sheet_of(text, kinds), required=frozenset(needed))
    return Target(file=file, text=text, sheet=sheet, ask=ask)


@cache
def counts_targets() -> list[Target]:
    """Give a table of one series with population and effort, and one of regions."""
    weekly = list(csv.reader(io.StringIO((GUIDE / "weekly.csv").read_text())))
    rows = [
        f"{day},{n},{11000000 + 100 * i},{EFFORTS[i % 2]}" for i, (day, n) in enumerate(weekly[1:])
    ]
    weeks = "\n".join(["date,count,population,effort", *rows]) + "\n"
    header, *regions = (GUIDE / "regions.csv").read_text().splitlines(keepends=True)
    few = "".join([header, *(line for line in regions if "/North" in line)])
    kinds = {"date": DAY, "count": NUMBER}

    def watch(folder: Path) -> Sequence[Command]:
        return (("watch", "--counts", folder / "counts.csv", "--format", "json"),)

    def many(folder: Path) -> Sequence[Command]:
        words = ("--workers", "1", "--last", "8", "--format", "json")
        return (("watch-many", folder / "counts.csv", folder / "made", *words),)

    of_one = _plain_table(
        "counts.csv", weeks, watch, "date", **kinds, population=NUMBER, effort=WORD
    )
    of_many = _plain_table(
        "counts.csv", few, many, "date", "series", "region", **kinds, series=NAME, region=NAME
    )
    return [of_one, of_one, of_one, of_many]  # fmt: skip


@cache
def panel_targets() -> list[Target]:
    """Give a panel of units and years, months of thefts beside a control, and places."""
    panel, chance = (GUIDE / "panel.csv").read_text(), Random(1)
    months = ["date,count,robberies"]
    for i in range(48):
        thefts, robberies = chance.randrange(40, 80) // (1 + i // 24), chance.randrange(40, 60)
        months.append(f"{2010 + i // 12}-{i % 12 + 1:02d},{thefts},{robberies}")
    places = "place,count,population\na,13,50000\nb,10,40000\nc,30,60000\nd,9,55000\ne,21,70000\n"

    def evaluate(of: str, *words: object) -> Ask:
        return lambda folder: (("evaluate", of, folder / "panel.csv", *words, "--format", "json"),)

    units = {"unit": NAME, "year": NUMBER, "value": NUMBER}
    thefts_ = {"date": DAY, "count": NUMBER, "robberies": NUMBER}
    placed = {"place": NAME, "count": NUMBER, "population": NUMBER}
    control = evaluate("control", "--unit", "North", "--from", "2016", "--starts", "2")
    did = evaluate("did", "--unit", "North", "--from", "2016")
    series = evaluate("series", "--from", "2012-01-01", "--control", "robberies")
    return [
        _plain_table("panel.csv", panel, control, *units, **units),
        _plain_table("panel.csv", panel, did, *units, **units),
        _plain_table("panel.csv", "\n".join(months) + "\n", series, "date", **thefts_),
        _plain_table("panel.csv", places, evaluate("events"), *placed, **placed),
    ]


@cache
def answers_targets() -> list[Target]:
    """Give the questions of a lowering, answered."""
    lines = [
        "question,arrangement,needed,choices,choice,reason,by",
        f"{ON}:3-2:vigilant_guardian:coupling,vigilant_guardian,yes,keep scale stop,stop,No need.,government",
        f"{ON}:3-2:common_database:facts,common_database,yes,,,Looked at.,government",
    ]

    def lowering(folder: Path) -> Sequence[Command]:
        words = tuple(folder / "dossier" if word == "DOSSIER" else word for word in LOWERING)
        return ((*words, "--answers", folder / "answers.csv", "--format", "json"),)

    words = {"question": NAME, "arrangement": NAME, "choice": WORD, "by": WORD}
    kinds = {**words, "reason": TEXT, "needed": TEXT}
    target = _plain_table("answers.csv", "\n".join(lines) + "\n", lowering, "question", **kinds)
    files = {f"dossier/{name}": content for name, content in a_whole_dossier().items()}
    return [replace(target, beside=files)]


# Imports


IMPORTED: dict[str, dict[str, str]] = {
    "gtd": {"eventid": NUMBER, "iyear": NUMBER, "imonth": NUMBER, "iday": NUMBER, "country_txt": NAME, "doubtterr": NUMBER, "success": FLAG, "nkill": NUMBER, "summary": TEXT},
    "acled": {"event_id_cnty": NAME, "event_date": DAY, "disorder_type": WORD, "event_type": WORD, "country": NAME, "timestamp": NUMBER, "notes": TEXT},
    "ucdp": {"id": NUMBER, "type_of_violence": NUMBER, "country": NAME, "date_prec": NUMBER, "date_start": DAY, "best": NUMBER, "source_article": TEXT},
    "gdelt": {"GlobalEventID": NUMBER, "Day": NUMBER, "EventCode": WORD, "ActionGeo_CountryCode": WORD, "DATEADDED": NUMBER, "SOURCEURL": TEXT},
    "events_csv": {"date": DAY, "country": NAME, "published": DAY, "what": TEXT},
}  # fmt: skip
"""The columns that a source counts by, and one that it does not read."""
PUBLISHED = {"gtd": "2019-01-01", "ucdp": "2017-06-01"}


@cache
def import_targets() -> list[Target]:
    """Give the event file of each source."""
    return [_import(source) for source in IMPORTED]


def _import(source: str) -> Target:
    path = next((FEEDS / source).glob("fixture.*"))
    text, kinds = path.read_text(encoding="utf-8"), IMPORTED[source]
    if source == "gdelt":
        rows = list(csv.reader(io.StringIO(text), delimiter="\t"))
        where = {"weighs": range(len(rows)), "has_header": False, "delimiter": "\t"}
        sheet = Sheet(header=HEADER, rows=rows, kinds=kinds, **where)
    else:
        sheet = sheet_of(text, kinds)

    def asked(folder: Path) -> Sequence[Command]:
        published = ("--published", PUBLISHED[source]) if source in PUBLISHED else ()
        words = (
            "import",
            source,
            folder / path.name,
            folder / "dossier",
            "--all-countries",
            *published,
        )
        return ((*words, "--format", "json"),)

    return Target(file=path.name, text=text, sheet=sheet, ask=asked, beside=_new_dossier())


@cache
def _new_dossier() -> Mapping[str, bytes]:
    with TemporaryDirectory() as folder:
        new_dossier("Belgium", Path(folder) / "dossier")
        files = (Path(folder) / "dossier").iterdir()
        return {f"dossier/{file.name}": file.read_bytes() for file in files}


TARGETS: dict[str, Callable[[], list[Target]]] = {
    "dossier": dossier_targets,
    "counts": counts_targets,
    "import": import_targets,
    "evaluate": panel_targets,
    "answers": answers_targets,
}
TIMES = {"dossier": 1000, "counts": 400, "import": 400, "evaluate": 400, "answers": 150}
"""How many mutations of each kind are a full run."""
MOST_SILENT = 0.02
"""Share of the mutations of cells that weigh whose answer may change silently."""
