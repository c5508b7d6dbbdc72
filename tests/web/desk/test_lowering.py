"""Lowering: what is said to be lost is said of the lowering that is signed, and owed once."""

import pytest
from tests.web.desk.conftest import Signed
from tests.web.desk.test_insiders import WHOLE, put, reviewed
from tests.web.desk.test_levels import add_site, duties


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
