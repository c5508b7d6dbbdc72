"""A record of policy is asked about amounts, days and words that no other of its rows bears out."""

from datetime import date

import pytest
from tests.unit.feeds.builders import Files, a_dossier, both, cell, swap
from tests.unit.review.reassessment.test_plan import GOOD, a_file

from peil.decide.decision import Decision, parse_decision
from peil.feeds.dossier.cells import Cells, read_cells
from peil.feeds.dossier.check import examine
from peil.feeds.dossier.descriptor import Resource
from peil.feeds.dossier.layout import layout_of
from peil.feeds.dossier.rules_arranged import event_questions
from peil.feeds.dossier.rules_asked import told_questions
from peil.feeds.dossier.rules_figures import crowd_questions, policy_figure_questions
from peil.feeds.dossier.rules_order import document_questions, order_questions
from peil.feeds.dossier.rules_returned import return_count_questions
from peil.feeds.tables.table import Dialect, read_table
from peil.review.reassessment.plan import parse_plan
from peil.terms.errors import BadInput, Problem

GRANT = (
    "line,arrangement,stage,year,amount,currency,published\n"
    "grant,cells,promised,2018,{},{},2018-02-01\n"
    "grant,cells,committed,{},900000,EUR,2018-06-01\n"
)
COST = (
    "arrangement,what,value,unit,on,published\n"
    "guards,cost,{},{},2017-04-18,2017-04-20\n"
    "guards,cost,140000000,EUR,2018-01-17,2018-01-19\n"
    "guards,cost,168000000,EUR,2019-05-13,2019-05-13\n"
)
SHARE = "arrangement,what,value,unit\ncells,{},{},percent\n"
STAFF = "id,staff,published\nguards,{},2015-01-17\nguards,1828,2016-08-03\nguards,300,2020-11-26\n"
TOWNS = (
    "id,country,since,counted,number,period_end,published\n"
    "cell,Norland,2015-08-21,,,,2015-08-21\n"
    "cell,Norland,,municipalities with a cell,{},{},2017-06-06\n"
)
ABROAD = "country,stage,group,what,age_band,value,date,published\n" + "".join(
    f"Norland,abroad,children,children abroad,minors,{n},2017-02-28,2017-02-28\n"
    for n in ("{}", 87, 20, 140, 41, 48)
)
OF_WHOM = "country,stage,group,what,age_band\nNorland,camps,{},{},{}\n"
TURNS = "arrangement,kind,on,published\nguards,started,2015-01-17,2015-01-17\n{}"
TOLD = (
    "arrangement,kind,on,text,published\n"
    "cells,act,2018-01-01,The cells were closed.,2018-01-02\n"
    "cells,act,2018-01-01,{},{}\n"
)
AGAIN = "guards,{},2016-01-01,2016-01-01\nguards,{},2017-05-01,2017-05-01\n"
STATUS = (
    "recommendation,side,state,on,published\n"
    "hire,owner,done,{},2015-08-05\n"
    "hire,{},{},2016-12-31,2016-12-31\n"
)
HIRE = "id,deadline,published\nhire,{},2015-01-16\n"
PEOPLE = "country,year,population\nNorland,2017,11000000\nNorland,2010,10000000\n"

