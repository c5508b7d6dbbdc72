"""A table of answers: as a spreadsheet of any country saves it, or one clear sentence."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from peil.act.answers import ANSWERED, Answer
from peil.feeds.dossier.files import read_bytes
from peil.terms.errors import BadInput

DELIMITERS = ",;\t"


def read_answers(file: Path) -> list[Answer]:
    """Read the answers that people wrote below the questions of a statement.

    Raises:
        BadInput: the file is no table with the columns of the questions.
    """
    try:
        if not file.exists():
            raise BadInput(f"{file} does not exist; give the file that --questions wrote")
        text = read_bytes(file, str(file)).decode("utf-8-sig")
        rows = list(_rows_of(text))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{file} is no CSV in UTF-8 ({error}); save it again as CSV") from None
    except OSError as error:
        raise BadInput(f"{file} cannot be read ({error.strerror}); let it be read") from None
    for n, row in enumerate(rows or [{}], start=2 if rows else 1):
        if None in row or any(row.get(name) is None for name in ANSWERED):
            raise BadInput(
                f"{file}, row {n} does not have the columns {', '.join(ANSWERED)}; "
                "fill in the file that --questions wrote"
            )
    return [
        Answer(question=row["question"], choice=row["choice"], reason=row["reason"], by=row["by"])
        for row in rows
    ]


def _rows_of(text: str) -> Iterator[dict[str, str]]:
    """Read rows between commas, or semicolons and tabs, which spreadsheets of some countries write.

    A table with the right columns and no row gives one blank answer.
    """
    header = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=header.count)
    table = csv.DictReader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    yield from table
    if {*ANSWERED} <= {*(table.fieldnames or ())} and table.line_num == 1:
        yield dict.fromkeys(ANSWERED, "")
