"""What careless people, odd programs and unlucky disks do to a file, by chance with a seed."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

NAME, WORD, NUMBER, DAY, FLAG, TEXT = "name", "word", "number", "day", "flag", "text"
"""Kinds of columns: a name, one word of a list, a number, a day, a flag, and what people read."""
SHARES = {
    "alike": 20, "wrong": 30, "other": 10, "text": 5, "rows": 10, "bytes": 10, "keys": 10, "good": 5,
}  # fmt: skip
WEIGHING = ("alike", "wrong", "other")
HARMLESS_ROWS = ("row gone", "rows cut")
"""Nobody can see that a row was there."""
LOOK_ALIKE = str.maketrans("aeiocpxyABEHKMOPT", "аеіосрхуАВЕНКМОРТ")
TEXTS = (
    "<script>alert(1)</script>", '=HYPERLINK("http://x")', "\u202eevil", "a\x00b", "x" * 5000, "é\u0301",
    "[a](javascript:b)", '#import "x"', "{{ 7*7 }}", "a\nb", "\ufeff", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: its cells, the kind of each column that is known, and the rows that weigh."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    kinds: Mapping[str, str]
    required: frozenset[str] = frozenset()
    weighs: Sequence[int] = ()
    has_header: bool = True
    delimiter: str = ","

    def text(self, header: Sequence[str], rows: Sequence[Sequence[str]], **how: object) -> str:
        """Write the table with other cells."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.delimiter, **{"lineterminator": "\n", **how})
        writer.writerows([header, *rows] if self.has_header else rows)
        return out.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """A spoilt file: its new content (None where it is gone), the class, and what was done."""

    content: str | bytes | None
    of: str
    what: str


def sheet_of(text: str, kinds: Mapping[str, str], *, delimiter: str = ",") -> Sheet:
    """Split a table with a header into cells; every row of it weighs."""
    header, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return Sheet(
        header=header, rows=rows, kinds=kinds, weighs=range(len(rows)), delimiter=delimiter
    )


def of_cell(sheet: Sheet, of: str, chance: Random) -> Mutation | None:
    """Spoil one cell; None where the class has nothing to do to the cell that chance chose."""
    is_text = of == "text"
    columns = [i for i, name in enumerate(sheet.header)
               if name in sheet.kinds and (sheet.kinds[name] == TEXT) == is_text]  # fmt: skip
    places = [(r, c) for r in sheet.weighs for c in columns if sheet.rows[r][c] or of != "alike"]
    if not places:
        return None
    row, column = chance.choice(places)
    old, name = sheet.rows[row][column], sheet.header[column]
    new = CELL[of](sheet, row, column, chance)
    if new is None or new == old:
        return None
    rows = [list(cells) for cells in sheet.rows]
    rows[row][column] = new
    what = f"row {row + 1 + sheet.has_header}, {name}: {old!r} → {new[:60]!r}"
    return Mutation(content=sheet.text(sheet.header, rows), of=of, what=what)


def _alike(sheet: Sheet, row: int, column: int, chance: Random) -> str | None:
    old, kind = sheet.rows[row][column], sheet.kinds[sheet.header[column]]
    around = [f" {old}", f"{old} ", f"\u00a0{old}", f"{old}\t", f"{old}\u200b", f'"{old}"']
    return chance.choice([*around, *ALIKE[kind](old), *ALIKE[kind](old)])


def _numbers_alike(old: str) -> list[str]:
    try:
        number = float(old)
    except ValueError:
        return []
    marked = f"{number:,.10g}" if number == int(number) else old
    wide = old.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    written = [f"+{old}", f"{number:e}", wide, f"0{old}", f"'{old}", f"{old}*", f"~{old}"]
    marks = [marked, marked.replace(",", "."), marked.replace(",", " "), marked.replace(",", "’")]
    return [*written, *marks, old.replace(".", ","), f"{old}.0" if "." not in old else f"{old}0"]


def _days_alike(old: str) -> list[str]:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", old)
    if found is None:
        return [old.replace("-", "/"), old.replace("W", "w")]
    year, month, day = found.groups()
    return [
        f"{day}/{month}/{year}", f"{month}/{day}/{year}", f"{day}.{month}.{year}", f"{year}/{month}/{day}",
        f"{year}{month}{day}", f"{year}-{int(month)}-{int(day)}", f"{old}T00:00:00", f"{old} 00:00",
        f"{old}Z", f"{day}-{month}-{year[2:]}", f"{year}-{month}",
    ]  # fmt: skip