ASKED: dict[str, tuple[dict[str, str], str | None]] = {
    "a promise in thousands": (
        {"funding": GRANT.format(2000, "EUR", 2018)},
        "funding.csv, row 3: amount is 900000, 10 times more or less than any other of its series; "
        "correct it, unless it is meant so",
    ),
    "a promise of twice what came": ({"funding": GRANT.format(2000000, "EUR", 2018)}, None),
    "two currencies of a line": (
        {"funding": GRANT.format(2000000, "USD", 2018)},
        "funding.csv, row 3: currency is 'EUR' where row 2 of the same line has 'USD'; "
        "write the same in both rows",
    ),
    "a year of another decade": (
        {"funding": GRANT.format(2000000, "EUR", 2008)},
        "funding.csv, row 3: year is 2008, and it was published on 2018-06-01; "
        "correct the year, unless it is meant so",
    ),
    "a year of long accounts": ({"funding": GRANT.format(2000000, "EUR", 2015)}, None),
    "a cost a hundred times": (
        {"arrangement_counts": COST.format(10028900000, "EUR")},
        "arrangement_counts.csv, row 2: value is 10028900000, 10 times more or less than any other "
        "of its series; correct it, unless it is meant so",
    ),
    "a cost that grows": ({"arrangement_counts": COST.format(10028900, "EUR")}, None),
    "a thing in two units": (
        {"arrangement_counts": COST.format(100289000, "EUR").replace("168000000,EUR", "168000000,USD")},
        "arrangement_counts.csv, row 4: unit is 'USD' where row 2 of the same count has 'EUR'; "
        "write the same in both rows",
    ),
    "a total that falls": (
        {"arrangement_counts": COST.format(150000000, "EUR").replace("cost", "cost since 2015")},
        "arrangement_counts.csv, row 3: value is 140000000, and was 150000000 before in row 2, where "
        "all are counted since a day; correct one of the two, unless it is meant so",
    ),
    "a cost of each year": ({"arrangement_counts": COST.format(150000000, "EUR")}, None),
    "a grant without an end": (
        {"funding": "line,arrangement,year,ends,published\ngrant,cells,2018,2088-06-30,2018-02-01\n"},
        "funding.csv, row 2: ends is 2088-06-30, and it was published on 2018-02-01; "
        "correct the year, unless it is meant so",
    ),
    "a grant of ten years": (
        {"funding": "line,arrangement,year,ends,published\ngrant,cells,2018,2028-06-30,2018-02-01\n"},
        None,
    ),
    "a rule of another century": (
        {"returns_rules": "id,valid_from,published\nline,1917-12-01,2017-12-31\n"},
        "returns_rules.csv, row 2: valid_from is 1917-12-01, and it was published on 2017-12-31; "
        "correct the year, unless it is meant so",
    ),
    "a rule of another decade": (
        {"returns_rules": "id,valid_from,published\nline,1987-12-01,2017-12-31\n"},
        None,
    ),
    "a percentage": (
        {"arrangement_counts": SHARE.format("towns that took part", 450)},
        "arrangement_counts.csv, row 2: value is 450, a share above 100 per cent; "
        "correct it, unless it is a change",
    ),
    "a change in per cent": ({"arrangement_counts": SHARE.format("Change of crime", 150)}, None),
    "posts a hundred times": (
        {"arrangements": STAFF.format(90000)},
        "arrangements.csv, row 2: staff is 90000, 10 times more or less than any other of its "
        "series; correct it, unless it is meant so",
    ),
    "posts that were few": ({"arrangements": STAFF.format(150)}, None),
    "more posts than a country can fill": (
        {"arrangements": "id,staff\nguards,150000\n", "population": PEOPLE},
        "arrangements.csv, row 2: staff is 150000, more than one for each 100 inhabitants; "
        "correct it, unless it is meant so",
    ),
    "a large police": ({"arrangements": "id,staff\nguards,40000\n", "population": PEOPLE}, None),
    "more municipalities than a country has": (
        {"local_arrangements": TOWNS.format(28400, "2017-06-06"), "population": PEOPLE},
        "local_arrangements.csv, row 3: number is 28400, more than one for each 1,000 inhabitants; "
        "correct it, unless it is meant so",
    ),
    "many municipalities": (
        {"local_arrangements": TOWNS.format(2840, "2017-06-06"), "population": PEOPLE},
        None,
    ),
    "a count before its arrangement": (
        {"local_arrangements": TOWNS.format(284, "2009-06-06")},
        "local_arrangements.csv, row 3: period_end is 2009-06-06, years before 2015-08-21, when "
        "'cell' began; correct one of the two, unless it is meant so",
    ),
    "a count of a decade ago": (
        {"local_arrangements": TOWNS.format(284, "2007-06-06").replace("2015-08-21,,,", "2006-01-01,,,")},
        "local_arrangements.csv, row 3: period_end is 2007-06-06, and it was published on "
        "2017-06-06; correct the year, unless it is meant so",
    ),
    "children a hundred times": (
        {"returns_counts": ABROAD.format(8000)},
        "returns_counts.csv, row 2: value is 8000, 10 times more or less than any other of its "
        "series; correct it, unless it is meant so",
    ),
    "more children than elsewhere": ({"returns_counts": ABROAD.format(800)}, None),
    "adults that are minors": (
        {"returns_counts": OF_WHOM.format("adults", "in the camps", "minors")},
        "returns_counts.csv, row 2: group is adults, where it counts 'minors'; "
        "correct one of the two, unless it is meant so",
    ),
    "children that are women": (
        {"returns_counts": OF_WHOM.format("children", "women in two camps", "")},
        "returns_counts.csv, row 2: group is children, where it counts 'women'; "
        "correct one of the two, unless it is meant so",
    ),
    "children and their mothers": (
        {"returns_counts": OF_WHOM.format("children", "children with women of 30", "under 12")},
        None,
    ),
    "women and children": ({"returns_counts": OF_WHOM.format("all", "women and children", "")}, None),
    "a second start": (
        {"events": TURNS.format("guards,started,2016-05-17,2016-05-17\n")},
        "events.csv, row 3: started on 2016-05-17 and on 2015-01-17 in row 2, and did not end "
        "between; add what lies between, or delete one of the two",
    ),
    "a second end": (
        {"events": TURNS.format(AGAIN.format("ended", "ended"))},
        "events.csv, row 4: ended on 2017-05-01 and on 2016-01-01 in row 3, and did not start "
        "between; add what lies between, or delete one of the two",
    ),
    "an event in other words": (
        {"events": TOLD.format("The last cells were closed.", "2018-02-01")},
        "events.csv, row 3: tells almost what row 2 does of the same day; write the same text in "
        "both rows if they are one event",
    ),
    "an event in the same words": (
        {"events": TOLD.format("The cells were closed.", "2018-02-01")},
        None,
    ),
    "another event of the day": ({"events": TOLD.format("A court ruled.", "2018-02-01")}, None),
    "two events told on one day": (
        {"events": TOLD.format("Two of the cells were moved.", "2018-01-02")},
        None,
    ),
    "an event that one day tells twice": (
        {"events": TOLD.format("The last cells were closed.", "2018-01-02")},
        "events.csv, row 3: tells almost what row 2 does of the same day; take one of the two away "
        "if they are one event",
    ),
    "an event that was revised and not told anew": (
        {
            "events": TOLD.format("Two of the cells were moved.", "2018-01-02")
            + "cells,act,2018-01-01,Two of the cells were moved.,2018-02-01\n"
        },
        None,
    ),
    "a start after an end": ({"events": TURNS.format(AGAIN.format("ended", "started"))}, None),
    "a start that was told twice": (
        {"events": TURNS.format("guards,started,2015-01-17,2016-05-17\n")},
        None,
    ),
    "a meeting before its start": (
        {"events": TURNS.format("guards,meeting,2011-12-01,2011-12-01\n")},
        "events.csv, row 3: on is 2011-12-01, years before 2015-01-17, when 'guards' began; "
        "correct one of the two, unless it is meant so",
    ),
    "a law before its start": ({"events": TURNS.format("guards,act,2011-12-01,2011-12-01\n")}, None),
    "a count before its start": (
        {
            "events": TURNS.format("").replace("2015-01-17", "2021-01-17"),
            "arrangement_counts": COST.format(100289000, "EUR"),
        },
        "arrangement_counts.csv, row 2: on is 2017-04-18, years before 2021-01-17, when 'guards' "
        "began; correct one of the two, unless it is meant so",
    ),
    "a count soon before its start": (
        {
            "events": TURNS.format("").replace("2015-01-17", "2018-01-17"),
            "arrangement_counts": COST.format(100289000, "EUR"),
        },
        None,
    ),
    "an end of another decade": (
        {"events": TURNS.format("guards,ended,2031-08-31,2021-08-31\n")},
        "events.csv, row 3: on is 2031-08-31, and it was published on 2021-08-31; "
        "correct the year, unless it is meant so",
    ),
    "an end that is foreseen": (
        {"events": TURNS.format("guards,ended,2025-08-31,2021-08-31\n")},
        None,
    ),
    "a status before it was asked": (
        {"statuses": STATUS.format("2005-08-05", "owner", "done"), "recommendations": HIRE.format("")},
        "statuses.csv, row 2: on is 2005-08-05, years before 2015-01-16, when 'hire' began; "
        "correct one of the two, unless it is meant so",
    ),
    "a status soon before it was asked": (
        {"statuses": STATUS.format("2014-08-05", "owner", "done"), "recommendations": HIRE.format("")},
        None,
    ),
    "what was done is not begun": (
        {"statuses": STATUS.format("2015-08-05", "owner", "not_started")},
        "statuses.csv, row 3: state is not_started on 2016-12-31, after done on 2015-08-05 in row "
        "2; correct one of the two, unless it is meant so",
    ),
    "an overseer who sees nothing begun": (
        {"statuses": STATUS.format("2015-08-05", "overseer", "not_started")},
        None,
    ),
    "what was done falls short": ({"statuses": STATUS.format("2015-08-05", "owner", "partly")}, None),
    "a deadline of another century": (
        {"recommendations": HIRE.format("1915-12-31")},
        "recommendations.csv, row 2: deadline is 1915-12-31, and it was published on 2015-01-16; "
        "correct the year, unless it is meant so",
    ),
    "a deadline far ahead": ({"recommendations": HIRE.format("2030-12-31")}, None),
}  # fmt: skip


