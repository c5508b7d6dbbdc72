"""The catalogues of words: brought up to the English ones, and checked; `make words` runs it.

English is the source: whoever writes a sentence writes it in `en`, and this carries it to every
other language, empty where it is new and marked fuzzy where its translation is older.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import c2py
from io import BytesIO
from itertools import chain
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

import peil
from peil.report.words.catalogue import languages_in

SOURCE = "en"
PACKAGE = Path(peil.__file__).parent
FOLDER = PACKAGE / "report" / "words"
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""
FIRST_IS_ONE = "nplurals=2; plural=(n != 1);"
PLURALS = {"fr": "nplurals=2; plural=(n > 1);"} | dict.fromkeys(
    ("ca", "es", "it", "pt"), FIRST_IS_ONE
)
"""CLDR has a third form of these, for whole millions, which no message needs."""
PHRASE = re.compile(r"[^\W\d_]{2,}\W+[^\W\d_]{2,}")
"""Two words, which two languages do not write alike by chance."""
ALIKE = {"country.San_Marino", "evaluate_method.quasi_poisson"}
"""Names that are the same in every language."""
BY_GROUP = ("code", "_times")
"""Calls that may take any message of the group that they name first."""
DATE_PARTS = {"day", "dd", "mm", "mon", "month", "year"}
PLACE = r"([\w.]+)"
FILE = re.compile(r"_$|\.(css|csv|html|json|pdf|sqlite3|toml|typ|xlsx)$")
"""How names of files end, and beginnings of keys that are put together."""
KEY = re.compile(r"[a-z]\w*\.\w+")

Messages = dict[str, Message]


@dataclass(frozen=True, kw_only=True)
class Catalogues:
    """The messages of each language, by file and key."""

    languages: Mapping[str, Mapping[str, Messages]]

    def of(self, language: str) -> Messages:
        """Give the messages of a language by key."""
        return {k: m for messages in self.languages[language].values() for k, m in messages.items()}


@dataclass(frozen=True, kw_only=True)
class Code:
    """What the code and the templates say about messages.

    Attributes:
        literals: every text in them.
        patterns: what they put together from texts, each as a pattern with a group a place.
        groups: those of which any message may be said.
        asked: keys that are asked for by name.
        filled: those of them that are asked for with their values, and the places of these.
    """

    literals: set[str] = field(default_factory=set)
    patterns: list[re.Pattern[str]] = field(default_factory=list)
    groups: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    filled: set[tuple[str, frozenset[str]]] = field(default_factory=set)


def read(folder: Path = FOLDER) -> Catalogues:
    """Read the catalogues of every language."""
    return Catalogues(
        languages={
            language: {
                path.name: {str(m.context): m for m in _messages(path)}
                for path in sorted(folder.joinpath(language).glob("*.po"))
            }
            for language in languages_in(folder)
        }
    )


def _messages(path: Path) -> Iterator[Message]:
    with path.open("rb") as opened:
        yield from (message for message in read_po(opened) if message.context)


# Brought up to the source


def brought(catalogues: Catalogues, language: str) -> dict[str, bytes]:
    """Write a language's files anew: sorted, with what is new in English, without what is gone."""
    known, plural = catalogues.of(language), plural_of(language)
    forms = int(plural.partition(";")[0].partition("=")[2])
    return {
        name: _written(
            language, plural, [_carried(known.get(k), m, forms) for k, m in sorted(english.items())]
        )
        for name, english in catalogues.languages[SOURCE].items()
    }


def plural_of(language: str) -> str:
    return PLURALS.get(language) or get_plural(language).plural_forms


def _carried(known: Message | None, source: Message, forms: int) -> Message:
    """Give a message as English has it now, with the translation that is known of it."""
    told = _texts(known.string) if known else ("",)
    is_older = known is not None and known.id != source.id and any(told)
    shaped = tuple((told * forms)[:forms]) if source.pluralizable else told[-1]
    return Message(
        source.id,
        shaped,
        flags={"fuzzy"} if known is not None and (known.fuzzy or is_older) else set(),
        auto_comments=source.auto_comments,
        user_comments=known.user_comments if known else (),
        context=source.context,
    )


def _texts(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text or "",)