def _flags_alike(old: str) -> list[str]:
    is_on = old.lower() in {"true", "1"}
    return ["yes", "TRUE", "1", "1.0", "x", "oui"] if is_on else ["no", "FALSE", "0", "0.0", "non"]


def _words_alike(old: str) -> list[str]:
    return [
        old.upper(), old.title(), old.swapcase(), old.replace("_", " "), old.replace("_", "-"),
        old.replace("+", ", "), old.translate(LOOK_ALIKE), old.replace(" ", "  "),
    ]  # fmt: skip


ALIKE: dict[str, Callable[[str], list[str]]] = {
    NUMBER: _numbers_alike, DAY: _days_alike, FLAG: _flags_alike, WORD: _words_alike, NAME: _words_alike,
}  # fmt: skip
WRONG: dict[str, tuple[str, ...]] = {
    NUMBER: ("many", "-5", "inf", "1e308", "12 or 13", "1/2", "#REF!", "12%", "0x1F", "1_000_", "--3", "9" * 400),
    DAY: ("2016-02-30", "soon", "2016-13-01", "0000-00-00", "42451", "2999-01-01", "31/11/2016", "-2016-01-01"),
    FLAG: ("perhaps", "2", "ja", "-1", "nan", "truefalse"),
    WORD: ("something", "0", "other_", "null", "?"),
    NAME: (),
}  # fmt: skip


def _wrong(sheet: Sheet, row: int, column: int, chance: Random) -> str | None:
    name = sheet.header[column]
    old, kind = sheet.rows[row][column], sheet.kinds[name]
    choices = [chance.choice(WRONG[kind])] if WRONG[kind] else []
    if kind in (NAME, WORD) and len(old) > 3:
        choices += [_typo(old, chance) for _ in range(3)]
    beside = sheet.rows[row][column - 1 if column else 1] if len(sheet.header) > 1 else ""
    if beside != old and sheet.kinds.get(sheet.header[column - 1 if column else 1]) != kind:
        choices.append(beside)
    if old and name in sheet.required:
        choices.append("")
    return chance.choice(choices) if choices else None


def _typo(word: str, chance: Random) -> str:
    """Drop, double, swap or change a letter, none of them a digit."""
    letters = [i for i, letter in enumerate(word) if letter.isalpha()]
    if not letters:
        return f"{word}x"
    at = chance.choice(letters)
    dropped, doubled = word[:at] + word[at + 1 :], word[: at + 1] + word[at:]
    swapped = word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    look_alike = word[:at] + word[at].translate(LOOK_ALIKE) + word[at + 1 :]
    return chance.choice([dropped, doubled, swapped, look_alike])


def _other(sheet: Sheet, _row: int, column: int, chance: Random) -> str | None:
    return chance.choice(sheet.rows)[column]


def _any_text(sheet: Sheet, row: int, column: int, chance: Random) -> str | None:
    return chance.choice([*TEXTS, sheet.rows[row][column] + chance.choice(TEXTS)])


CELL: dict[str, Callable[[Sheet, int, int, Random], str | None]] = {
    "alike": _alike, "wrong": _wrong, "other": _other, "text": _any_text,
}  # fmt: skip


def of_rows(sheet: Sheet, chance: Random) -> Mutation:
    """Spoil rows or columns."""
    at = chance.choice(list(sheet.weighs))
    rows, header = [list(row) for row in sheet.rows], list(sheet.header)
    what = chance.choice(
        [
            "row twice",
            "row gone",
            "row short",
            "row shifted",
            "rows cut",
            "column twice",
            "header twice",
        ]
    )
    if what == "row twice":
        rows.insert(chance.randrange(len(rows) + 1), rows[at])
    elif what == "row gone":
        del rows[at]
    elif what == "row short":
        del rows[at][chance.randrange(1, max(len(rows[at]), 2)) :]
    elif what == "row shifted":
        rows[at] = ["", *rows[at][:-1]]
    elif what == "rows cut":
        del rows[at:]
    elif what == "column twice":
        header = [
            chance.choice(header) if i == len(header) - 1 else h for i, h in enumerate(header)
        ]
    else:
        rows.insert(at, header)
    content = sheet.text(header, rows)
    return Mutation(content=content, of="rows", what=f"{what}, row {at + 1 + sheet.has_header}")


