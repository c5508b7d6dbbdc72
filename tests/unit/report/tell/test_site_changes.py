"""Changes: an official level in the words of its own scale, a rule on returns with its basis."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from tests.builders import a_scale
from tests.track_builder import RURITANIA, a_level

from peil.assess.rule import CANNOT_TELL, PROPOSED
from peil.decide.decision import parse_decision
from peil.decide.official import timeline
from peil.report.model import Link, plain
from peil.report.tell.site.changes import changes_of, of_quarter, tell_changes
from peil.report.tell.site.facts import ARRANGEMENTS, FIGURES, FINDINGS, RETURNS, SiteFound, Sourced
from peil.report.words import words_in
from peil.review.assessed import PastReview

DAY = date(2019, 1, 1)
SCALE = replace(a_scale(), valid_from=date(2012, 1, 1), earlier=(a_scale(3),))
LEVELS = [
    a_level(3, "2010-01-01", scale_max=3),
    a_level(2, "2014-01-01"),
    a_level(4, "2015-01-01", scope="Capital"),
    a_level(3, "2016-01-01", verified=False),
    a_level(2, "2018-01-01"),
]


def test_an_unconfirmed_level_is_a_change_to_unknown_and_a_region_changes_nothing() -> None:
    found = SiteFound(
        title="Ruritania", country=RURITANIA, day=DAY, version="1", scale=SCALE,
        official=timeline(LEVELS, RURITANIA, DAY),
    )  # fmt: skip
    unknown = "unknown, as an unconfirmed source names a level"
    told = [(str(c.day), plain(c.title)) for c in changes_of(found, words_in("en"))]
    assert [(day, title.replace("\xa0", " ")) for day, title in told] == [
        ("2018-01-01", f"Official level: {unknown}, now 2 (level 2)"),
        ("2016-01-01", f"Official level: 2 (level 2), now {unknown}"),
        ("2014-01-01", "Official level: 3 (level 3), now 2 (level 2)"),
        ("2010-01-01", "Official level: 3 (level 3)"),
    ]


def test_a_level_that_became_public_once_another_held_changes_nothing() -> None:
    late = a_level(4, "2015-01-01", announced=date(2018, 6, 1))
    levels = [a_level(3, "2014-01-01"), late, a_level(2, "2018-01-01")]
    found = SiteFound(
        title="Ruritania", country=RURITANIA, day=DAY, version="1", scale=SCALE,
        official=timeline(levels, RURITANIA, DAY),
    )  # fmt: skip
    told = [(str(c.day), plain(c.title)) for c in changes_of(found, words_in("en"))]
    assert [(day, title.replace("\xa0", " ")) for day, title in told] == [
        ("2018-01-01", "Official level: 3 (level 3), now 2 (level 2)"),
        ("2014-01-01", "Official level: 3 (level 3)"),
    ]


def test_each_decision_by_the_day_is_a_change() -> None:
    made = [
        parse_decision({"level": level, "office": "The centre", "date": day, "source": "press"})
        for level, day in ((3, date(2015, 1, 15)), (2, date(2018, 1, 22)))
    ]
    found = SiteFound(
        title="Ruritania", country=RURITANIA, day=DAY, version="1", scale=a_scale(4, made[0].date),
        decisions=tuple(made),
    )  # fmt: skip
    told = [(str(c.day), plain(c.title)) for c in changes_of(found, words_in("en"))]
    assert [(day, title.replace("\xa0", " ")) for day, title in told] == [
        ("2018-01-22", "Decision: level 2 (level 2), by The centre"),
        ("2015-01-15", "Decision: level 3 (level 3), by The centre"),
    ]


def test_the_first_proposal_is_the_first_that_there_was() -> None:
    levels = [None, None, 2, None, 3, 3]
    history = [
        PastReview(
            day=date(2018, month, 28), status=PROPOSED if level else CANNOT_TELL, reason="",
            level=level, held=level, probabilities=(), official=None, events=(),
        )
        for month, level in enumerate(levels, 1)
    ]  # fmt: skip
    found = SiteFound(
        title="Ruritania", country=RURITANIA, day=DAY, version="1", scale=SCALE,
        results={"assessment": SimpleNamespace(history=history)},
    )  # fmt: skip
    told = [(str(c.day), plain(c.title)) for c in changes_of(found, words_in("en"))]
    assert [(day, title.replace("\xa0", " ")) for day, title in told] == [
        ("2018-05-28", "Proposal: no proposal, now level 3 (level 3)"),
        ("2018-04-28", "Proposal: level 2 (level 2), now no proposal"),
        ("2018-03-28", "First proposal: level 2 (level 2)"),
    ]


def test_rules_that_became_known_on_one_day_are_each_told_with_their_basis() -> None:
    rules = {"A court orders a return.": "court of appeal, 8 June", "Nobody returns": "coalition"}
    facts = tuple(
        Sourced(
            kind=RETURNS, id=text, names={"en": text}, country=RURITANIA, start=DAY, end=DAY,
            published=DAY, source="press", said=basis,
        )
        for text, basis in rules.items()
    )  # fmt: skip
    found = SiteFound(
        title="Ruritania", country=RURITANIA, day=DAY, version="1", scale=SCALE, facts=facts
    )
    assert [change.content for change in changes_of(found, words_in("en"))] == [
        "Ruritania – A court orders a return (based on: court of appeal, 8 June). "
        "Ruritania – Nobody returns (based on: coalition)."
    ]


def test_names_that_are_sentences_end_each_on_its_own_and_other_names_stand_in_a_list() -> None:
    def titled(language: str, *names: str) -> str:
        facts = tuple(
            Sourced(
                kind=FINDINGS, id=name, names={"en": name}, country=RURITANIA, start=DAY, end=DAY,
                published=DAY, source="press",
            )
            for name in names
        )  # fmt: skip
        found = SiteFound(
            title="Ruritania", country=RURITANIA, day=DAY, version="1", scale=SCALE, facts=facts
        )
        (change,) = changes_of(found, words_in(language))
        return change.title.replace("\xa0", " ").replace("\u202f", " ")

    four = ("The posts were few.", "The law was old.", "Files were lost; none was found.", "Late.")
    of = "Findings of inquiries:"
    assert titled("en", *four[:2]) == f"{of} The posts were few. The law was old."
    assert titled("en", *four) == f"{of} {' '.join(four[:3])} And one more."
    french = titled("fr", "Les postes manquaient.", "La loi était ancienne.")
    assert french == "Constats d’enquêtes : les postes manquaient. La loi était ancienne."
    assert titled("en", "Posts", "Law", "Files", "Delay") == f"{of} Posts; Law; Files; and one more"
    assert titled("en", "Posts") == f"{of} Posts"


def test_a_rule_that_ended_says_so_and_a_rounded_figure_is_about_so_many() -> None:
    fact = Sourced(
        kind=RETURNS, id="rule", names={"en": "No more operations."}, country=RURITANIA,
        start=date(2018, 7, 7), end=date(2018, 7, 7), published=DAY, source="press",
        said="ministry", ended=(date(2018, 12, 1), "month"),
    )  # fmt: skip
    count = replace(fact, names={"en": "women"}, said="", ended=None, value=50.0, is_rough=True)
    found = SiteFound(
        title="Ruritania", country=RURITANIA, day=DAY, version="1", scale=SCALE, facts=(fact, count)
    )
    (change,) = changes_of(found, words_in("en"))
    assert change.content.replace("\xa0", " ") == (
        "Ruritania – No more operations (ended: December 2018) (based on: ministry). "
        "Ruritania – women (7 Jul 2018): about 50."
    )


def test_a_figure_that_we_worked_out_says_so_where_it_became_known() -> None:
    fact = Sourced(
        kind=FIGURES, id="files", names={"en": "files"}, country=RURITANIA, start=DAY, end=DAY,
        published=DAY, source="prosecutor", value=275.0, is_rough=True, is_worked_out=True,
    )  # fmt: skip
    found = SiteFound(
        title="Ruritania", country=RURITANIA, day=DAY, version="1", scale=SCALE, facts=(fact,)
    )
    (change,) = changes_of(found, words_in("en"))
    assert change.content.endswith("about 275, worked out by us.")


def test_what_is_told_of_an_arrangement_leads_to_the_page_on_policy_where_there_is_one() -> None:
    fact = Sourced(
        kind=ARRANGEMENTS, id="guard", names={"en": "Guard"}, country=RURITANIA, start=DAY, end=DAY,
        published=DAY, source="press",
    )  # fmt: skip
    found = SiteFound(
        title="Ruritania", country=RURITANIA, day=DAY, version="1", scale=SCALE, facts=(fact,)
    )
    places = [
        change.to
        for results in ({}, {"policy": None})
        for change in changes_of(replace(found, results=results), words_in("en"))
    ]
    assert places == [Link(page="sources", anchor="arrangements"), Link(page="policy")]


def test_the_last_three_months_are_counted_as_the_page_lists_them_or_its_latest_change_is_named() -> (
    None
):
    days = {
        "2018-10-01": "day",
        "2018-10-02": "day",
        "2018-12-31": "month",
        "2019-01-01": "assumed",
    }
    facts = tuple(
        Sourced(
            kind=ARRANGEMENTS, id=day, names={"en": "Guard"}, country=RURITANIA, start=DAY, end=DAY,
            published=date.fromisoformat(day), precision=precision, source="press",
        )
        for day, precision in days.items()
    )  # fmt: skip
    found = SiteFound(
        title="Ruritania", country=RURITANIA, day=DAY, version="1", scale=SCALE, facts=facts
    )
    words = words_in("en")
    changes = changes_of(found, words)
    assert [line.replace("\xa0", " ") for line in of_quarter(changes, DAY, words)] == [
        "In the last three months (after 1 October 2018), 3 changes became known."
    ]
    later = of_quarter(changes, date(2019, 4, 1), words)
    assert [line.replace("\xa0", " ") for line in later] == [
        "Nothing became known in the last three months (after 1 January 2019); "
        "the latest change: about January 2019."
    ]
    assert [*of_quarter((), DAY, words)] == []


def test_the_changes_say_where_corrections_and_later_sources_stand() -> None:
    found = SiteFound(title="Ruritania", country=RURITANIA, day=DAY, version="1", scale=SCALE)
    said = str(tell_changes(found, (), words_in("en")))
    assert "Nothing that became public only after the day of this page is used." in said
    assert "Report an error to whoever publishes this site." in said
