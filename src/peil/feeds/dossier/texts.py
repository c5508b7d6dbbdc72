"""The TOML files of a dossier: its scale and ladder, what was decided, agreed on, and asked of a policy."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from peil.assess.ladder import LADDERS, Ladder, ladder_of, parse_ladder
from peil.assess.rule import METHODS, Rule, parse_rule, rule_of
from peil.decide.decision import Decision, parse_decision
from peil.feeds.dossier.documents import refuse_hidden, refuse_unlikely
from peil.feeds.dossier.files import Files
from peil.feeds.dossier.layout import FAMILIES
from peil.feeds.dossier.translations import Translations
from peil.feeds.tables.opening import named, unreadable
from peil.feeds.tables.problems import fail, quoted
from peil.terms.errors import BadInput
from peil.terms.scale import Scale, parse_earlier, parse_scale

Made = TypeVar("Made")
Signed = TypeVar("Signed", Rule, Ladder)
Parse = Callable[[Mapping[str, Any]], Made]
"""Makes what the keys of a TOML file say."""
ALMOST = 0.8
"""How alike the names of two families are of which one is meant for the other."""
DECISION, DECISIONS, ENDING = "decision.toml", "decisions", ".toml"
SCALE, SCALES = "scale.toml", "scales"


def text_in(files: Files, file: str, parse: Parse[Made]) -> Made:
    """Read a TOML file that a dossier must have.

    Raises:
        BadDossier: it is missing, no TOML, or not what it should be.
    """
    if not files.has(file):
        raise fail(file, "is missing", "add it; `peil new` writes one to start from")
    return _parsed(files.read(file), file, parse)


def text_or_none(files: Files, file: str, parse: Parse[Made]) -> Made | None:
    """Read a TOML file that a dossier may have.

    Raises:
        BadDossier: it is no TOML, or not what it should be.
    """
    return text_in(files, file, parse) if files.has(file) else None


def scale_in(files: Files, texts: Translations) -> Scale:
    """Read the scale, with those that held before it, one file each, called by its first day.

    Raises:
        BadDossier: one is missing, no TOML or no scale, or of another day than its name says.
    """
    scale = text_in(files, SCALE, texts.reading("scale", parse_scale))
    earlier = [_earlier(files, file, scale, texts) for file in files.inside(SCALES, ENDING)]
    return replace(scale, earlier=tuple(earlier))


def _earlier(files: Files, file: str, scale: Scale, texts: Translations) -> Scale:
    held = text_in(files, file, texts.reading("scale", parse_earlier))
    own = scale_file(held, scale)
    if file != own:
        what = f"holds the scale that was valid from {held.valid_from}"
        raise fail(file, what, f"call it {own}, or correct one")
    if held.valid_from >= scale.valid_from:
        what = f"is valid from {held.valid_from}, and {SCALE} from {scale.valid_from}"
        raise fail(file, what, f"leave the latest scale in {SCALE}, or correct one of the days")
    return held


def scale_file(held: Scale, today: Scale) -> str:
    """Name the file of a scale."""
    return SCALE if held is today else f"{SCALES}/{held.valid_from}{ENDING}"


def decision_files(files: Files) -> list[str]:
    """List the files of decisions: one for each day in a folder of their own, or a single one.

    Raises:
        BadDossier: there are both.
    """
    many = files.inside(DECISIONS, ENDING)
    if many and files.has(DECISION):
        raise fail(
            DECISION,
            f"lies beside the folder {DECISIONS}",
            f"move it there, named by its day, as {many[-1]} is",
        )
    return many or [DECISION] * files.has(DECISION)


def decision_in(files: Files, file: str, texts: Translations) -> Decision:
    """Read a decision.

    Raises:
        BadDossier: it is no TOML, no decision, or of another day than its name says.
    """
    decision = text_in(files, file, texts.reading("decision", parse_decision))
    own = f"{DECISIONS}/{decision.date}{ENDING}"
    if file not in (DECISION, own):
        raise fail(file, f"holds the decision of {decision.date}", f"call it {own}, or correct one")
    return decision


def read_ladder(file: Path) -> Ladder:
    """Read a ladder from a file, or one that Peil ships by its name, such as peil-ladder-1.

    Raises:
        BadInput: there is no such file, it is no TOML, or no ladder.

    Example:
        >>> peil.read_ladder(Path("src/peil/assess/ladder_2.toml"))
    """
    shipped = [ladder_of(method) for method in LADDERS]
    read = _read(file, parse_ladder, shipped)
    known = {*FAMILIES, *(name for ladder in shipped for name in ladder.families)}
    for name in {*read.families, *read.totals} - known:
        if near := get_close_matches(name, known, n=1, cutoff=ALMOST):
            raise BadInput(
                f"{file.name}: has rules for the family {quoted(name)}, which Peil does not know; "
                f"write {near[0]!r}, or another name if it is meant so"
            )
    return read


def read_rule(file: Path) -> Rule:
    """Read a rule from a file, or one that Peil ships by its name, such as hysteresis-1.

    What a file leaves out is as Peil ships it.

    Raises:
        BadInput: there is no such file, it is no TOML, or no rule.

    Example:
        >>> peil.read_rule(Path("src/peil/assess/rule_2.toml"))
    """
    return _read(file, parse_rule, [rule_of(method) for method in METHODS])


def _read(file: Path, parse: Parse[Signed], shipped: Sequence[Signed]) -> Signed:
    own = {each.name: each for each in shipped}
    if str(file) in own:
        return own[str(file)]
    if why := unreadable(file):
        raise BadInput(
            f"{named(file)} {why}; give a file as the guide to the commands describes, or "
            f"{' or '.join(own)}"
        )
    return _parsed(file.read_bytes(), file.name, parse)


def _parsed(content: bytes, file: str, parse: Parse[Made]) -> Made:
    """Make what a TOML file describes; its sentence is split into what is wrong and the remedy."""
    data = _toml(content, file)
    try:
        return parse(data)
    except BadInput as error:
        what, _, remedy = str(error).rpartition("; ")
        raise fail(file, what or remedy, remedy if what else "correct it") from None


def _toml(content: bytes, file: str) -> Mapping[str, Any]:
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r" \(at line (\d+), column \d+\)", str(error))
        what = str(error)[: found.start()] if found else str(error)
        row = int(found[1]) if found else None
        raise fail(file, f"is not TOML ({quoted(what)[1:-1]})", "mend it there", row) from None
    except (ValueError, RecursionError, OverflowError):
        raise fail(file, "is not TOML in UTF-8", "write it anew, or copy one that works") from None
    refuse_hidden(data, file)
    refuse_unlikely(data, file)
    return data
