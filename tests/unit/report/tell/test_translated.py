"""A text of a dossier on a page: in the reader's language, or in English and marked so."""

from datetime import date

import pytest

from peil.assess.ladder import default_ladder
from peil.report.model import Piece, pieces, plain
from peil.report.tell.citations import known_text
from peil.report.tell.parts import cell, worded
from peil.report.tell.policy.charts import bars_figure
from peil.report.tell.policy.said import quoted, quoted_all, said
from peil.report.words import words_in
from peil.terms.text import Translated, filled, names_of

DAY = date(2018, 1, 22)
CELLS = Translated("Local cells.", {"fr": "Cellules locales.", "nl": "Lokale cellen."})
FRENCH, GERMAN = words_in("fr"), words_in("de")


def test_a_text_is_told_in_the_language_of_the_page_or_marked() -> None:
    assert worded(CELLS, FRENCH) == (Piece(text="Cellules locales."),)
    assert worded(CELLS, GERMAN) == (Piece(text="Local cells.", lang="en"),)
    assert worded("", GERMAN) == ()
    assert plain(cell(CELLS, FRENCH).text) == "Cellules locales."


def test_a_line_does_not_break_before_the_marks_of_a_text() -> None:
    text = Translated("Ended: 9%; all", {"fr": "Fin : 9 % ; tout"})
    (piece,) = worded(text, FRENCH)
    assert piece.text == "Fin\xa0: 9\xa0%\xa0; tout"


def test_a_name_within_the_words_of_a_chart_begins_small_where_the_language_asks_for_it() -> None:
    heads = ["État", "Le service déclare", "Un juge constate"]
    figure = bars_figure("x", "X", heads, {"close": [1.0, 2.0]}, FRENCH)
    assert "close\xa0: le service déclare 1, un juge constate 2" in figure.alt


def test_a_text_within_a_sentence_is_told_in_the_language_of_the_sentence() -> None:
    assert "Lokale cellen" in words_in("nl")("policy.waits", state="open", body=CELLS)
    assert FRENCH.joined([CELLS, CELLS]) == "Cellules locales. et Cellules locales."
    assert FRENCH.sentence(Translated("a", {"fr": "un"})) == "Un"


def test_only_what_is_english_is_marked_among_several_in_a_sentence() -> None:
    guards = Translated("Guards", {"fr": "Gardes"})
    line = FRENCH("policy.at_risk", names=quoted_all([guards, CELLS, "Desk"], FRENCH))
    marked = {piece.text: piece.lang for piece in pieces(said(line))}
    assert (marked["Gardes"], marked["Cellules locales"], marked["Desk"]) == (None, None, "en")
    assert said(quoted(CELLS, GERMAN)) == (Piece(text="Local cells.", lang="en"),)


@pytest.mark.parametrize(
    ("french", "told"),
    [
        ("Compté. Revu en 2020.", "Compté."),
        ("Compté, puis revu en 2020.", "Counted."),
    ],
)
def test_a_remark_is_cut_in_each_language_where_the_english_names_a_later_day(
    french: str, told: str
) -> None:
    remark = Translated("Counted. Revised in 2020.", {"fr": french})
    known = known_text(remark, DAY)
    assert (known, FRENCH.told(known)) == ("Counted.", told)
    assert FRENCH.told(known_text(remark, date(2021, 1, 1))) == names_of(remark)["fr"]


@pytest.mark.parametrize(
    ("english", "german", "told"),
    [
        ("Counted. Revised on 5 May 2020.", "Gezählt. Am 5. Mai 2020 berichtigt.", "Gezählt."),
        ("Law of 15 March 2016. Void in 2020.", "Gesetz vom 15. März 2016. 2020 nichtig.", "Gesetz vom 15. März 2016."),
        ("Counted in 2016. May 2020: 8.", "Gezählt 2016. Mai 2020: 8.", "Gezählt 2016."),
    ],
)  # fmt: skip
def test_the_stop_of_a_german_day_ends_no_sentence(english: str, german: str, told: str) -> None:
    remark = Translated(english, {"de": german})
    assert names_of(known_text(remark, DAY))["de"] == told


def test_a_pattern_is_filled_in_the_languages_that_all_its_texts_have() -> None:
    place = Translated("Brussels", {"fr": "Bruxelles", "nl": "Brussel"})
    scope = Translated("national", {"fr": "national"})
    assert names_of(filled("{} ({})", place, scope)) == {
        "en": "Brussels (national)",
        "fr": "Bruxelles (national)",
    }


@pytest.mark.parametrize("part", ["families", "totals"])
def test_the_reasons_of_the_ladder_stand_in_the_catalogues_as_it_gives_them(part: str) -> None:
    group = {"families": "ladder_reason", "totals": "ladder_totals"}[part]
    for name, rule in getattr(default_ladder(), part).items():
        assert words_in("en")(f"{group}.{name}") == rule.reason
