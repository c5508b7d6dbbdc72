"""Tell the public of a level: what was decided, in whose words, and what was said since."""

from collections.abc import Iterator, Mapping
from typing import Any

from peil.decide.bulletin import Bulletin
from peil.report.model import Block, Piece, Rank, Report, Saying, Text
from peil.report.tell.parts import picked
from peil.report.words import Words
from peil.terms.scale import Scale


def document(bulletin: Bulletin) -> Mapping[str, Any]:
    """Write a bulletin down as data, in codes of no language."""
    return {"kind": "bulletin", **picked(bulletin)}


def headline(bulletin: Bulletin, scale: Scale, words: Words) -> str:
    """Say which level was decided of what, and that it is an exercise where it is one."""
    level = words.level(scale, bulletin.level)
    return _marked(bulletin, words("bulletin.decided", scope=bulletin.scope, level=level), words)


def tell(bulletin: Bulletin, scale: Scale, words: Words) -> Report:
    """Say in one language what was decided; another language stands in where it is not translated."""
    return Report(
        kind="bulletin",
        language=words.language,
        title=_marked(bulletin, words("bulletin.title"), words),
        kicker=words("bulletin.by", office=bulletin.office),
        headline=words.sentence(headline(bulletin, scale, words)),
        day=bulletin.decided_on,
        as_known=words("bulletin.day", day=words.day(bulletin.decided_on)),
        blocks=tuple(_blocks(bulletin, scale, words)),
    )


def _marked(bulletin: Bulletin, said: str, words: Words) -> str:
    return words("bulletin.in_exercise", what=said) if bulletin.is_exercise else said


def _blocks(bulletin: Bulletin, scale: Scale, words: Words) -> Iterator[Block]:
    if bulletin.is_exercise:
        yield _loud("exercise", words("bulletin.exercise"))
    if bulletin.state == "withdrawn":
        yield _loud("withdrawn", words("bulletin.withdrawn", why=bulletin.said_since))
    if bulletin.state == "corrected":
        said = words("bulletin.corrected", what=bulletin.said_since)
        yield Text(key="corrected", rank=Rank.ANSWER, lines=(said,))
    meaning = next(each.meaning for each in scale.levels if each.number == bulletin.level)
    yield Text(key="text", rank=Rank.ANSWER, lines=tuple(_text(bulletin, words)))
    means = words("bulletin.means", meaning=words.name(meaning))
    yield Text(key="meaning", rank=Rank.ANSWER, lines=(means,))


def _text(bulletin: Bulletin, words: Words) -> Iterator[Saying]:
    own = bulletin.texts.get(words.language)
    if own:
        yield own
        return
    yield words("bulletin.follows")
    language, text = next(iter(bulletin.texts.items()))
    yield (Piece(text=text, lang=language),)


def _loud(key: str, said: str) -> Text:
    return Text(key=key, tone="loud", lines=(said,))
