"""What the law's table says of the audit and of itself, without any record: who is shown what."""

import datetime as dt
import hashlib
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.web.desk.conftest import EVERYBODY, Signed

from peil.store.shared import audit
from peil.terms.rights import Rights
from peil.web import middleware
from peil.web.server import current
from peil.workflow import clock
from peil.workflow.serving import follow_law
from peil.workflow.working import work

May = Callable[[str], set[str]]
NOW = clock.now()


@pytest.fixture
def acted(signed: Signed) -> str:
    """The digest of the last of six events: two acts of the unit, three looks by it and one by another."""
    scope = signed("dora").make("/scope/new/create/", type="country", name="Belgium")
    signed("dora").make("/scope/new/create/", type="site", name="Station")
    signed("ada").get(scope)
    signed("pia").get(scope)
    *_, last = audit.chain()
    cells, digest = last[:-1], last[-1]
    assert hashlib.sha256("\x1f".join(cells).encode()).hexdigest() == digest
    return digest


def test_those_whom_the_table_names_are_shown_the_audit_and_no_others(may: May) -> None:
    assert may("/audit/") == {"alex", "dora", "dan"}


def test_administrators_see_size_and_head_and_no_numbers_of_offices(
    signed: Signed, acted: str, tmp_path: Path
) -> None:
    work(NOW + dt.timedelta(hours=1), tmp_path / "audit.key", current())
    page = signed("alex").text("/audit/")
    assert "<dt>Events</dt><dd>6</dd>" in page
    assert f"<dd>{acted}</dd>" in page
    assert "<dt>Signed up to event</dt><dd>6, " in page
    assert "your office" not in page


@pytest.mark.parametrize("name", ["dora", "dan"])
def test_director_and_deputy_see_numbers_of_their_office_and_nothing_else(
    signed: Signed, acted: str, name: str
) -> None:
    page = signed(name).text("/audit/")
    assert "your office did in the last 30 days</dt><dd>2</dd>" in page
    assert "your office looked at in the last 30 days</dt><dd>3</dd>" in page
    assert acted not in page
    assert "Events" not in page


def test_the_table_of_rights_is_read_by_those_whom_it_names(
    signed: Signed, may: May, root: Path
) -> None:
    assert may("/rights.csv") == {"alex", "otto", "petra", "pia"}
    table = root / "dossiers" / "belgium" / "law" / "rights.csv"
    assert signed("petra").get("/rights.csv").content == table.read_bytes()


