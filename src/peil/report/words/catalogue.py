"""Catalogues: a folder for each language, with its settings and a gettext file for each subject.

A message has a key as its context and the English sentence as its source, which is also what is
said in English and wherever a translation is missing or older than its source.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from gettext import c2py
from importlib.resources import files
from importlib.resources.abc import Traversable

HERE = files(__package__)
Text = str | Sequence[str] | None
SETTINGS, SUFFIX = "language.toml", ".po"


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSettings:
    """What no message can say of a language.

    Attributes:
        order: place in a list of languages.
        cldr: name of the locale whose numbers, months and lists it has; else the folder's name.
        is_checked: whether an editor who writes the language every day has read it.
        unbroken: stretches of text in which a line may not break at the space.
        elided: beginnings of a period of months, and how they are written instead.
        small: first words that are written small after a colon, as a pattern; none if empty.
    """

    order: int = 99
    cldr: str = ""
    is_checked: bool = False
    unbroken: tuple[str, ...] = ()
    elided: tuple[tuple[str, str], ...] = ()
    small: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """What one language says.

    Attributes:
        forms: under each key one text, or one for each plural form of the language.
        plural: which of the forms a whole number takes.
    """

    forms: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]


def settings_of(folder: Traversable) -> LanguageSettings:
    """Read the settings of a language's folder; one without any has those of most languages."""
    file = folder.joinpath(SETTINGS)
    read = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    read["elided"] = tuple((full, short) for full, short in read.get("elided", ()))
    return LanguageSettings(**{**read, "unbroken": tuple(read.get("unbroken", ()))})


def languages_in(folder: Traversable) -> tuple[str, ...]:
    """Name the languages that have a folder, in the order that their settings ask for."""
    found = [
        (settings_of(part).order, part.name)
        for part in folder.iterdir()
        if part.is_dir() and any(file.name.endswith(SUFFIX) for file in part.iterdir())
    ]
    return tuple(name for _, name in sorted(found))


def read_messages(*folders: Traversable) -> Messages:
    """Read every file of one language's folders as one catalogue."""
    from babel.messages.pofile import read_po  # slow to load, and not every command says a word

    forms, plural = dict[str, tuple[str, ...]](), "n != 1"
    for file in (file for folder in folders for file in folder.iterdir()):
        if file.name.endswith(SUFFIX):
            with file.open("rb") as opened:
                read = read_po(opened)
            forms |= {
                m.context: _texts(m.string, m.id, is_older=m.fuzzy) for m in read if m.context
            }
            plural = read.plural_expr
    return Messages(forms=forms, plural=c2py(plural))


def _texts(said: Text, source: Text, *, is_older: bool) -> tuple[str, ...]:
    """Give a translation, or its source where it is missing or older than that."""
    texts, sources = ((t,) if isinstance(t, str) else tuple(t or ()) for t in (said, source))
    return texts if texts and all(texts) and not is_older else sources


LANGUAGES = languages_in(HERE)
"""The languages that have words."""
