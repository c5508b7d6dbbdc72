"""The descriptor `datapackage.json`: the subject, the files and how each is written."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peil.feeds.dossier.files import locate, read_bytes
from peil.feeds.dossier.layout import REQUIRED_TABLES, TABLES
from peil.feeds.dossier.problems import DESCRIPTOR, fail, quoted
from peil.terms.errors import BadDossier, Problem

READ_AS_USUAL: Mapping[str, tuple[object, ...]] = {
    "doubleQuote": (True,),
    "header": (True,),
    "headerRows": ([1],),
    "skipInitialSpace": (False,),
    "caseSensitiveHeader": (True, False),
    "csvddfVersion": (1, 1.0, 1.2, "1.0", "1.2"),
    "lineTerminator": ("\n", "\r\n"),
}
"""Properties of a dialect with the values under which they change nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One table's file, and how its cells are separated, quoted and written.

    `missing` are the words that stand for an empty cell; `decimal` gives the decimal sign of
    each column that the descriptor's own schema declares.
    """

    name: str
    file: str
    path: Path
    delimiter: str = ","
    quote: str = '"'
    missing: frozenset[str] = frozenset({""})
    decimal: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What the descriptor says, its problems included, so that the tables can be checked too."""

    data: Mapping[str, Any]
    subject: str
    title: str
    resources: Mapping[str, Resource]
    problems: tuple[Problem, ...]


def read_package(folder: Path) -> Package:
    """Read the descriptor of a dossier.

    Raises:
        BadDossier: the folder or the descriptor is missing or cannot be read at all.
    """
    data = _json(folder)
    problems: list[Problem] = []
    subject = _subject(data, problems)
    resources = _resources(folder, data, problems)
    problems += _missing(folder, resources)
    title = data.get("title")
    return Package(
        data=data,
        subject=subject,
        title=title if isinstance(title, str) and title.strip() else subject,
        resources=resources,
        problems=tuple(problems),
    )


