"""The descriptor `datapackage.json`: the subject, the files and how each is written."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from typing import Any

from peil.feeds.dossier.documents import once, refuse_unlikely
from peil.feeds.dossier.files import Files
from peil.feeds.dossier.layout import REQUIRED_TABLES, TABLES
from peil.feeds.tables.problems import DESCRIPTOR, fail, quoted
from peil.feeds.tables.table import Dialect
from peil.terms import entries
from peil.terms.errors import BadDossier, BadInput, Problem

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
STANDARD = (
    *("$schema", "profile", "name", "id", "title", "description", "homepage", "version", "created"),
    *("contributors", "keywords", "image", "licenses", "sources", "resources", "peil"),
)
OF_RESOURCE = (
    *("$schema", "profile", "name", "type", "path", "data", "title", "description", "format"),
    *("mediatype", "encoding", "bytes", "hash", "licenses", "sources", "dialect", "schema"),
    *("homepage", "compression"),
)
"""Keys of the standard, which allows others; what is nearly one of them is likely meant for it."""
ALMOST = 0.8
OWN = ("subject", "fictional", "names", "official_sites")
LISTS = ("names", "official_sites")
"""What the descriptor may say to Peil."""
UTF_8 = ("utf-8", "utf8")

bad = partial(fail, DESCRIPTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One table's file, and how its cells are separated, quoted and written.

    `decimal` gives the decimal sign of each column that the descriptor's own schema declares.
    """

    name: str
    file: str
    dialect: Dialect = field(default_factory=Dialect)
    decimal: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What the descriptor says, its problems included, so that the tables can be checked too.

    `is_fictional` says that the country is made up; `names` are meant as they stand, though they
    are nearly others; `official_sites` are hosts on which authorities publish themselves.
    """

    data: Mapping[str, Any]
    subject: str
    title: str
    is_fictional: bool
    names: frozenset[str]
    official_sites: frozenset[str]
    resources: Mapping[str, Resource]
    problems: tuple[Problem, ...]


def read_package(files: Files) -> Package:
    """Read the descriptor of a dossier.

    Raises:
        BadDossier: the descriptor is missing or cannot be read at all.
    """
    data = _json(files)
    own, title, listed = data.get("peil"), data.get("title"), data.get("resources")
    own = own if isinstance(own, dict) else {}
    subject = own.get("subject")
    problems = [*_own_problems(own), *_misspelt(data, STANDARD, "")]
    if not _is_plain(subject):
        given = "no subject country" if subject is None else f"the subject {quoted(subject)}"
        remedy = 'add "peil": {"subject": "Belgium"} with the country\'s name'
        problems += bad(f"names {given}", remedy).problems
        subject = ""
    resources = _resources(files, listed, problems)
    problems += _missing(files, resources)
    return Package(
        data=data,
        subject=str(subject),
        title=title if isinstance(title, str) and title.strip() else str(subject),
        is_fictional=own.get("fictional") is True,
        names=_listed(own, "names"),
        official_sites=_listed(own, "official_sites"),
        resources=resources,
        problems=tuple(problems),
    )


def _listed(own: Mapping[str, Any], key: str) -> frozenset[str]:
    """Give the texts of a list; what is no list is a problem that is told elsewhere."""
    listed = own.get(key)
    return frozenset(filter(_is_plain, listed)) if isinstance(listed, list) else frozenset()


def _misspelt(data: Mapping[str, Any], known: Sequence[str], where: str) -> Iterator[Problem]:
    """Refuse keys that are nearly one of the standard."""
    for key in data:
        near = get_close_matches(key, known, n=1, cutoff=ALMOST)
        if key not in known and near:
            what = f"{where}has the unknown key {quoted(key)}"
            yield from bad(what, f"write {near[0]!r}, or another word").problems


def _own_problems(own: Mapping[str, Any]) -> Iterator[Problem]:
    """Check what the descriptor says to Peil alone, but for its subject."""
    try:
        entries.refuse_unknown(own, OWN, 'the part "peil"')
        entries.flag(own, "fictional", 'the part "peil"')
        for key in LISTS:
            if key in own:
                entries.names(own, key, 'the part "peil"')
    except BadInput as error:
        what, _, remedy = str(error).rpartition("; ")
        yield from bad(what, remedy).problems


def _json(files: Files) -> Mapping[str, Any]:
    text = files.read(DESCRIPTOR)
    try:
        data = json.loads(text.decode("utf-8-sig"), object_pairs_hook=once)
    except KeyError as error:
        raise bad(f"has the key {quoted(error.args[0])} twice in one place", "keep one") from None
    except json.JSONDecodeError as error:
        raise bad(f"is not JSON ({error.msg})", "mend it there", error.lineno) from None
    except (ValueError, RecursionError):
        raise bad("is not JSON in UTF-8", "write it anew, or copy one that works") from None
    if not isinstance(data, dict):
        raise bad("holds no JSON object", "put everything between { and }")
    refuse_unlikely(data, DESCRIPTOR)
    return data


def _is_plain(word: object) -> bool:
    return isinstance(word, str) and word.strip() == word != "" and word.isprintable()


def _resources(files: Files, listed: object, problems: list[Problem]) -> dict[str, Resource]:
    """Read the tables that are listed, and add to the problems what is wrong with the others."""
    made: dict[str, Resource] = {}
    if not isinstance(listed, list):
        problems += bad("has no list of resources", "list each table under resources").problems
        return made
    for number, entry in enumerate(listed, start=1):
        try:
            resource = _resource(files, entry, f"resource {number}")
            problems += _misspelt(entry, OF_RESOURCE, f"the table {quoted(resource.name)} ")
            if resource.name in made:
                raise bad(f"names the table {quoted(resource.name)} twice", "delete one of the two")
        except BadDossier as error:
            problems += error.problems
        else:
            made[resource.name] = resource
    return made


def _resource(files: Files, entry: object, where: str) -> Resource:
    if not isinstance(entry, dict):
        raise bad(f"{where} is no JSON object", "give it a name and a path")
    for key in ("name", "path"):
        if not _is_plain(entry.get(key)):
            raise bad(
                f"{where} has the {key} {quoted(entry.get(key))}", f"give one {key}, between quotes"
            )
    where, encoding = f"the table {quoted(entry['name'])}", entry.get("encoding", "utf-8")
    if "compression" in entry or str(encoding).lower() not in UTF_8:
        raise bad(
            f"{where} is compressed, or its encoding is {quoted(encoding)}",
            "save it as plain CSV in UTF-8",
        )
    schema = _object(entry, "schema", where)
    dialect = _dialect(_object(entry, "dialect", where), _missing_words(schema, where), where)
    files.locate(entry["path"])
    return Resource(
        name=entry["name"],
        file=entry["path"],
        dialect=dialect,
        decimal=_decimal_signs(schema, where),
    )


def _object(entry: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    value = entry.get(key, {})
    if not isinstance(value, dict):
        raise bad(
            f"{where} has the {key} {quoted(value)}, which is no JSON object",
            f"write the {key} out in {DESCRIPTOR}",
        )
    return value


def _dialect(data: Mapping[str, Any], missing: frozenset[str], where: str) -> Dialect:
    flat = {**data, **_object(data, "csv", where)}
    flat.pop("csv", None)
    delimiter, quote = flat.pop("delimiter", ","), flat.pop("quoteChar", '"')
    for value in (delimiter, quote):
        if not _is_sign(value):
            raise bad(
                f"{where} has {quoted(value)} as delimiter or quote character",
                "give one ASCII character, such as a comma or a semicolon",
            )
    if delimiter == quote:
        raise bad(
            f"{where} has {quoted(quote)} as delimiter and as quote character",
            "give two different ones",
        )
    for key, value in flat.items():
        if value not in READ_AS_USUAL.get(key, ()):
            raise bad(
                f"{where} has the dialect {quoted(key)} = {quoted(value)}, which is not read here",
                "leave it out and write the table with one header row and plain cells",
            )
    return Dialect(delimiter=delimiter, quote=quote, missing=missing)


def _is_sign(value: object) -> bool:
    if not isinstance(value, str) or len(value) != 1 or not value.isascii():
        return False
    return value == "\t" or (value.isprintable() and not value.isalnum() and value not in " .-")


def _missing_words(schema: Mapping[str, Any], where: str) -> frozenset[str]:
    words = schema.get("missingValues", [""])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise bad(
            f"{where} has the missing values {quoted(words)}",
            "give a list of words, between quotes",
        )
    return frozenset(words)


def _decimal_signs(schema: Mapping[str, Any], where: str) -> dict[str, str]:
    fields = schema.get("fields", [])
    if not isinstance(fields, list) or not all(isinstance(entry, dict) for entry in fields):
        raise bad(f"{where} has a schema without a list of fields", "list its columns there")
    signs = {str(entry.get("name")): entry.get("decimalChar", ".") for entry in fields}
    for name, sign in signs.items():
        if sign not in (".", ","):
            raise bad(
                f"{where} has {quoted(sign)} as decimal sign of {quoted(name)}",
                "use a point or a comma",
            )
    return signs


def _missing(files: Files, resources: Mapping[str, Resource]) -> Iterator[Problem]:
    for name in TABLES:
        if name not in resources and files.has(f"{name}.csv"):
            what = f"does not name {name}.csv, which lies in the folder"
            yield from bad(what, "add it to resources, or take the file away").problems
        elif name not in resources and name in REQUIRED_TABLES:
            what, remedy = f"names no table {name!r}", "add a resource with that name and a path"
            yield from bad(what, remedy).problems
