"""What differs between two folders of outputs: keys, codes, numbers, cells and sentences."""

import csv
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

TABLES = (".json", ".csv", ".xlsx")
TEXTS = (".html", ".atom", ".pdf", ".txt", ".md", ".toml")
NEARLY = 1e-9
FAULTS = ("file gone", "key gone", "rows", "number", "code", "exit code")
INLINE = {
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "em",
    "i",
    "mark",
    "q",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
}
UNSEEN = {"style", "script"}
ENDS = re.compile(r"\n\s*\n|(?<=[.!?:;])\s+")
CELLS = re.compile(r"(?<=\S) {2,}(?=\S)|[─│┌┐└┘├┤━═]+|^\s*[-•] ", re.MULTILINE)

Difference = tuple[str, str, str]
"""Its kind, where it stands, and what was and is there."""


def compare(before: Path, after: Path, wanted: tuple[str, ...]) -> int:
    """Print what differs; give 1 where something went, or another figure or code came, else 0."""
    old, new = _files(before, wanted), _files(after, wanted)
    found: list[Difference] = [("file gone", name, "") for name in sorted(old - new)]
    found += [("file added", name, "") for name in sorted(new - old)]
    went: dict[str, list[str]] = defaultdict(list)
    came: dict[str, list[str]] = defaultdict(list)
    for name in sorted(old & new):
        one, other = before / name, after / name
        if name == "times.csv":
            found += _of_runs(one, other)
        elif one.read_bytes() == other.read_bytes():
            continue
        elif one.suffix in TABLES:
            found += _by_place(name, differences(_read(one), _read(other))) or [("bytes", name, "")]
        elif one.suffix not in TEXTS:
            found.append(("bytes", name, ""))
        else:
            found += _of_size(name, one, other)
            first, then = sentences(one), sentences(other)
            for sentence in sorted(first - then):
                went[sentence].append(name)
            for sentence in sorted(then - first):
                came[sentence].append(name)
    for kind, where, what in found:
        print(f"{kind:10}  {where}  {what}".rstrip())
    _tell("-", went)
    _tell("+", came)
    return int(any(kind in FAULTS for kind, _, _ in found))


def differences(old: Any, new: Any, where: str = "") -> Iterator[Difference]:
    """Give what differs between two values as JSON has them; numbers may differ by 1e-9."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from (("key gone", f"{where}.{key}", "") for key in old if key not in new)
        yield from (("key added", f"{where}.{key}", "") for key in new if key not in old)
        for key in old:
            if key in new:
                yield from differences(old[key], new[key], f"{where}.{key}")
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            yield "rows", f"{where}[]", f"{len(old)} → {len(new)}"
        for one, other in zip(old, new, strict=False):
            yield from differences(one, other, f"{where}[]")
    elif not _same(old, new):
        yield _kind(old, new), where, f"{old!r} → {new!r}"


def sentences(path: Path) -> set[str]:
    """Give the sentences and cells of a page or of plain text; of paper the words, as lines break anywhere."""
    if path.suffix == ".pdf":
        # Only who compares paper needs what reads it.
        from pypdf import PdfReader

        return {word for page in PdfReader(path).pages for word in page.extract_text().split()}
    text = path.read_text(encoding="utf-8")
    if path.suffix in (".html", ".atom"):
        page = _Page()
        page.feed(text)
        text = "".join(page.said)
    else:
        text = CELLS.sub("\n\n", text)
    return {" ".join(part.split()) for part in ENDS.split(text)} - {""}


class _Page(HTMLParser):
    """The words of a page, with an empty line between blocks; of pictures those with letters."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._unseen = self._picture = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        self._picture += tag == "svg"
        said = [value for name, value in attrs if name in ("alt", "title", "aria-label") and value]
        # What a reader hears of a word stands by itself, or it would break the sentence in two.
        self.said[:0] = [f"{value}\n\n" for value in said]
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN
        self._picture -= tag == "svg"
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen and (not self._picture or re.search(r"[^\W\d_]{2}", data)):
            self.said.append(data)

    def _break(self, tag: str) -> None:
        if tag not in INLINE:
            self.said.append("\n\n")


def _files(folder: Path, wanted: tuple[str, ...]) -> set[str]:
    names = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return {name for name in names if not wanted or any(word in name for word in wanted)}


def _read(path: Path) -> Any:
    """Give a table as JSON has it: rows by the name of their column."""
    if path.suffix == ".json":
        text = path.read_text(encoding="utf-8")
        # A command that refused says one sentence instead.
        return json.loads(text) if text.startswith(("{", "[")) else text
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return [
                {key: _number(cell) for key, cell in row.items()} for row in csv.DictReader(file)
            ]
    from openpyxl import load_workbook

    book = load_workbook(path)
    return {s.title: [[_number(c) for c in row] for row in s.values] for s in book.worksheets}


def _number(cell: Any) -> Any:
    try:
        return float(cell) if isinstance(cell, str) else cell
    except ValueError:
        return cell


def _same(old: Any, new: Any) -> bool:
    if _is_number(old) and _is_number(new):
        return math.isclose(old, new, rel_tol=NEARLY, abs_tol=NEARLY)
    return type(old) is type(new) and old == new


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _kind(old: Any, new: Any) -> str:
    if _is_number(old) or _is_number(new):
        return "number"
    return "text" if any(isinstance(v, str) and " " in v.strip() for v in (old, new)) else "code"


def _by_place(name: str, found: Iterator[Difference]) -> list[Difference]:
    """Tell each kind at each place once, with its first example and how many there are."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, where, what in found:
        places[kind, where].append(what)
    return [
        (kind, f"{name}{where}", f"{what[0]}{f' (and {len(what) - 1} more)' if what[1:] else ''}")
        for (kind, where), what in places.items()
    ]


def _of_size(name: str, one: Path, other: Path) -> Iterator[Difference]:
    sizes = one.stat().st_size, other.stat().st_size
    if name.endswith(".html") and sizes[1] > sizes[0]:
        yield "larger", name, f"{sizes[0]} → {sizes[1]} bytes"


def _of_runs(one: Path, other: Path) -> Iterator[Difference]:
    old, new = ({row["file"]: row for row in _read(path)} for path in (one, other))
    for name in old.keys() & new.keys():
        if old[name]["code"] != new[name]["code"]:
            yield "exit code", name, f"{old[name]['code']:g} → {new[name]['code']:g}"
    totals = [sum(rows[name]["seconds"] for name in old.keys() & new.keys()) for rows in (old, new)]
    yield "seconds", "of all runs in both", f"{totals[0]:.0f} → {totals[1]:.0f}"


def _tell(sign: str, found: Mapping[str, list[str]]) -> None:
    """Print sentences below the first file that has each, with the count of the other files."""
    last = ""
    for sentence, names in sorted(found.items(), key=lambda item: item[1][0]):
        if names[0] != last:
            last = names[0]
            print(f"\n{last}")
        print(f"  {sign} {sentence}{f'  (and {len(names) - 1} more)' if names[1:] else ''}")
