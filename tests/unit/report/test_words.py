"""Every language says everything, in its own numbers and dates."""

import inspect
import re
from collections.abc import Callable
from datetime import date

import pytest
from tests.builders import a_window
from tests.unit.report.exampleland import a_scale

from peil.act.arrangements import EVENTS
from peil.assess import assessment, caveats, rule, sensitivity
from peil.assess.ladder import default_ladder
from peil.feeds.dossier.layout import FAMILIES
from peil.observe import direction
from peil.observe.direction import DIRECTIONS
from peil.observe.events import dated_indicator
from peil.observe.indicator import EFFORT_DEPENDENT, EXOGENOUS, LEVEL_CAUSED
from peil.observe.watch import judge
from peil.observe.watch.effort import EFFORT_WITHOUT_DENOMINATOR
from peil.report.words import LANGUAGES, MINUS, NO_BREAK, words_in
from peil.review.evaluation import per_head, synthetic_did
from peil.review.evaluation.count_model import NEGATIVE_BINOMIAL, POISSON, QUASI
from peil.review.evaluation.interrupted import EXACT
from peil.terms.errors import BadInput

ENGLISH = words_in("en").terms


def test_every_translation_says_that_no_editor_has_read_it() -> None:
    notes = [words_in(language)("meta.not_checked") for language in LANGUAGES]
    assert notes[0] == ""
    assert all(note.endswith(".") for note in notes[1:])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_deciban_is_named_only_in_the_annex(language: str) -> None:
    named = {k for k, v in words_in(language).terms.items() if re.search("d[eé][cz]iban", v, re.I)}
    assert {key.split(".")[0] for key in named} <= {"table", "rule"}


def test_a_language_without_words_is_refused_in_one_sentence() -> None:
    with pytest.raises(BadInput, match="'xx'; use en, fr, nl, de"):
        words_in("xx")


@pytest.mark.parametrize(
    ("decibans", "said"),
    [
        (0.0, "about as likely under 3 as under 2"),
        (-0.4, "about as likely under 2 as under 3"),
        (1.0, "somewhat more likely under 3 than under 2"),
        (1.8, "one and a half times as likely under 3 as under 2"),
        (3.0, "twice as likely under 3 as under 2"),
        (4.8, "three times as likely under 3 as under 2"),
        (-4.8, "three times as likely under 2 as under 3"),
        (10.0, "ten times as likely under 3 as under 2"),
        (11.8, "15 times as likely under 3 as under 2"),
        (-40.0, "more than a thousand times as likely under 2 as under 3"),
        (1e6, "more than a thousand times as likely under 3 as under 2"),
    ],
)
def test_odds_are_said_in_words(decibans: float, said: str) -> None:
    assert words_in("en").odds(decibans, "3:2") == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "trois fois plus probables au niveau 2 qu’au niveau 3"),
        ("nl", "drie keer zo waarschijnlijk bij niveau 2 als bij niveau 3"),
        ("de", "bei Stufe 2 dreimal so wahrscheinlich wie bei Stufe 3"),
    ],
)
def test_odds_are_said_in_every_language(language: str, said: str) -> None:
    assert words_in(language).odds(-4.8, "3:2").replace("\xa0", " ") == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_odds_name_the_likelier_level_first(language: str) -> None:
    for tenths in range(-200, 201, 7):
        said = words_in(language).odds(tenths / 10, "5:4")
        first, last = (int(n) for n in re.findall(r"[45]", re.sub(r"\d\d+|\d,\d", "", said)))
        assert (first, last) == ((5, 4) if tenths >= 0 else (4, 5))


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ["22 January 2018", "1 March 2016", "22 Jan 2018", "1,234.5", "35%"]),
        ("fr", ["22 janvier 2018", "1er mars 2016", "22/01/2018", "1 234,5", "35 %"]),
        ("nl", ["22 januari 2018", "1 maart 2016", "22-01-2018", "1.234,5", "35%"]),
        ("de", ["22. Januar 2018", "1. März 2016", "22.01.2018", "1.234,5", "35 %"]),
    ],
)
def test_days_and_numbers_are_written_as_the_language_does(
    language: str, written: list[str]
) -> None:
    words = words_in(language)
    said = [
        words.day(date(2018, 1, 22)),
        words.day("2016-03-01"),
        words.short_day(date(2018, 1, 22)),
        words.number(1234.5, 1),
        words.percent(0.35),
    ]
    assert [text.replace("\xa0", " ") for text in said] == written


def test_a_percentage_is_never_a_false_certainty() -> None:
    percent = words_in("en").percent
    assert [percent(p) for p in (0.0, 0.001, 0.01, 0.99, 0.999, 1.0)] == [
        "0%", "under 1%", "1%", "99%", "over 99%", "100%",
    ]  # fmt: skip


