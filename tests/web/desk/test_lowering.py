"""What is signed: of which lowering something is said to be lost, who wrote it, what it leaves."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.desk.conftest import Signed
from tests.web.desk.test_embargo_products import ask_first
from tests.web.desk.test_insiders import WHOLE, person, put, reviewed
from tests.web.desk.test_levels import add_site, duties

from peil.store import records
from peil.web.server import current


@pytest.fixture
def from_nought(settings: Any, tmp_path: Path) -> Iterator[None]:
    """A desk whose scale begins at 0."""
    dossier = tmp_path / "dossier"
    shutil.copytree(settings.DOSSIER, dossier)
    lowest = '[[levels]]\nnumber = 0\nname = { en = "none" }\nmeaning = { en = "no threat" }\n\n'
    scale = (dossier / "scale.toml").read_text(encoding="utf-8")
    scale = scale.replace("[[levels]]", f"{lowest}[[levels]]", 1)
    (dossier / "scale.toml").write_text(scale, encoding="utf-8")
    settings.DOSSIER = dossier
    current.cache_clear()
    yield
    current.cache_clear()


@pytest.fixture
def draft(signed: Signed, belgium: str, assessment: str) -> str:
    """The address of a draft for a country at level 4."""
    put(signed, belgium, 4)
    return f"/assessment/{assessment}/"


def state_loss(signed: Signed, draft: str) -> str:
    """Say what would be lost, attach it, and give its address."""
    given = {"assessment": draft.split("/")[2], "text": "the soldiers"}
    made = signed("ada").make("/consequence_statement/new/create/", **given)
    signed("ada").make(f"{made}answer/", text="the soldiers")
    signed("dora").make(f"{made}attach/")
    return made


def test_what_was_said_of_a_smaller_lowering_does_not_serve_for_a_larger(
    signed: Signed, draft: str
) -> None:
    reviewed(signed, draft, level=3)
    assert "Belgium: 4 → 3" in signed("dora").text(state_loss(signed, draft))
    signed("ada").make(f"{draft}reopen/")
    reviewed(signed, draft, level=1)
    answer = signed("dora").do(f"{draft}sign/")
    assert answer.status_code == 422
    assert "A lower level asks what would be lost" in answer.content.decode()
    assert "Say what would be lost by the lower level" in signed("ada").text("/")
    state_loss(signed, draft)
    assert signed("dora").do(f"{draft}sign/").status_code == 302


def test_what_was_said_before_a_narrower_scope_was_lowered_too_does_not_serve(
    signed: Signed, draft: str
) -> None:
    signed("ada").make(f"{draft}write/", **WHOLE)
    state_loss(signed, draft)
    given = {"assessment": draft.split("/")[2], "scope": add_site(signed), "level": 1}
    signed("ada").make("/level_exception/new/create/", **given, reason="calm")
    assert signed("dora").do(f"{reviewed(signed, draft)}sign/").status_code == 422


def test_what_would_be_lost_is_owed_once_after_a_text_was_taken_back(
    signed: Signed, draft: str
) -> None:
    for _ in range(2):
        reviewed(signed, draft)
        signed("ada").make(f"{draft}reopen/")
    reviewed(signed, draft)
    assert [state for _, state, _ in duties("supply_statement")].count("open") == 1


def test_who_wrote_words_that_an_assessment_took_over_does_not_review_it(
    signed: Signed, belgium: str
) -> None:
    given = {"scope": belgium, "type": "point", "started_by": "ocam", "marking": "restricted"}
    first = signed("ben").make("/assessment/new/create/", **given)
    signed("ben").make(f"{first}write/", **WHOLE)
    signed("ben").make(f"{first}submit/")
    signed("ada").make(f"{first}review/")
    signed("dora").make(f"{first}sign/")
    again = signed("ada").make("/assessment/new/create/", **given, begins_from=first.split("/")[2])
    signed("ada").make(f"{again}submit/")
    own = {"reasons": "what was found since", "seriousness": "less so"}
    for written, status in (({}, 422), ({"reasons": own["reasons"]}, 422), (own, 302)):
        signed("ada").make(f"{again}write/", **WHOLE | written)
        assert signed("ben").do(f"{again}review/").status_code == status


def except_port(signed: Signed, draft: str, level: int) -> str:
    """Draft a lower level of a port that is at 4, and give its scope."""
    port = add_site(signed, "Port")
    put(signed, port, 4)
    given = {"assessment": draft.split("/")[2], "scope": port, "level": level, "reason": "calm"}
    signed("ada").make("/level_exception/new/create/", **given)
    return port


def test_a_narrower_scope_that_a_raise_leaves_at_its_level_is_owed_an_assessment(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 2)
    draft = f"/assessment/{assessment}/"
    except_port(signed, draft, 1)
    state_loss(signed, draft)
    reviewed(signed, draft)
    records.every("assessment").update(reviewed_by=person("dora"))
    signed("dora").make(f"{draft}sign/")
    assert "Assess the narrower scope that kept its level" in signed("dora").text("/")


def test_who_signs_reads_the_level_before_of_each_narrower_scope(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 3)
    draft = f"/assessment/{assessment}/"
    except_port(signed, draft, 3)
    form = signed("dora").text(f"{reviewed(signed, draft, level=2)}sign/").replace("\xa0", " ")
    assert "In force for Belgium: 3 (serious)" in form
    assert "In force for Port: 4 (very serious)" in form


@pytest.mark.parametrize(
    ("before", "level", "told"),
    [(3, 2, []), (2, 4, ["Belgium", "Port"]), (2, 3, ["Belgium", "Port"])],
)
def test_of_several_levels_those_are_told_that_are_raised_and_no_other(
    signed: Signed, belgium: str, assessment: str, before: int, level: int, told: list[str]
) -> None:
    """A port without a level of its own has the country's, and is at 3 by the signature."""
    draft = f"/assessment/{assessment}/"
    put(signed, belgium, before)
    port = add_site(signed, "Port")
    given = {"assessment": assessment, "scope": port, "level": 3, "reason": "calm"}
    signed("ada").make("/level_exception/new/create/", **given)
    ask_first(signed, assessment)
    reviewed(signed, draft, level=level)
    if level < before:
        state_loss(signed, draft)
    signed("dora").make(f"{draft}sign/")
    front = signed("mia").text("/")
    assert [name for name in ("Belgium", "Port") if f"level was raised: {name}" in front] == told