def test_frozen_figures_are_shown_to_those_whom_the_table_names_and_no_others(
    signed: Signed, may: May, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PROPOSALS = tmp_path
    frozen = tmp_path / "2026-01-01-0123456789ab"
    frozen.mkdir()
    (frozen / "index.html").write_text("<body>1 in 10</body>")
    signed("ada")
    figures, led = f"/figures/{frozen.name}/index.html", f'href="/figures/{frozen.name}/'
    assert may(figures) == {*EVERYBODY}
    assert led in signed("gus").text("/")
    law = current().law
    rows = tuple(each for each in law.rights.rows if each.kind != "proposal")
    here = replace(current(), law=replace(law, rights=Rights(rows=rows)))
    monkeypatch.setattr(middleware, "current", lambda: here)
    assert may(figures) == set()
    assert led not in signed("gus").text("/")
    only = replace(rows[0], role="everyone", action="read", kind="proposal")
    cleared = replace(
        only, first_day=None, last_day=None, conditions=frozenset({"cleared_top_secret"})
    )
    here = replace(here, law=replace(law, rights=Rights(rows=(*rows, cleared))))
    assert may(figures) == {"max", "otto"}


def test_the_newest_figures_stand_first_and_what_is_none_nowhere(
    signed: Signed, settings: Any, tmp_path: Path
) -> None:
    settings.PROPOSALS, days = tmp_path / "proposals", range(1, 8)
    (tmp_path / "secret.key").write_text("canary")
    for name in (*(f"2026-01-{day:02}-0123456789ab" for day in days), ".2026-01-09-0123456789ab"):
        (settings.PROPOSALS / name).mkdir(parents=True)
    settings.PROPOSALS.joinpath("2026-01-07-000000000000").mkdir()
    os.utime(settings.PROPOSALS / "2026-01-07-0123456789ab", (0, 0))
    led = re.findall(r'href="/figures/2026-01-(\d+)-(\w+)/', signed("ada").text("/"))
    assert [day for day, _ in led] == ["07", "07", "06", "05", "04"]
    assert led[0][1] == "0" * 12
    (settings.PROPOSALS / "2026-01-07-000000000000").rmdir()
    assert "/figures/2026-01-07-000000000000/" not in signed("ada").text("/")
    assert signed("ada").get("/figures/../secret.key").status_code == 404
    assert signed("ada").get("/figures/%2E%2E/secret.key").status_code == 404


def test_the_front_page_looks_at_no_figures_but_those_that_it_names(
    signed: Signed, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PROPOSALS, first = tmp_path / "proposals", dt.date(2020, 1, 1)
    names = [f"{first + dt.timedelta(days=day)}-0123456789ab" for day in range(1000)]
    for name in names:
        (settings.PROPOSALS / name).mkdir(parents=True)
    ada, really, looked = signed("ada"), Path.stat, []

    def noted(path: Path, **how: bool) -> os.stat_result:
        looked.append(path.name)
        return really(path, **how)

    monkeypatch.setattr(Path, "stat", noted)
    ada.text("/")
    assert sorted(each for each in looked if each in names) == names[-5:]


@pytest.mark.parametrize(
    ("name", "seen"), [("dora", {"audit/"}), ("alex", {"audit/", "rights.csv"}), ("sam", set())]
)
def test_the_front_page_leads_there_whom_the_table_names(
    signed: Signed, name: str, seen: set[str]
) -> None:
    page = signed(name).text("/")
    assert {each for each in ("audit/", "rights.csv") if f'href="/{each}"' in page} == seen


def test_the_audit_tells_once_that_other_tables_of_law_are_followed(
    signed: Signed, root: Path, tmp_path: Path
) -> None:
    shutil.copytree(root / "dossiers" / "belgium" / "law", tmp_path / "law")
    rights = tmp_path / "law" / "rights.csv"
    for _ in range(2):
        follow_law(tmp_path)
    row = rights.read_text().splitlines()[-1]
    rights.write_text(rights.read_text().replace(f"{row}\n", ""))
    for _ in range(2):
        follow_law(tmp_path)
    told = [cells for cells in audit.chain() if "rights_row" in cells]
    assert len({cells[-3] for cells in told}) == len(told) == 2
    assert "<dt>Tables of law since</dt>" in signed("alex").text("/audit/")


def test_who_oversees_sees_who_looked_at_a_record_by_name_and_nobody_else_does(
    signed: Signed,
) -> None:
    scope = signed("dora").make("/scope/new/create/", type="country", name="Belgium")
    for name in ("dan", "ada", "ada"):
        signed(name).get(scope)
    page = signed("pia").text(scope).replace("\xa0", " ")
    told = re.findall(r"<li>(\w+ \w+) looked (once, on|2 times, last on) \d", page)
    assert told == [  # by name, and never by number
        ("Ada Analyst", "2 times, last on"),
        ("Dan Deputy", "once, on"),
    ]
    assert "Pia Overseer looked once, on" in signed("otto").text(scope)
    assert "Who else looked at it" not in signed("dora").text(scope)


def test_an_account_says_what_the_audit_calls_its_person(signed: Signed) -> None:
    """What is exported holds codes alone: an overseer must find whose they are."""
    signed("ada").get("/")
    *_, (_, _, code, *_) = audit.chain()
    pia = signed("pia")
    called = {
        re.search(r"<h1>(.*?)</h1>", page)[1]
        for address in re.findall(r'"(/account/[^/"]+/)"', pia.text("/account/"))
        for page in [pia.text(address)]
        if f"In the audit this person is called {code}." in page
    }
    assert called == {"Ada Analyst"}