def _json(folder: Path) -> Mapping[str, Any]:
    text = read_bytes(locate(folder, DESCRIPTOR), DESCRIPTOR)
    try:
        data = json.loads(text.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise fail(
            DESCRIPTOR, f"is not JSON ({error.msg})", "mend it there", error.lineno
        ) from None
    except (ValueError, RecursionError):
        raise fail(
            DESCRIPTOR, "is not JSON in UTF-8", "write it anew, or copy one that works"
        ) from None
    if not isinstance(data, dict):
        raise fail(DESCRIPTOR, "holds no JSON object", "put everything between { and }")
    return data


def _subject(data: Mapping[str, Any], problems: list[Problem]) -> str:
    own = data.get("peil")
    subject = own.get("subject") if isinstance(own, dict) else None
    if _is_plain(subject):
        return str(subject)
    given = "no subject country" if subject is None else f"the subject {quoted(subject)}"
    problems.append(
        Problem(
            file=DESCRIPTOR,
            row=None,
            what=f"names {given}",
            remedy='add "peil": {"subject": "Belgium"} with the country\'s name',
        )
    )
    return ""


def _is_plain(word: object) -> bool:
    return isinstance(word, str) and word.strip() == word != "" and word.isprintable()


def _resources(
    folder: Path, data: Mapping[str, Any], problems: list[Problem]
) -> dict[str, Resource]:
    listed = data.get("resources")
    if not isinstance(listed, list):
        problems.append(_wrong("has no list of resources", "list each table under resources"))
        return {}
    found: dict[str, Resource] = {}
    for number, entry in enumerate(listed, start=1):
        try:
            resource = _resource(folder, entry, f"resource {number}")
        except BadDossier as error:
            problems += error.problems
            continue
        if resource.name in found:
            problems.append(
                _wrong(f"names the table {quoted(resource.name)} twice", "delete one of the two")
            )
        found[resource.name] = resource
    return found


def _wrong(what: str, remedy: str) -> Problem:
    return Problem(file=DESCRIPTOR, row=None, what=what, remedy=remedy)


def _resource(folder: Path, entry: object, where: str) -> Resource:
    if not isinstance(entry, dict):
        raise fail(DESCRIPTOR, f"{where} is no JSON object", "give it a name and a path")
    for key in ("name", "path"):
        if not _is_plain(entry.get(key)):
            raise fail(
                DESCRIPTOR,
                f"{where} has the {key} {quoted(entry.get(key))}",
                f"give one {key}, between quotes",
            )
    name, file = entry["name"], entry["path"]
    where = f"the table {quoted(name)}"
    if "compression" in entry or str(entry.get("encoding", "utf-8")).lower() not in (
        "utf-8",
        "utf8",
    ):
        raise fail(
            DESCRIPTOR,
            f"{where} is compressed, or its encoding is {quoted(entry.get('encoding', 'utf-8'))}",
            "save it as plain CSV in UTF-8",
        )
    schema = _object(entry, "schema", where)
    delimiter, quote = _dialect(_object(entry, "dialect", where), where)
    return Resource(
        name=name,
        file=file,
        path=locate(folder, file),
        delimiter=delimiter,
        quote=quote,
        missing=_missing_words(schema, where),
        decimal=_decimal_signs(schema, where),
    )


def _object(entry: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    value = entry.get(key, {})
    if not isinstance(value, dict):
        raise fail(
            DESCRIPTOR,
            f"{where} has the {key} {quoted(value)}, which is no JSON object",
            f"write the {key} out in {DESCRIPTOR}",
        )
    return value


def _dialect(data: Mapping[str, Any], where: str) -> tuple[str, str]:
    flat = {**data, **_object(data, "csv", where)}
    flat.pop("csv", None)
    delimiter, quote = flat.pop("delimiter", ","), flat.pop("quoteChar", '"')
    for value in (delimiter, quote):
        if not _is_sign(value):
            raise fail(
                DESCRIPTOR,
                f"{where} has {quoted(value)} as delimiter or quote character",
                "give one ASCII character, such as a comma or a semicolon",
            )
    if delimiter == quote:
        raise fail(
            DESCRIPTOR,
            f"{where} has {quoted(quote)} as delimiter and as quote character",
            "give two different ones",
        )
    for key, value in flat.items():
        if value not in READ_AS_USUAL.get(key, ()):
            raise fail(
                DESCRIPTOR,
                f"{where} has the dialect {quoted(key)} = {quoted(value)}, which is not read here",
                "leave it out and write the table with one header row and plain cells",
            )
    return delimiter, quote


def _is_sign(value: object) -> bool:
    if not isinstance(value, str) or len(value) != 1 or not value.isascii():
        return False
    return value == "\t" or (value.isprintable() and not value.isalnum() and value not in " .-")


def _missing_words(schema: Mapping[str, Any], where: str) -> frozenset[str]:
    words = schema.get("missingValues", [""])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise fail(
            DESCRIPTOR,
            f"{where} has the missing values {quoted(words)}",
            "give a list of words, between quotes",
        )
    return frozenset(words)


def _decimal_signs(schema: Mapping[str, Any], where: str) -> dict[str, str]:
    fields = schema.get("fields", [])
    if not isinstance(fields, list) or not all(isinstance(entry, dict) for entry in fields):
        raise fail(
            DESCRIPTOR, f"{where} has a schema without a list of fields", "list its columns there"
        )
    signs = {str(entry.get("name")): entry.get("decimalChar", ".") for entry in fields}
    for name, sign in signs.items():
        if sign not in (".", ","):
            raise fail(
                DESCRIPTOR,
                f"{where} has {quoted(sign)} as decimal sign of {quoted(name)}",
                "use a point or a comma",
            )
    return signs


def _missing(folder: Path, resources: Mapping[str, Resource]) -> Iterator[Problem]:
    for name in TABLES:
        if name in resources:
            continue
        if (folder / f"{name}.csv").is_file():
            yield _wrong(
                f"does not name {name}.csv, which lies in the folder",
                "add it to resources, or take the file away",
            )
        elif name in REQUIRED_TABLES:
            yield _wrong(f"names no table {name!r}", "add a resource with that name and a path")
