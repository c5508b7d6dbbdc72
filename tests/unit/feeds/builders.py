"""A small valid dossier of a country that does not exist, and ways to spoil it."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peil.feeds.dossier.new import as_json, describe

Files = dict[str, str | bytes]
Change = Callable[[Files], None]

LINE = "line,Norland,age_line,Under ten.,10,children,It says so.,Decision"
TABLES: dict[str, list[str]] = {
    "indicators": [
        "id,name_en,name_fr,name_nl,name_de,unit,measure_kind,family,effort,definition,caveat,weighs",
        "files,Files,Dossiers,Dossiers,Verfahren,files,flow_count,judicial_opened,effort_dependent,Opened.,,true",
        "gone,Departed,Partis,Vertrokken,Ausgereist,persons,cumulative,fighters_out,exogenous,Left.,Rough.,true",
        "listed,Listed,,,,persons,stock,fighters_stock,effort_dependent,On the list.,,false",
        "quiet,Rated low,,,,percent,share,plots,level_caused,Share.,,false",
    ],
    "observations": [
        "country,indicator,family,measure_kind,period_start,period_end,value,unit,published,"
        "published_precision,partial,approximate,effort,publisher,source,licence,confidence,note",
        "Norland,files,judicial_opened,flow_count,2016-01-01,2016-12-31,226,files,2017-01-31,"
        'month,false,false,effort_dependent,Prosecutor,"Report 2016, page 3",facts,read,',
        "Norland,files,judicial_opened,flow_count,2016-01-01,2016-12-31,273,files,2019-12-28,"
        "day,false,false,effort_dependent,Prosecutor,Report 2019,facts,read,revised",
        "Norland,files,judicial_opened,flow_count,2017-01-01,2017-12-31,250.5,files,2017-12-20,"
        "day,true,true,effort_dependent,Prosecutor,Report 2017,facts,memory,",
        "Norland,gone,fighters_out,cumulative,2016-03-01,2016-03-01,400,persons,2016-04-01,"
        "assumed,false,true,exogenous,Institute,Paper 1,facts,read,",
        "Norland,listed,fighters_stock,stock,2016-03-01,2016-03-01,12,persons,2016-04-01,"
        "day,false,false,effort_dependent,Police,Page 1,facts,read,",
        "Sudland,quiet,plots,share,2016-01-01,2016-12-31,62.5,percent,2017-02-01,"
        "day,false,false,level_caused,Centre,Page 2,facts,read,",
    ],
    "attacks": [
        "country,date,date_precision,place,status,killed,injured,ideology,target,published,"
        "published_precision,source,licence,confidence,note",
        "Norland,2016-03-22,day,Harbour,completed,3,10,jihadist,metro,2016-03-22,day,News 1,facts,read,",
        "Norland,2017-05-01,month,Hill,foiled,,,right_wing,,2017-05-31,month,News 2,facts,memory,",
        "Elsewhere,2018-01-01,year,Field,failed,0,0,unknown,,2018-12-31,year,News 3,facts,read,",
    ],
    "attacks_complete": [
        "country,ideology,status,complete_from,complete_to,reason",
        "Norland,jihadist,completed+failed,2010-01-01,2015-12-31,checked",
        "Norland,jihadist,completed,2016-01-01,2019-12-31,checked",
        "Norland,any,foiled,2010-01-01,2019-12-31,checked",
    ],
    "population": [
        "country,iso3,year,population,source,licence,confidence",
        "Norland,NOR,2016,11000000,Bureau,free,read",
        "Norland,NOR,2017,11100000,Bureau,free,read",
        "Sudland,SUD,2017,5000000,Bureau,free,read",
    ],
    "official_levels": [
        "country,valid_from,announced,announced_precision,level,scale_min,scale_max,level_name,"
        "scope,source,confidence,note",
        "Norland,2010-01-01,2010-01-01,day,2,1,4,medium,national,News 4,read,",
        "Norland,2015-11-16,2015-11-16,day,3,1,4,serious,national,News 5,read,",
        "Norland,2015-11-21,2015-11-21,day,4,1,4,very serious,Capital,News 6,read,",
        "Sudland,2014-01-01,2014-01-01,assumed,5,1,5,extreme,national (all terrorism),News 7,memory,",
    ],
    "official_levels_confirmed": [
        "country,valid_from,announced,announced_precision,level,scale_min,scale_max,level_name,"
        "scope,source,confidence,note",
        "Norland,2014-12-31,2015-02-01,day,2,1,4,medium,national,News 12,read,",
        "Norland,2016-01-31,2016-01-31,day,4,1,4,very serious,Capital,News 13,read,",
        "Sudland,2015-01-01,2015-01-01,day,4,1,5,severe,national (all terrorism),News 14,read,",
    ],
    "breaks": [
        "indicator,country,date,kind,description,publisher,source,published,"
        "published_precision,confidence,note",
        "files,Norland,2017-01-01,definition,Local files too.,Prosecutor,Report 2017,2018-01-31,"
        "month,read,",
        "gone,,2015-06-01,method,Rounded no more.,Institute,Paper 2,2015-06-01,day,memory,",
        "attacks_dated_jihadist,Norland,2016-01-01,coverage,The islands too.,Police,News 11,"
        "2016-02-01,day,read,",
    ],
    "plots": [
        "opened,closed,place,published,source,note",
        "2017-11-02,2017-12-20,Harbour,2017-11-10,News 8,",
        "2018-01-02,,Hill,2018-01-10,News 9,",
    ],
    "signs": [
        "day,office,published,source,confidence,note",
        "2017-11-02,Centre,2017-11-03,News 12,read,",
        "2017-11-30,Centre,2017-11-30,News 13,memory,renewed",
    ],
    "judgements": [
        "question,as_of,round,service,threshold,low,best,high,interval_confidence,reason,date,"
        "reliability,credibility,resolution,resolved,note",
        "january,2018-01-31,1,Army,2,0.8,0.9,0.95,0.8,Calm.,2018-01-10,B,2,2,2018-07-31,",
        "january,2018-01-31,1,Army,3,0.1,0.2,0.4,0.8,Calm.,2018-01-10,B,2,2,2018-07-31,",
        "january,2018-01-31,1,Army,4,0.01,0.1,0.2,0.8,Calm.,2018-01-10,B,2,2,2018-07-31,",
        "january,2018-01-31,1,Police,2,,0.9,,,Arrests.,2018-01-11,,,2,2018-07-31,",
        "january,2018-01-31,1,Police,3,,0.5,,,Arrests.,2018-01-11,,,2,2018-07-31,",
        "january,2018-01-31,1,Police,4,,0.1,,,Arrests.,2018-01-11,,,2,2018-07-31,",
        "january,2018-01-31,2,Army,2,0.8,0.9,0.95,0.8,Calm.,2018-01-20,F,6,2,2018-07-31,late",
    ],
    "findings": [
        "id,country,inquiry,theme,statement,date,published,published_precision,source,confidence,note",
        "north_staff,Norland,Commission,capacity,Too few people.,2017-06-15,2017-06-16,day,Report,read,",
        "north_staff,Norland,Commission,capacity,Far too few.,2017-06-15,2017-10-26,day,Debate,read,",
        "north_files,Norland,Commission,information_flow,Not shared.,2017-06-15,2017-06-30,month,"
        "Report,read,",
        "south_files,Sudland,Court,information_flow,Not passed on.,2016-01-01,2016-02-01,assumed,"
        "Ruling,read,",
        "south_law,Sudland,Court,regulatory_fragmentation,No law.,2016-01-01,2016-02-01,day,Ruling,"
        "memory,",
    ],
    "practices": [
        "id,country,name,statement,themes,findings,evidence,evidence_reason,transfer,"
        "counter_evidence,published,published_precision,source,confidence,note",
        "desk,Sudland,Shared desk,Sit in one room.,information_flow+capacity,"
        "north_files+south_files,descriptive,Counted once.,A room.,Meetings grew.,2017-01-01,day,"
        "Paper,read,",
        "law,World,Model law,Write one law.,regulatory_fragmentation,,none,Nobody looked.,,,"
        "2018-12-31,year,Paper,memory,",
    ],
    "recommendations": [
        "id,findings,statement,addressee,deadline,evidence_required,after,published,source,note",
        "hire,north_staff,Hire more.,ministry,2018-12-31,posts filled,,2017-06-16,Report,",
        "hire,north_staff,Hire many more.,ministry,2019-06-30,posts filled,,2017-10-26,Debate,",
        "share,north_files+north_staff,Share files.,police,,,hire,2017-06-30,Report,",
    ],
    "statuses": [
        "recommendation,side,state,on,evidence,reason,blocked_by,blocked_since,published,source,note",
        "hire,owner,done,2018-05-01,Payroll,,,,2018-05-02,Answer,",
        "hire,overseer,partly,2018-05-01,,Half of the posts.,,,2018-06-02,Audit,",
        "share,owner,blocked,2018-05-01,,No law.,ministry,2017-09-01,2018-05-02,Answer,",
        "share,overseer,no_information,2018-05-01,,,,,2018-06-02,Audit,",
    ],
    "arrangements": [
        "id,name,function,legal_basis,body,type,share_preventive,share_repressive,share_enabling,"
        "share_doubt,staff,vacancies,rebuild_months,coupling,coupling_reason,coupling_by,sensor_of,"
        "answers,answers_none,carries_out,mandate_until,sunset,rights,rights_on,published,source,note",
        "cells,Cells,case work,Law,police,prevent,0.7,0.1,0.2,0.1,15,2,18,structural,People.,"
        "dossier_author,files,north_files,,share,2020-12-31,,assessed,2016-01-10,2016-02-01,Law,",
        "cells,Cells,case work,Law,police,prevent,0.7,0.1,0.2,0.1,17,,18,structural,People.,"
        "dossier_author,files,north_files,,share,2020-12-31,,assessed,2016-01-10,2017-02-01,Law,",
        "guards,Guards,stand,,police,protect,,,,,150,,,level_bound,They stand.,government,,,true,,,"
        "2017-12-31,not_assessed,,2016-02-01,News,",
        "desk,Desk,answer,,ministry,prepare,,,,,,,,,,,,north_staff,,hire,,,,,2016-02-01,News,",
    ],
    "funding": [
        "line,arrangement,stage,year,amount,currency,price_year,ends,published,source,note",
        "grant,cells,committed,2018,1000000,EUR,,2018-06-30,2017-12-01,Budget,",
        "grant,cells,committed,2018,900000,EUR,,2018-06-30,2018-03-01,Budget,revised",
        "grant,cells,promised,2019,2000000,EUR,2018,,2017-12-01,Budget,",
    ],
    "events": [
        "arrangement,kind,on,text,outcome,value,by,reason,replacement,opinions,published,source,note",
        "cells,meeting,2017-03-01,They met.,,,,,,,2017-04-01,Minutes,",
        "cells,without_cell,2017-03-01,,,12,,,,,2017-04-01,Count,",
        "guards,evaluated,2017-03-01,Looked at.,no_effect,,,,,,2017-04-01,Study,",
        "desk,ended,2017-09-01,Closed.,,,government,Moved.,nothing,police,2017-09-02,Decision,",
    ],
    "arrangement_counts": [
        "arrangement,what,value,of,unit,on,on_precision,remark,published,published_precision,source,note",
        "cells,towns with a cell,12,30,towns,2017-03-31,month,,2017-04-01,day,Count,",
        "guards,cost,1500000.5,,EUR,2017-12-31,year,since 2015,2018-02-28,month,Answer,",
    ],
    "returns_rules": [
        "id,country,rule,text,under_age,admits,admits_reason,instrument,valid_from,valid_from_precision,"
        "valid_to,valid_to_precision,published,published_precision,source,source_date,confidence,note",
        f"{LINE},2017-12-01,month,,,2017-12-31,month,News 3,2019-01,read,",
        f"{LINE},2017-12-01,month,2021-03-01,month,2021-03-31,month,News 4,,read,",
        "camp,Sudland,reception,Care.,,,,Board,2018-02-03,day,,,2018-02-04,day,News 5,,read,",
        "rumour,Sudland,escort,Flight.,,,,Army,2018-02-03,day,,,2018-02-04,day,N,,memory,",
    ],
    "returns_counts": [
        "country,stage,group,what,age_band,value,approximate,date,date_precision,counter,published,"
        "published_precision,source,source_date,confidence,note",
        "Norland,camps,children,in camps,minors,80,true,2017-02-28,month,Centre,2017-02-28,month,N,,read,",
        "Sudland,returned,adults,back,,4,false,2018-01-10,day,not named,2018-01-11,day,News 8,,read,",
    ],
    "local_arrangements": [
        "id,country,name,name_local,legal_basis,since,since_precision,members,may_say,may_write,"
        "evaluation,counted,number,period_start,period_end,period_end_precision,counter,published,"
        "published_precision,source,source_date,confidence,note",
        "cell,Norland,Cell,Zelle,Circular,2015-08-21,day,,,,,,,,,,,2015-08-21,day,Page,,read,",
        "cell,Norland,Cell,,,,,,,,,towns,284,,2017-06-06,day,Minister,2017-06-06,day,News 9,,read,",
        "cell,Norland,Cell,,Law,2018-09-24,day,Mayor,No consent.,A list.,,,,,,,,2018-09-14,day,G,,read,",
    ],
}
SCALE = """
name = "Level"
instrument = "Law of 2009"
article = "4"
valid_from = 2010-01-01
replay_from = 2010-01-31
levels = [
  { number = 1, name = { en = "low", fr = "faible" }, meaning = { en = "none" } },
  { number = 2, name = { en = "medium" }, meaning = { en = "unlikely" } },
  { number = 3, name = { en = "serious" }, meaning = { en = "likely" } },
  { number = 4, name = { en = "very serious" }, meaning = { en = "imminent" }, imminent = true },
]
"""
EARLIER = """
name = "Old level"
instrument = "Law of 1999"
article = "1"
valid_from = 2000-01-01
levels = [
  { number = 0, name = { en = "none" }, meaning = { en = "none" } },
  { number = 1, name = { en = "some" }, meaning = { en = "some" } },
]
"""
LADDER = """
name = "Own"
author = "Somebody"
date = "2026-01-01"
adopted_by = "no authority"
[families.attacks]
measure = "per_head"
values = [0.1, 0.3, 1, 3]
size = 2
reliability = 0.9
reason = "tried"
per_months = 12
"""
DECISION = """
level = 2
office = "Centre"
date = 2018-01-22
seriousness = "medium"
likelihood = "unlikely"
source = "News 10"
review_on = 2018-07-22
[[reasons]]
text = "Fewer attacks."
family = "attacks"
direction = "waning"
source = "News 10"
said_on = 2018-01-20
[[dissent]]
office = "Police"
text = "Too early."
[[exceptions]]
place = "Harbour"
level = 3
text = "Kept."
until = 2018-06-30
"""


POLICY = """
vacant_share = 0.25
[bodies]
ministry = "Ministry"
police = "Police"
"""


def a_dossier() -> Files:
    """Give the files of a valid dossier, by name."""
    descriptor = describe("Norland", tables=tuple(TABLES), title="Norland and peers")
    return {
        "datapackage.json": as_json(descriptor),
        "scale.toml": SCALE,
        "ladder.toml": LADDER,
        "decision.toml": DECISION,
        "policy.toml": POLICY,
        **{f"{name}.csv": "\n".join(lines) + "\n" for name, lines in TABLES.items()},
    }


def written(files: Files, folder: Path) -> Path:
    """Write the files of a dossier into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def text_of(files: Files, name: str) -> str:
    """Give a file that is text."""
    content = files[name]
    assert isinstance(content, str)
    return content


