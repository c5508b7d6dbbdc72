"""Every code that a page can show has words: kinds, fields, states, actions and tasks."""

import pytest
from tests import rights_table

from peil.report.words import LANGUAGES, words_in
from peil.store import records
from peil.store.record import BASE
from peil.terms.rights import NEW
from peil.web.server import current


def codes() -> set[str]:
    """Name every message that a page may ask for by a code."""
    found = {f"desk_state.{each}" for kind in records.kinds().values() for each in kind.states}
    for action in current().actions.values():
        found.add(f"desk_action.{action.kind}_{action.name}")
        found |= {f"desk_state.{each}" for each in (*action.starts, action.to) if each} - {
            f"desk_state.{NEW}"
        }
        found |= {f"desk_field.{each}" for each in (*action.fields, *action.asks, *action.made)}
    found.add("desk_action.duty_overdue")
    for kind, model in records.kinds().items():
        found |= {f"desk_kind.{kind}", f"desk_kinds.{kind}"}
        found |= {f"desk_field.{each.name}" for each in model._meta.fields if each.name not in BASE}
    return found


def test_the_docs_say_what_the_table_of_rights_says() -> None:
    assert rights_table.PAGE.read_text(encoding="utf-8") == rights_table.page()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words(language: str) -> None:
    assert codes() - words_in(language).terms.keys() == set()