def _written(language: str, plural: str, messages: list[Message]) -> bytes:
    catalogue, file = Catalog(), BytesIO()
    catalogue.mime_headers = [("Plural-Forms", plural)]
    for message in messages:
        message.flags.intersection_update({"fuzzy"})  # Babel takes "90% of" for a place
        catalogue[message.id] = message
    write_po(file, catalogue, width=0, omit_header=True)
    head = HEADER.format(language=language, plural=plural)
    return head.encode() + file.getvalue().strip(b"\n") + b"\n"


# What code and templates say


@cache
def read_code(package: Path = PACKAGE) -> Code:
    """Read what the package's code and templates say about messages."""
    code = Code()
    for path in package.rglob("*.py"):
        if "migrations" in path.parts:
            continue  # names of tables, no sentences
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            _note(node, code)
    for path in package.glob("**/templates/*"):
        text = path.read_text(encoding="utf-8")
        code.literals.update(re.findall(r"[\"']([^\"'\n]+)[\"']", text))
        code.asked.update(re.findall(r"\bwords\(\s*[\"']([\w.]+)[\"']", text))
        code.groups.update(re.findall(r"\bwords\.code\(\s*[\"'](\w+)[\"']", text))
    return code


def _note(node: ast.AST, code: Code) -> None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        code.literals.add(node.value)
    elif isinstance(node, ast.JoinedStr):
        pattern = "".join(map(_pattern, node.values))
        if re.search("[a-z]", pattern.replace(PLACE, "")):
            code.patterns.append(re.compile(pattern))
    elif isinstance(node, ast.Call):
        _note_call(node, code)


def _pattern(part: ast.expr) -> str:
    """Give what a part of a text can be: itself, one of two texts, or whatever else is named."""
    match part:
        case ast.Constant(value=text):
            return re.escape(str(text))
        case ast.FormattedValue(
            value=ast.IfExp(_, ast.Constant(value=one), ast.Constant(value=two))
        ):
            return f"(?:{re.escape(str(one))}|{re.escape(str(two))})"
    return PLACE


def _note_call(call: ast.Call, code: Code) -> None:
    for keyword in call.keywords:
        if keyword.arg == "group" and isinstance(keyword.value, ast.Constant):
            begin = str(keyword.value.value)
            begin = begin if "." in begin else f"{begin}."
            code.patterns.append(re.compile(re.escape(begin) + PLACE))
    named = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    first = call.args[0] if call.args else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        if named in BY_GROUP:
            code.groups.add(first.value)
        elif named in ("words", "self") and KEY.fullmatch(first.value):
            code.asked.add(first.value)
            values = {keyword.arg or "" for keyword in call.keywords}
            if "" not in values:
                code.filled.add((first.value, frozenset(values)))


def is_used(key: str, code: Code) -> bool:
    """Whether a message is named whole, by its group, or by a pattern filled with known texts."""
    if key in code.literals | code.asked or key.partition(".")[0] in code.groups:
        return True
    found = (pattern.fullmatch(key) for pattern in code.patterns)
    return any(all(p in code.literals or p.isdigit() for p in m.groups()) for m in found if m)


# Checks: each gives a sentence for each fault


def unknown_keys(catalogues: Catalogues, code: Code) -> Iterator[str]:
    """Find what the code asks for, or names like a key of a group, and no catalogue has."""
    known = catalogues.of(SOURCE)
    groups = {key.partition(".")[0] for key in known}
    named = {text for text in code.literals if KEY.fullmatch(text) and not FILE.search(text)}
    named = {text for text in named if text.partition(".")[0] in groups}
    for key in sorted((code.asked | named) - known.keys()):
        yield f"{key} is said and stands in no English catalogue"


def wrong_values(catalogues: Catalogues, code: Code) -> Iterator[str]:
    """Find sentences that are asked for with other values than they have places."""
    known = catalogues.of(SOURCE)
    for key, values in sorted((k, sorted(values)) for k, values in code.filled if k in known):
        wanted = places(_texts(known[key].id)[-1])
        if not (wanted == set(values) or wanted | set(values) <= DATE_PARTS):
            yield f"{key} has the places {sorted(wanted)} and is said with {values}"