def rows_of(files: Files, table: str) -> list[list[str]]:
    """Split a table into cells, the header first."""
    return list(csv.reader(io.StringIO(text_of(files, f"{table}.csv"))))


def put_rows(files: Files, table: str, rows: list[list[str]], delimiter: str = ",") -> None:
    """Write a table from its cells."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", delimiter=delimiter).writerows(rows)
    files[f"{table}.csv"] = text.getvalue()


def cell(table: str, row: int, column: str, value: str) -> Change:
    """Put a value into a cell; rows are numbered as a spreadsheet does."""

    def change(files: Files) -> None:
        rows = rows_of(files, table)
        rows[row - 1][rows[0].index(column)] = value
        put_rows(files, table, rows)

    return change


def add_row(table: str, line: str) -> Change:
    """Add a line at the end of a table."""

    def change(files: Files) -> None:
        files[f"{table}.csv"] = text_of(files, f"{table}.csv") + line + "\n"

    return change


def with_columns(table: str, row: int, **filled: str) -> Change:
    """Add columns to a table that hold something in one row alone."""

    def change(files: Files) -> None:
        header, *rows = rows_of(files, table)
        empty = [""] * len(filled)
        added = [[*each, *empty] for each in rows]
        added[row - 2][len(header) :] = filled.values()
        put_rows(files, table, [[*header, *filled], *added])

    return change


def without_column(table: str, column: str) -> Change:
    """Take a column out of a table."""

    def change(files: Files) -> None:
        rows = rows_of(files, table)
        at = rows[0].index(column)
        put_rows(files, table, [row[:at] + row[at + 1 :] for row in rows])

    return change


def swap(name: str, old: str, new: str) -> Change:
    """Replace a piece of text in a file, where it stands first."""

    def change(files: Files) -> None:
        text = text_of(files, name)
        assert old in text, f"{old!r} is not in {name}"
        files[name] = text.replace(old, new, 1)

    return change


def content(name: str, data: str | bytes) -> Change:
    """Replace a whole file."""
    return lambda files: files.update({name: data})


def no_file(name: str) -> Change:
    """Take a file away."""

    def change(files: Files) -> None:
        del files[name]

    return change


def descriptor(edit: Callable[[dict[str, Any]], object]) -> Change:
    """Edit the descriptor."""

    def change(files: Files) -> None:
        data = json.loads(text_of(files, "datapackage.json"))
        edit(data)
        files["datapackage.json"] = as_json(data)

    return change


def resource(table: str, **changes: Any) -> Change:
    """Edit the properties of a table in the descriptor; None takes one away."""

    def edit(data: dict[str, Any]) -> None:
        entry = next(entry for entry in data["resources"] if entry["name"] == table)
        entry.update(changes)
        for key in [key for key, value in entry.items() if value is None]:
            del entry[key]

    return descriptor(edit)


def both(*changes: Change) -> Change:
    """Make several changes one after another."""

    def change(files: Files) -> None:
        for one in changes:
            one(files)

    return change