def read(table: str, text: str) -> Cells:
    """Read the columns of a table that a case is about."""
    resource = Resource(name=table, file=f"{table}.csv")
    words = read_table(text.encode(), resource.file, Dialect())
    return read_cells(words, resource, layout_of(table))[0]


def asked(given: dict[str, str]) -> list[Problem]:
    tables = {name: read(name, text) for name, text in given.items()}
    found = [*order_questions(tables), *crowd_questions(tables, "Norland")]
    for name, cells in tables.items():
        found += [*told_questions(cells), *policy_figure_questions(name, cells)]
        found += return_count_questions(cells) if name == "returns_counts" else ()
        found += event_questions(cells) if name == "events" else ()
    return found


@pytest.mark.parametrize("case", ASKED)
def test_a_row_that_others_contradict_is_asked_about(case: str) -> None:
    given, said = ASKED[case]
    assert [str(each) for each in asked(given)] == ([] if said is None else [said])


def a_decision(day: str, said_on: str) -> Decision:
    source = "News of 22 January 2018; Paper, 2018-01-20"
    reason = {
        "text": "Fewer.",
        "source": "Paper, 15 January 2018",
        "said_on": date.fromisoformat(said_on),
    }
    told = {"level": 2, "office": "Centre", "date": date.fromisoformat(day), "source": source}
    return parse_decision({**told, "reasons": [reason]})