def test_a_scope_that_keeps_its_level_stays_with_those_who_knew_it(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 3)
    draft = f"/assessment/{assessment}/"
    except_port(signed, draft, 4)
    ask_first(signed, assessment)
    reviewed(signed, draft, level=2)
    state_loss(signed, draft)
    signed("dora").make(f"{draft}sign/")
    levels = signed("mia").text("/").partition('class="levels"')[2].partition("</ul>")[0]
    assert re.findall(r"(\d) \(.*?\">(.*?)</a>", levels.replace("\xa0", " ")) == [("4", "Port")]


def test_a_form_that_was_refused_still_says_which_level_is_in_force(
    signed: Signed, draft: str
) -> None:
    answer = signed("dora").do(f"{reviewed(signed, draft)}sign/")
    assert answer.status_code == 422
    assert "In force for Belgium: 4" in answer.content.decode().replace("\xa0", " ")


def test_no_two_places_have_one_name_so_that_what_one_loses_serves_for_no_other(
    signed: Signed,
) -> None:
    signed("ada").make("/scope/new/create/", type="region", name="Liège")
    refused = signed("ada").do("/scope/new/create/", type="site", name="LIÈGE")
    assert refused.status_code == 422
    assert "There is Liège already" in refused.content.decode()


def test_an_exception_goes_to_no_scope_that_has_one(signed: Signed, draft: str) -> None:
    given = {"assessment": draft.split("/")[2], "level": 3, "reason": "busy"}
    airport, port = add_site(signed), add_site(signed, "Port")
    signed("ada").make("/level_exception/new/create/", scope=airport, **given)
    made = signed("ada").make("/level_exception/new/create/", scope=port, **given)
    refused = signed("ada").do(f"{made}write/", scope=airport, level=3, reason="busy")
    assert refused.status_code == 422
    assert "has an exception in this draft already" in refused.content.decode()


def test_an_exception_is_of_no_wider_scope(signed: Signed, belgium: str) -> None:
    put(signed, belgium, 2)
    region = signed("ada").make("/scope/new/create/", type="region", name="Brussels").split("/")[2]
    given = {"scope": add_site(signed), "type": "point", "started_by": "ocam"}
    made = signed("ada").make("/assessment/new/create/", marking="restricted", **given)
    given = {"assessment": made.split("/")[2], "scope": region, "level": 4, "reason": "busy"}
    assert signed("ada").do("/level_exception/new/create/", **given).status_code == 422


@pytest.mark.usefixtures("from_nought")
def test_a_level_0_is_told_and_signed_as_any_other(signed: Signed, assessment: str) -> None:
    address = reviewed(signed, f"/assessment/{assessment}/", level=0)
    form = signed("dora").text(f"{address}sign/").replace("\xa0", " ")
    assert "This assessment: 0 (none)" in form
    signed("dora").make(f"{address}sign/")
    levels = signed("dora").text("/").partition('class="levels"')[2].partition("</ul>")[0]
    assert "0 (none)" in levels.replace("\xa0", " ")


@pytest.mark.usefixtures("from_nought")
def test_a_level_is_lowered_to_0_only_with_a_statement(signed: Signed, draft: str) -> None:
    reviewed(signed, draft, level=0)
    answer = signed("dora").do(f"{draft}sign/")
    assert answer.status_code == 422
    assert "A lower level asks what would be lost" in answer.content.decode()
    assert "Belgium: 4 → 0" in signed("dora").text(state_loss(signed, draft))
    assert signed("dora").do(f"{draft}sign/").status_code == 302


@pytest.mark.usefixtures("from_nought")
def test_a_narrower_scope_is_lowered_to_0_only_with_a_statement(
    signed: Signed, belgium: str, assessment: str
) -> None:
    put(signed, belgium, 3)
    draft = f"/assessment/{assessment}/"
    except_port(signed, draft, 0)
    answer = signed("dora").do(f"{reviewed(signed, draft)}sign/")
    assert answer.status_code == 422
    assert "A lower level asks what would be lost" in answer.content.decode()
