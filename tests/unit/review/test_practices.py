"""Findings are linked to practices, and set beside findings elsewhere, as public on a day."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from tests.practices_builder import a_catalogue, a_finding, a_practice

from peil.act.recommendations import ASKED, THEMES
from peil.review.practices import evidence_grades, evidence_source, share_themes


def test_a_finding_without_a_practice_is_named_those_of_the_country_first() -> None:
    found = a_catalogue(
        a_finding("abroad", "Eastland"),
        a_finding("open", theme="other"),
        a_finding("answered"),
        a_practice("desk", "answered"),
    )
    assert [finding.id for finding in found.unanswered] == ["open", "abroad"]
    assert [p.id for p in found.answers["answered"]] == ["desk"]


def test_the_best_shown_practice_stands_first() -> None:
    practices = [
        a_practice(grade.id, "one", evidence=grade.id) for grade in reversed(evidence_grades())
    ]
    found = a_catalogue(a_finding("one"), *practices)
    assert [p.evidence for p in found.answers["one"]] == [
        "experimental", "controlled", "comparative", "descriptive", "expert", "none",
    ]  # fmt: skip
    assert {practice.id for practice in found.unshown} == {"none", "expert"}


def test_what_speaks_against_a_practice_is_counted() -> None:
    found = a_catalogue(a_practice("a", counter_evidence="Costly."), a_practice("b"))
    assert [practice.id for practice in found.contradicted] == ["a"]


def test_nothing_published_later_is_known() -> None:
    rows = (
        a_finding("one"),
        a_finding("one", statement="Worse.", published=date(2018, 1, 1)),
        a_finding("late", published=date(2018, 1, 1)),
        a_practice("desk", "one", "late"),
        a_practice("desk", "one", counter_evidence="Closed.", published=date(2019, 1, 1)),
    )
    before, between, after = (
        a_catalogue(*rows, as_of=date(year, 6, 30)) for year in (2017, 2018, 2019)
    )
    assert [f.statement for f in before.findings] == ["What one says."]
    assert [f.statement for f in between.findings] == ["What late says.", "Worse."]
    assert [p.id for p in between.answers["late"]] == ["desk"]
    assert [finding.id for finding in after.unanswered] == ["late"]
    assert [p.counter_evidence for p in (*between.practices, *after.practices)] == ["", "Closed."]


def test_a_practice_names_no_finding_that_became_public_later() -> None:
    rows = (
        a_finding("one"),
        a_finding("later", published=date(2030, 1, 1)),
        a_finding("unread", verified=False),
        replace(a_practice("desk", "one"), findings=("one", "later", "unread", "nowhere")),
    )
    before, after = (a_catalogue(*rows, as_of=date(year, 1, 1)) for year in (2029, 2031))
    assert before.practices[0].findings == ("one", "unread", "nowhere")
    assert after.practices[0].findings == ("one", "later", "unread", "nowhere")


def test_later_rows_change_nothing_of_an_earlier_day() -> None:
    early = (a_finding("one"), a_practice("desk", "one"))
    late = (
        a_finding("two", "Sudland", published=date(2020, 1, 1)),
        a_finding("one", theme="other", published=date(2020, 1, 1)),
        a_practice("desk", published=date(2020, 1, 1)),
        a_practice("more", "one", published=date(2020, 1, 1), verified=False),
    )
    day = date(2019, 12, 31)
    assert a_catalogue(*early, *late, as_of=day) == a_catalogue(*early, as_of=day)


def test_what_nobody_read_is_left_out_unless_asked_for() -> None:
    rows = (a_finding("read"), a_finding("heard", verified=False), a_practice("p", verified=False))
    found = a_catalogue(*rows)
    assert ([f.id for f in found.findings], found.practices, found.left_out) == (["read"], (), 2)
    let_in = a_catalogue(*rows, with_unverified=True)
    assert ([f.id for f in let_in.findings], let_in.left_out) == (["heard", "read"], 0)


def test_the_order_of_rows_does_not_matter() -> None:
    rows = (
        a_finding("one"),
        a_finding("one", statement="Worse.", published=date(2018, 1, 1)),
        a_practice("a", "one"),
        a_practice("b", "one"),
    )
    assert all(a_catalogue(*order) == a_catalogue(*rows) for order in permutations(rows))


def test_themes_that_others_found_too_are_shared() -> None:
    themes = share_themes(
        [
            a_finding("a"),
            a_finding("b", theme="information_flow"),
            a_finding("c", theme="prevention_repression_balance"),
            a_finding("d", "Sudland", "information_flow"),
            a_finding("e", "Sudland", "information_flow", inquiry="Another"),
            a_finding("f", "Eastland", "regulatory_fragmentation"),
        ],
        "Norland",
    )
    assert themes.countries == ("Norland", "Eastland", "Sudland")
    assert themes.own == ("capacity", "information_flow", "prevention_repression_balance")
    assert themes.shared == ("information_flow",)
    assert themes.alone == ("capacity", "prevention_repression_balance")
    assert themes.elsewhere == ("Sudland",)
    cell = themes.cells["information_flow", "Sudland"]
    assert cell.findings == ("d", "e")
    assert cell.inquiries == ("Another", "Inquiry of Sudland")
    assert len(cell.sources) == 2


def test_whatever_else_was_found_is_never_a_shared_theme() -> None:
    both = [a_finding("a", theme="other"), a_finding("b", "Sudland", "other")]
    themes = share_themes(both, "Norland")
    assert (themes.own, themes.shared) == ((), ())
    assert themes.themes == THEMES
    assert share_themes(both[:0], "Norland").themes == ASKED


def test_countries_without_an_inquiry_are_missing() -> None:
    themes = share_themes([a_finding("a", "Sudland")], "Norland")
    assert themes.own == ()
    assert themes.countries == ("Norland", "Sudland")


@pytest.mark.parametrize("grade", evidence_grades(), ids=lambda grade: grade.id)
def test_every_grade_says_what_it_means(grade: object) -> None:
    assert grade.meaning.endswith(".")  # type: ignore[attr-defined]
    assert "Sherman" in evidence_source()