def test_a_weight_carries_its_sign() -> None:
    decibans = words_in("en").decibans
    assert [decibans(w) for w in (4.84, -0.04, 0.0, -12.3)] == [
        "+4.8", "0.0", "0.0", f"{MINUS}12.3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2016-01-01", "2016-12-31", "2016"),
        ("2015-01-01", "2016-12-31", "2015–2016"),
        ("2016-03-01", "2016-03-31", "March 2016"),
        ("2016-01-01", "2016-06-30", "January to June 2016"),
        ("2015-07-01", "2016-06-30", "July 2015 to June 2016"),
        ("2016-03-22", "2016-03-22", "22 Mar 2016"),
        ("2016-01-01", "2016-03-19", "1 Jan 2016 to 19 Mar 2016"),
        ("2016-03-01", "2016-03-21", "1 to 21 March 2016"),
    ],
)
def test_a_period_is_said_as_shortly_as_it_can_be(start: str, end: str, said: str) -> None:
    assert words_in("en").period(start, end).replace("\xa0", " ") == said


def test_only_what_a_dossier_names_itself_may_lack_words() -> None:
    assert words_in("en").code("country", "Ruritania") == "Ruritania"
    assert words_in("en").code("family", "own_family") == "own family"
    with pytest.raises(KeyError):
        words_in("en").code("caveat", "a_code_of_tomorrow")
    assert words_in("de").code("direction", "cannot tell") == "nicht zu sagen"


def codes_in(function: Callable[..., object], pattern: str) -> set[str]:
    return set(re.findall(pattern, inspect.getsource(function), re.MULTILINE))


def test_every_code_that_an_assessment_can_give_has_words() -> None:
    given = {
        "caveat": {
            *caveats.ALWAYS,
            *codes_in(caveats._of_the_figures, r'^\s+"(\w+)": \S'),
            *codes_in(caveats.caveats_of, r'^\s+"(\w+)": \S'),
        },
        "reason": (codes_in(assessment._why_not, r'"(\w+)"') - {"untold"})
        | codes_in(assessment._family_view, r'reason = "(\w+)"')
        | codes_in(direction._say, r'"(\w+)"')
        | codes_in(direction.compare, r'reason = "(\w+)"')
        | codes_in(direction.direction_of, r'"(\w+_\w+)"')
        | codes_in(judge, r'(?:RISING|WANING|STEADY|TELL|word), "(\w+)"')
        | {EFFORT_WITHOUT_DENOMINATOR},
        "change": set(assessment.CHANGES),
        "rule": {
            *(key for method in rule.METHODS for key in rule.rule_of(method).constants),
            "hold_time_months",
        },
        "why": set(rule.REASONS),
        "ends": set(rule.REASONS),
        "effect": codes_in(sensitivity.would_change, r'_Trial\(.*"(\w+)"'),
        "status": {rule.PROPOSED, rule.CANNOT_TELL.replace(" ", "_"), rule.EXPIRED},
        "direction": {*DIRECTIONS, "cannot_tell"},
        "past": set(DIRECTIONS),
        "effort": {EXOGENOUS, EFFORT_DEPENDENT, LEVEL_CAUSED},
        "family": {*default_ladder().families, *default_ladder().totals, *FAMILIES},
        "event": {"completed", "failed", "foiled"},
        "evaluate_funnel": {per_head.WITHIN, per_head.ABOVE, per_head.BELOW},
        "evaluate_method": {
            EXACT,
            POISSON,
            QUASI,
            NEGATIVE_BINOMIAL,
            synthetic_did.SDID,
            synthetic_did.SC,
            synthetic_did.DID,
        },
        "site_event": set(EVENTS),
    }
    assert all(given.values())
    for group, codes in given.items():
        assert {code for code in codes if f"{group}.{code}" not in ENGLISH} == set()


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "a, b and c"), ("fr", "a, b et c"), ("nl", "a, b en c"), ("de", "a, b und c")],
)
def test_names_are_joined_as_the_language_does(language: str, said: str) -> None:
    joined = words_in(language).joined
    assert [joined(texts) for texts in ([], ["a"], ["a", "b", "c"])] == ["", "a", said]


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_that_end_with_a_full_stop_are_joined_without_doubling_it(language: str) -> None:
    words = words_in(language)
    assert words.listed(["a.", "b."]).replace("\xa0", " ").replace(" ;", ";") == "a; b."
    assert [words.ended(text) for text in ("a.", "a", "a!", "")] == ["a.", "a.", "a!", ""]