def of_good(sheet: Sheet, chance: Random) -> Mutation:
    """Write the same table in another way that every program reads."""
    order, rows = list(range(len(sheet.header))), list(sheet.rows)
    ways = ["rows moved", "CRLF", "byte order mark", "blank lines at the end", "no last line end"]
    what = chance.choice(
        [*ways, "in quotes", "columns moved"] if sheet.has_header else ways[1:2] + ways[3:]
    )
    if what == "rows moved":
        chance.shuffle(rows)
    elif what == "columns moved":
        chance.shuffle(order)
    how = {
        "CRLF": {"lineterminator": "\r\n"}, "in quotes": {"quoting": csv.QUOTE_ALL},
    }.get(what, {})  # fmt: skip
    text = sheet.text(
        [sheet.header[i] for i in order], [[row[i] for i in order] for row in rows], **how
    )
    if what == "byte order mark":
        text = "\ufeff" + text
    elif what == "blank lines at the end":
        text += "\n\n"
    elif what == "no last line end":
        text = text.rstrip("\n")
    return Mutation(content=text, of="good", what=what)


def of_bytes(text: str, chance: Random) -> Mutation:
    """Damage a file as a disk, an editor or a mail program does."""
    data = text.encode()
    at, n = chance.randrange(len(data) + 1), chance.randrange(1, 6)
    ways: dict[str, bytes | None] = {
        "flipped": data[:at]
        + bytes(b ^ (1 << chance.randrange(8)) for b in data[at : at + n])
        + data[at + n :],
        "put in": data[:at] + chance.randbytes(n) + data[at:],
        "cut out": data[:at] + data[at + n :],
        "end cut off": data[:at],
        "UTF-16": text.encode("utf-16"),
        "Latin-1": text.encode("latin-1", "replace"),
        "NUL": data[:at] + b"\x00" + data[at:],
        "empty": b"",
        "gone": None,
        "semicolons": data.replace(b",", b";"),
        "one line end": data[:at] + b"\r" + data[at:],
        "a quote": data[:at] + b'"' + data[at:],
    }
    what = chance.choice(list(ways))
    return Mutation(content=ways[what], of="bytes", what=f"{what} at {at}")


KEY = re.compile(
    r'^(?P<before>[\s\[{,]*)(?P<key>"?[\w$.-]+"?)(?P<after>\s*[:=]\s*)(?P<value>[^\n]*?)(?P<end>,?)$',
    re.M,
)
TABLE = re.compile(r"^(?P<before>\[{1,2}[\w.]*?)(?P<key>\w+)(?P<after>\]{1,2})$", re.M)
VALUES = ("-1", "1e308", "inf", "nan", "9" * 5000, "9999-12-31", '""', "[]", "{}", "true", '"x"', "null", "[[1]]", "0")  # fmt: skip


def of_keys(text: str, chance: Random) -> Mutation | None:
    """Misspell a key of TOML or JSON, give it twice, or give it another value."""
    found = list(KEY.finditer(text)) + list(TABLE.finditer(text)) * 2
    if not found:
        return None
    match = chance.choice(found)
    before, key, after = match["before"], match["key"], match["after"]
    rest = match.string[match.start() + len(before) + len(key) + len(after) : match.end()]
    what = chance.choice(["misspelt", "another value", "twice", "unknown"])
    if what == "misspelt" or match.re is TABLE:
        bare = key.strip('"')
        line = f"{before}{key.replace(bare, _typo(bare, chance))}{after}{rest}"
    elif what == "another value":
        line = f"{before}{key}{after}{chance.choice(VALUES)}{match['end']}"
    else:
        other = key if what == "twice" else key.replace(key.strip('"'), "ununderstood")
        comma = "," if ":" in after else "\n"
        line = f"{before}{other}{after}{chance.choice(VALUES)}{comma}{key}{after}{rest}"
    new = text[: match.start()] + line + text[match.end() :]
    number = text.count("\n", 0, match.start()) + 1
    return Mutation(content=new, of="keys", what=f"{what}, line {number}: {line.strip()[:90]!r}")