def of_documents(decision: Decision | None = None, plan: str = GOOD) -> list[str]:
    decisions = {} if decision is None else {"decision.toml": decision}
    begins, ends = plan.split()
    window = {"from": date.fromisoformat(begins), "to": date.fromisoformat(ends)}
    return [str(each) for each in document_questions(decisions, parse_plan({**a_file(), **window}))]


@pytest.mark.parametrize(
    ("day", "said_on", "said"),
    [
        ("2018-01-22", "2018-01-15", []),
        ("2018-03-22", "2017-12-15", []),
        ("2018-11-22", "2018-01-15",
         ["decision.toml: the decision has the date 2018-11-22, and its source names 2018-01-22; "
          "correct one of the two, unless it is meant so"]),
        ("2018-01-22", "2008-01-15",
         ["decision.toml: a reason has the said_on 2008-01-15, and its source names 2018-01-15; "
          "correct one of the two, unless it is meant so"]),
    ],
)  # fmt: skip
def test_a_decision_far_from_its_source_is_asked_about(
    day: str, said_on: str, said: list[str]
) -> None:
    assert of_documents(a_decision(day, said_on), "2015-01-16 2017-12-01") == said


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ("2013-01-16 2017-12-01", []),
        ("2005-01-16 2017-12-01",
         ["reassessment.toml: the reassessment has from 2005-01-16, years from its nearest step on "
          "2015-01-16; correct one of the two, unless it is meant so"]),
        ("2015-01-16 2027-12-01",
         ["reassessment.toml: the reassessment has to 2027-12-01, years from its nearest step on "
          "2015-01-16; correct one of the two, unless it is meant so"]),
    ],
)  # fmt: skip
def test_a_window_far_from_its_steps_is_asked_about(window: str, said: list[str]) -> None:
    assert of_documents(plan=window) == said


def test_a_country_that_stands_twice_beside_is_refused() -> None:
    (question,) = a_file()["questions"]
    with pytest.raises(BadInput) as refused:
        parse_plan(
            {**a_file(), "questions": [{**question, "peers": ["France", "Spain", "France"]}]}
        )
    assert str(refused.value) == (
        "number 1 of the reassessment's questions has 'France' twice in its peers; leave one out, "
        "or name what is missing"
    )


def test_a_dossier_is_asked_by_all_of_them() -> None:
    files: Files = a_dossier()
    both(
        cell("funding", 3, "currency", "USD"),
        cell("funding", 4, "year", "2038"),
        cell("arrangements", 4, "staff", "150000"),
        cell("statuses", 2, "on", "2008-05-01"),
        cell("returns_counts", 2, "group", "adults"),
        swap("decision.toml", 'source = "News 10"', 'source = "News, 2017-06-01"'),
    )(files)
    contents = {n: t if isinstance(t, bytes) else t.encode() for n, t in files.items()}
    found = examine(contents)
    assert found.problems == ()
    said = {(each.file, each.row) for each in found.questions}
    assert said >= {
        ("funding.csv", 3), ("funding.csv", 4), ("arrangements.csv", 4), ("statuses.csv", 2),
        ("returns_counts.csv", 2), ("decision.toml", None),
    }  # fmt: skip
