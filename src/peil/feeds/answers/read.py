"""A table of answers: as a spreadsheet of any country saves it, or one clear sentence."""

from dataclasses import replace
from pathlib import Path

from peil.act.answers import ANSWERED, Answer
from peil.feeds.tables.opening import ABSENT, delimiter_of, named, unreadable, without_blank_columns
from peil.feeds.tables.table import BOM, Dialect, read_table
from peil.terms.errors import BadDossier, BadInput

ANSWER = tuple(Answer.__slots__)
REMEDY = "fill in the file that --questions wrote"


def read_answers(file: Path) -> list[Answer]:
    """Read the answers that people wrote below the questions of a statement.

    Raises:
        BadInput: the file is no table with the columns of the questions.
    """
    if why := unreadable(file):
        what = "give the file that --questions wrote" if why == ABSENT else "let it be read"
        raise BadInput(f"{named(file)} {why}; {what}")
    data = file.read_bytes().removeprefix(BOM)
    if not data.strip():
        raise BadInput(f"{named(file)} is empty; {REMEDY}")
    delimiter, _ = delimiter_of(data.decode("utf-8", "replace"), ANSWERED)
    data = without_blank_columns(data, delimiter)
    try:
        table = read_table(data, file.name, Dialect(delimiter=delimiter, may_be_single=True))
    except BadDossier as error:
        raise BadInput(str(error.problems[0])) from None
    if not {*ANSWERED} <= {*table.columns}:
        row = 2 if table.rows else 1
        raise BadInput(
            f"{file}, row {row} does not have the columns {', '.join(ANSWERED)}; {REMEDY}"
        )
    small = [name.strip().lower() for name in table.columns]
    for name in ANSWER:
        if small.count(name) > 1:
            raise BadInput(
                f"{file}, row 1 has the column {name!r} twice, in other letters or with blanks; "
                "keep one"
            )
    columns = [table.columns[name].by_row(table.columns[name].words, object) for name in ANSWER]
    answers = [Answer(**dict(zip(ANSWER, row, strict=True))) for row in zip(*columns, strict=True)]
    return [replace(each, arrangement=each.arrangement.strip()) for each in answers]
