"""One thing has one word in each language: what the style sheet for translators rules out stands nowhere."""

import re

import pytest

from peil.report.words import words_in

NEVER = {
    "en": ("social partner", "Nobody agreed on", "cannot be missed"),
    "fr": (
        "éditeur", "revue", "archives", "sans suite", "partenaire social", "partenaires sociaux",
        "tout prévention", "Le dispositif", "chance que",
    ),
    "nl": (
        "voorziening", "bevinding", "uitgever", "bewaking", "complot", "de balans", "archief",
        "sociale partner", "beweert", "afgebroken", "passing van", "van de passing",
        "overeenkomst", "herziening",
    ),
    "de": (
        "Einrichtung", "Befund", "Vorbeugung", "Absenkung", "Verdopplung", "Teststärke", "Chance",
        "Überwachung", "Sozialpartner", "sozialen Partner", "Leiter", "offizielle Stufe",
    ),
}  # fmt: skip
"""By hand, from the marks of native editors."""


@pytest.mark.parametrize(
    ("language", "word"), [(code, each) for code, words in NEVER.items() for each in words]
)
def test_a_word_that_means_something_else_is_not_used(language: str, word: str) -> None:
    found = re.compile(rf"\b{word}(s|en|n|e)?\b", re.IGNORECASE)
    words = words_in(language)
    said = {**words.terms, **{key: " ".join(forms) for key, forms in words.forms.items()}}
    plain = {key: re.sub(r"{\w+}", "", text) for key, text in said.items()}
    assert {key: text for key, text in plain.items() if found.search(text)} == {}
