"""The docs' matrix of rights, written from the table of law: `python -m tests.rights_table`."""

from collections.abc import Iterator
from itertools import groupby

from tests.reference import ROOT

from peil.feeds.law.read import read_rights
from peil.report.words import words_in
from peil.terms.rights import ANY, NEW, Right

LAW = ROOT / "dossiers" / "belgium" / "law"
PAGE = ROOT / "docs" / "guide" / "desk-rights.md"
HEAD = """# Who may do what on the desk

By Belgium's `law/rights.csv`, from which `python -m tests.rights_table` writes this page; [the desk](desk.md) tells how it is used. What
no row allows is refused. *Own rule* is a rule of ours, and † an article that was not read in its wording of that time.
"""
CONDITIONS = {
    "asked": "of one's office it was asked",
    "by_two": "two people, neither for oneself",
    "cleared_top_secret": "cleared for top secret",
    "co_decider": "one's office decides together with the director",
    "consent_on_record": "the originator's consent is on record",
    "delegated": "delegated by the director",
    "designated": "designated by the director",
    "in_person": "in person, not as a deputy",
    "jointly": "director and co-decider together",
    "needs_to_know": "why the other needs to know is said",
    "not_author": "written by somebody else",
    "own_office": "of one's own office",
    "own_person": "of oneself",
    "re_authenticated": "with the password once more",
    "reasons_given": "with reasons",
    "recipient": "one's office receives it",
    "requester": "one's office asked for it",
}
INSTRUMENTS = {
    "law_2006_threat_analysis": "law of 10 July 2006",
    "law_2018_data_protection": "law of 30 July 2018",
    "own_rule": "own rule",
    "not_read": "not read",
}
WORDS = words_in("en")
COLUMNS = ("what", "who", "in which state", "on condition", "by", "from", "to")


def page() -> str:
    """Write the page: a table for each kind of record."""
    rows = read_rights(LAW, "desk", (*CONDITIONS, "always")).rows
    kinds = groupby(sorted(rows, key=lambda each: each.kind), lambda each: each.kind)
    return HEAD + "".join(f"\n## {_kind(kind)}\n\n{_table(list(held))}" for kind, held in kinds)


def _table(rows: list[Right]) -> str:
    """Write the rights over a kind, those in one row that differ by the role alone."""
    roles: dict[tuple[str, ...], list[str]] = {}
    for row in sorted(rows, key=lambda each: (each.action != "read", each.action)):
        roles.setdefault(tuple(_cells(row)), []).append(_role(row.role))
    lines = [COLUMNS, ("---",) * len(COLUMNS)]
    lines += [(what, "; ".join(who), *rest) for (what, *rest), who in roles.items()]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cells(row: Right) -> Iterator[str]:
    yield _action(row)
    yield ", ".join(_state(each) for each in sorted(row.states))
    yield "; ".join(CONDITIONS[each] for each in sorted(row.conditions - {"always"}))
    is_ours = row.verified or row.instrument in ("own_rule", "not_read")
    article = f", art. {row.article}" if row.article else ""
    yield f"{INSTRUMENTS[row.instrument]}{article}" + ("" if is_ours else " †")
    yield from (str(day or "") for day in (row.first_day, row.last_day))


def _kind(kind: str) -> str:
    return WORDS.terms.get(f"desk_kinds.{kind}", f"{kind.replace('_', ' ').capitalize()}s")


def _action(row: Right) -> str:
    said = row.action.replace("_", " ").capitalize()
    return WORDS.terms.get(f"desk_action.{row.kind}_{row.action}", said)


def _role(role: str) -> str:
    return WORDS.terms.get(f"desk_role.{role}", role)


def _state(state: str) -> str:
    plain = {ANY: "any", NEW: "makes it"}
    return plain.get(state) or WORDS.terms.get(f"desk_state.{state}", state.replace("_", " "))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