def test_a_value_is_never_read_as_a_sentence() -> None:
    assert words_in("en").labelled("{text}", "{0} {}") == "{text}: {0} {}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_levels_carry_their_official_names(language: str) -> None:
    names = {"en": "serious", "fr": "grave", "nl": "ernstig", "de": "ernst"}
    assert words_in(language).short_level(a_scale(), 3) == f"3 ({names[language]})"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2016-02-01", "2017-01-31", "de février 2016 à janvier 2017"),
        ("2016-04-01", "2017-03-31", "d’avril 2016 à mars 2017"),
        ("2016-01-01", "2016-06-30", "de janvier à juin 2016"),
        ("2017-04-01", "2017-10-31", "d’avril à octobre 2017"),
        ("2016-01-01", "2016-03-19", "du 01/01/2016 au 19/03/2016"),
    ],
)
def test_french_periods_are_of_months_or_of_days(start: str, end: str, said: str) -> None:
    assert words_in("fr").period(start, end).replace("\xa0", " ") == said


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("fr", 0.4, "0,4 an"),
        ("fr", 1.4, "1,4 an"),
        ("fr", 2.4, "2,4 ans"),
        ("fr", 0, "0 ans"),
        ("en", 1.4, "1.4 years"),
        ("nl", 1.4, "1,4 jaar"),
        ("de", 1.4, "1,4 Jahren"),
        ("de", 1.04, "einem Jahr"),
        ("fr", float("inf"), "inf ans"),
    ],
)
def test_a_fraction_takes_the_form_that_its_language_gives_it(
    language: str, n: float, said: str
) -> None:
    assert words_in(language)("watch_unit.year", n=n) == said


@pytest.mark.parametrize(
    ("ideology", "said"),
    [
        ("jihadist", ["jihadist", "idéologie : djihadiste", "jihadistisch", "dschihadistisch"]),
        (
            "right_wing",
            ["right-wing", "idéologie : extrême droite", "extreemrechts", "rechtsextrem"],
        ),
        ("own_code", ["own_code", "idéologie : own_code", "own_code", "own_code"]),
    ],
)
def test_the_ideology_of_dated_events_is_named_in_every_language(
    ideology: str, said: list[str]
) -> None:
    for statuses in (("foiled",), ("completed", "failed")):
        names = dated_indicator(a_window(ideology=ideology, statuses=statuses)).names
        assert [re.findall(r"\((.*)\)", names[name])[0] for name in LANGUAGES] == said


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0, "0%"),
        (0.005, "under 1%"),
        (0.0051, "1%"),
        (0.994, "99%"),
        (0.995, "over 99%"),
        (1, "100%"),
        (12.71, "1,271%"),
    ],
)
def test_no_share_is_written_as_a_false_none_or_all(share: float, expected: str) -> None:
    assert words_in("en").percent(share).replace("\xa0", " ") == expected


@pytest.mark.parametrize(
    ("language", "unit", "said"),
    [("nl", "percent", "39%"), ("de", "percent of departed", "39 %"), ("en", "reports", "39")],
)
def test_only_a_percentage_is_told_with_its_sign(language: str, unit: str, said: str) -> None:
    assert words_in(language).in_unit("39", unit).replace("\xa0", " ") == said


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("fr", "La police a repris la garde.", "Motif : la police a repris la garde."),
        ("fr", "L’État a répondu.", "Motif : l’État a répondu."),
        ("fr", "Réviser le Plan R.", "Motif : réviser le Plan R."),
        ("fr", "Approuvée par le Comité.", "Motif : approuvée par le Comité."),
        ("fr", "Opérationnel.", "Motif : opérationnel."),
        ("fr", "Plan Canal", "Motif : Plan Canal"),
        ("fr", "Plan d’action de 2015.", "Motif : plan d’action de 2015."),
        ("fr", "Lebbeke", "Motif : Lebbeke"),
        ("fr", "Le Conseil des ministres décide.", "Motif : le Conseil des ministres décide."),
        ("fr", "La Grande-Motte, 24 août 2024", "Motif : La Grande-Motte, 24 août 2024"),
        ("fr", "Le Vif/De Tijd, March 2016", "Motif : Le Vif/De Tijd, March 2016"),
        ("fr", "Le Vif (De Tijd of Saturday)", "Motif : Le Vif (De Tijd of Saturday)"),
        ("fr", "Manchester (gare)", "Motif : Manchester (gare)"),
        ("fr", "« Gefährder » islamistes", "Motif : « Gefährder » islamistes"),
        ("fr", "La Haye, 3 mars 2019", "Motif : La Haye, 3 mars 2019"),
        ("de", "Die Polizei übernahm.", "Motif: Die Polizei übernahm."),
    ],
)
def test_a_statement_begins_small_after_a_colon_in_french(
    language: str, text: str, said: str
) -> None:
    assert words_in(language).labelled("Motif", text).replace(NO_BREAK, " ") == said
