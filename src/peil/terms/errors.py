"""Errors that a person can act on: what is wrong, with the value; then what to do."""

from dataclasses import dataclass


class PeilError(Exception):
    """Anything that Peil reports to a person instead of showing a traceback."""

    exit_code = 1


class BadInput(PeilError):
    """What was given cannot be used as it stands; the caller can mend it."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in a dossier: where, what (with the value), and the remedy."""

    file: str
    row: int | None
    what: str
    remedy: str

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}, row {self.row}"
        return f"{place}: {self.what}; {self.remedy}"


class BadDossier(BadInput):
    """A dossier with problems; the message is the first, `problems` holds them all."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        more = f" (and {len(problems) - 1} more; see `peil check`)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")


class BadOutput(BadInput):
    """A file that was asked for cannot be written."""