def unused_keys(catalogues: Catalogues, code: Code) -> Iterator[str]:
    """Find what nothing says."""
    for key in catalogues.of(SOURCE):
        if not is_used(key, code):
            yield f"{key} is said nowhere"


def twice_told(catalogues: Catalogues) -> Iterator[str]:
    """Find keys that stand in two files."""
    for language, files in catalogues.languages.items():
        keys = list(chain.from_iterable(files.values()))
        yield from (
            f"{language}: {key} stands in two files"
            for key in sorted({k for k in keys if keys.count(k) > 1})
        )


def untranslated(catalogues: Catalogues, language: str) -> Iterator[str]:
    """Find what a language lacks, has of an older English sentence, or leaves in English."""
    known = catalogues.of(language)
    for key, source in catalogues.of(SOURCE).items():
        message = known.get(key)
        if message is None or not all(_texts(message.string)):
            yield f"{language}: {key} has no translation"
        elif message.fuzzy or message.id != source.id:
            yield f"{language}: {key} is the translation of an older English sentence"
        elif key not in ALIKE and _is_same_phrase(_texts(message.string)[0], _texts(source.id)[0]):
            yield f"{language}: {key} is still English"


def _is_same_phrase(said: str, source: str) -> bool:
    return said == source and bool(PHRASE.search(re.sub(r"{\w*}", "", source)))


def wrong_places(catalogues: Catalogues, language: str) -> Iterator[str]:
    """Find forms that lack a place of their source or have another."""
    plural = c2py(plural_of(language).partition("plural=")[2].rstrip(";"))
    for key, message in catalogues.of(language).items():
        told = _texts(message.id if language == SOURCE else message.string)
        wanted = places(_texts(message.id)[-1]) | ({"n"} if message.pluralizable else set())
        for i, form in enumerate(map(places, filter(None, told))):
            # The form for one thing alone may say "one", and dates differ in their parts.
            spared = {"n"} if message.pluralizable and _only_one(plural, i) else set()
            is_date = key.startswith("format.") and form | wanted <= DATE_PARTS
            if not is_date and not wanted - spared <= form <= wanted:
                yield f"{language}: {key} has the places {sorted(form)}, not {sorted(wanted)}"


def _only_one(plural: Callable[[int], int], form: int) -> bool:
    return [number for number in range(1, 200) if plural(number) == form] == [1]


def places(text: str) -> set[str]:
    """Name the places of a sentence; one that cannot be read is its own place."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {text}


def not_as_written(catalogues: Catalogues, language: str, folder: Path = FOLDER) -> Iterator[str]:
    """Find files that `make words` would write otherwise, or not at all."""
    wanted = brought(catalogues, language)
    for path in sorted(folder.joinpath(language).glob("*.po")):
        if path.read_bytes() != wanted.get(path.name):
            yield f"{language}/{path.name} is not as `make words` writes it"


def problems(catalogues: Catalogues, code: Code, folder: Path = FOLDER) -> list[str]:
    """Find every fault of the catalogues."""
    found = [
        *unknown_keys(catalogues, code),
        *wrong_values(catalogues, code),
        *unused_keys(catalogues, code),
        *twice_told(catalogues),
    ]
    for language in catalogues.languages:
        found += untranslated(catalogues, language) if language != SOURCE else ()
        found += wrong_places(catalogues, language)
        found += not_as_written(catalogues, language, folder)
    return found


def bring(folder: Path = FOLDER) -> None:
    """Write the files of every language anew."""
    catalogues = read(folder)
    for language in catalogues.languages:
        wanted = brought(catalogues, language)
        for path in folder.joinpath(language).glob("*.po"):
            if path.name not in wanted:
                path.unlink()
        for name, text in wanted.items():
            folder.joinpath(language, name).write_bytes(text)


def main() -> int:
    """Bring the catalogues up to English, and tell what a person has to mend."""
    bring()
    catalogues = read()
    found = problems(catalogues, read_code())
    number, languages = len(catalogues.of(SOURCE)), ", ".join(catalogues.languages)
    sys.stdout.write(
        "\n".join([*found, f"{number} messages in {languages}, {len(found)} to mend"]) + "\n"
    )
    return min(len(found), 1)


if __name__ == "__main__":
    sys.exit(main())
