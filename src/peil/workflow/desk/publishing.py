"""Publishing: bulletins as files for everybody, in a folder beside that of the site."""

import datetime as dt
import hashlib
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid5

from peil.decide.bulletin import Bulletin
from peil.report.cap import cap
from peil.report.links import Links, anchors_of
from peil.report.model import Entries, Entry, Link, Piece, Report
from peil.report.render.data import document_json
from peil.report.render.html import render_html
from peil.report.render.paper import render_paper
from peil.report.site.feed import Feed, FeedEntry
from peil.report.tell import bulletin as told
from peil.report.words import LANGUAGES, Words, words_in
from peil.store import records
from peil.store.shared import audit
from peil.terms.scale import Scale
from peil.workflow.acting import transactional
from peil.workflow.clock import ZONE
from peil.workflow.desk.telling import TOLD, holds

SENDER = "peil@localhost"
"""Who sends a warning, unless `PEIL_MAIL_FROM` says otherwise."""
SPACE = UUID("5f0f1f0e-7a0c-4c63-9c0c-1f6d1b9a7d43")
"""In which the names of feeds and entries are made."""
TELL = "publish"
LOG = logging.getLogger(__name__)
INDEX, FEED = "index.html", "feed.xml"


def publish_all(folder: Path, scale: Scale, now: dt.datetime, *, is_exercise: bool) -> list[str]:
    """Write every bulletin that is due, each file whole, and give the names of those that changed.

    Everything is written where nobody can read it; then it is told, with its event, and shown.

    Args:
        folder: that everybody may read; made where there is none.
        scale: the levels of the law.
        now: what is to be told later waits.
        is_exercise: whether every file says that it is an exercise.
    """
    due = records.every("bulletin").filter(state__in=TOLD, publish_at__lte=now)
    bulletins = _values(due, now, is_exercise)
    new = [each for each in bulletins if not _is_told(folder, each)]
    if not new:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    files = [*_lists(bulletins, scale), *(file for each in new for file in _files(each, scale))]
    with TemporaryDirectory(prefix=".", dir=folder) as hidden:
        written = [name for name, content in files if _write(Path(hidden), folder, name, content)]
        with transactional():
            if (
                _values(due, now, is_exercise) != bulletins
            ):  # the next minute tells what was changed
                return []
            for each in new:
                _note(each, now)
            untold = due.filter(told_at=None, pk__in=[each.id for each in new])
            records.outdate(untold, told_at=now)
        for name in _papers(new) - {name for name, _ in files}:
            (folder / name).unlink(missing_ok=True)  # what it told is no longer so
        for name in written:
            _show(Path(hidden), folder, name)
    return written


def _values(due: Any, now: dt.datetime, is_exercise: bool) -> list[Bulletin]:
    """Give what is to be told: what was told, and what is not held back."""
    rows = due.exclude(state="withdrawn", told_at=None).select_related("decision__scope")
    return [_value(each, now, is_exercise) for each in rows if each.told_at or holds(each)]


def _note(bulletin: Bulletin, now: dt.datetime) -> None:
    """Append to the audit that a bulletin is told as it stands, once."""
    if bulletin.tellings[-1] == now:
        about = {"about_kind": "bulletin", "about": bulletin.id}
        audit.append(at=now, action=TELL, detail=_digest(bulletin), **about)


def _is_told(folder: Path, bulletin: Bulletin) -> bool:
    """Say whether all files of a bulletin stand there; its data is the last that is written."""
    data = folder / f"{bulletin.id}.json"
    return data.is_file() and data.read_bytes() == _data(bulletin)


def _value(row: Any, now: dt.datetime, is_exercise: bool) -> Bulletin:
    """Give a bulletin as it is told, with the moments at which it was told otherwise before."""
    decision = row.decision
    since = row.reason if row.state == "withdrawn" else row.correction
    told = [each for each in audit.about(row.pk) if each.action == TELL and not each.person]
    bulletin = Bulletin(
        id=row.pk,
        office=row.office.name,
        scope=decision.scope.name,
        level=decision.level,
        decided_on=decision.decided_on,
        texts={code: getattr(row, f"text_{code}") for code in row.approved.split()},
        tellings=[each.at for each in told],
        state=row.state,
        said_since=since,
        is_exercise=is_exercise,
    )
    is_new = not told or told[-1].detail != _digest(bulletin)
    # Written as it is kept: a later message names the moment of this one to the letter.
    moment = now.astimezone(dt.UTC)
    return replace(bulletin, tellings=[*bulletin.tellings, moment]) if is_new else bulletin


def _files(bulletin: Bulletin, scale: Scale) -> Iterator[tuple[str, bytes]]:
    """Give the files of a bulletin in every form, its data last."""
    for code in LANGUAGES:
        words = words_in(code)
        report = told.tell(bulletin, scale, words)
        yield f"{code}/{bulletin.id}.html", render_html(report, words).encode()
        try:
            yield f"{code}/{bulletin.id}.pdf", render_paper(report, words)
        except RuntimeError as error:  # everybody reads the page meanwhile
            LOG.warning("bulletin %s: no paper in %s: %s", bulletin.id, code, type(error).__name__)
    events = {code: told.headline(bulletin, scale, words_in(code)) for code in bulletin.texts}
    sender = os.environ.get("PEIL_MAIL_FROM", SENDER)
    yield f"{bulletin.id}.cap.xml", cap(bulletin, events, sender)
    yield f"{bulletin.id}.json", _data(bulletin)


def _papers(bulletins: Iterable[Bulletin]) -> set[str]:
    return {f"{code}/{each.id}.pdf" for each in bulletins for code in LANGUAGES}


def _data(bulletin: Bulletin) -> bytes:
    return document_json(told.document(bulletin)).encode()


def _digest(bulletin: Bulletin) -> str:
    return hashlib.sha256(_data(bulletin)).hexdigest()


def _lists(bulletins: list[Bulletin], scale: Scale) -> Iterator[tuple[str, bytes]]:
    """Give the list and the feed of each language."""
    for code in LANGUAGES:
        yield f"{code}/{INDEX}", _index(bulletins, scale, words_in(code))
        yield f"{code}/{FEED}", _feed(bulletins, scale, words_in(code))


def _title(bulletins: list[Bulletin], words: Words) -> str:
    """Name the list, which is one of an exercise where its bulletins are."""
    title = words("bulletin.all")
    is_exercise = any(each.is_exercise for each in bulletins)
    return words("bulletin.in_exercise", what=title) if is_exercise else title


def _index(bulletins: list[Bulletin], scale: Scale, words: Words) -> bytes:
    """Lay out the list of bulletins of a language, newest first."""
    items = tuple(
        Entry(
            name=(Piece(text=told.headline(each, scale, words), to=Link(page=each.id)),),
            day=each.decided_on,
            anchor=each.id,
        )
        for each in bulletins
    )
    title = _title(bulletins, words)
    report = Report(
        kind="index",
        language=words.language,
        title=title,
        kicker="",
        headline=title if items else words("bulletin.none"),
        blocks=(Entries(key="bulletins", items=items),) if items else (),
    )
    return render_html(report, words, links=_Files(anchors=anchors_of(report))).encode()


class _Files(Links):
    """Leads to each bulletin's own page beside the list."""

    def href(self, link: Link) -> str | None:
        """Give the address of the page of a bulletin."""
        return f"{link.page}.html"


def _feed(bulletins: list[Bulletin], scale: Scale, words: Words) -> bytes:
    entries = [
        FeedEntry(
            id=str(uuid5(SPACE, f"{each.id} {len(each.tellings)}")),
            day=each.tellings[-1].astimezone(ZONE).date(),
            kind=each.state,
            title=told.headline(each, scale, words),
            said=each.texts.get(words.language, words("bulletin.follows")),
            anchor=each.id,
        )
        for each in bulletins
    ]
    days = [entry.day for entry in entries]
    return Feed(
        id=str(uuid5(SPACE, words.language)),
        language=words.language,
        title=_title(bulletins, words),
        author=bulletins[0].office if bulletins else "Peil",
        day=max(days, default=dt.date(1970, 1, 1)),
        version=version("peil"),
        page=INDEX,
        entries=entries,
    ).content()


def _write(hidden: Path, folder: Path, name: str, content: bytes) -> bool:
    """Write a file that is to stand in a folder into a hidden one, unless it stands there already."""
    path = folder / name
    if path.is_file() and path.read_bytes() == content:
        return False
    (hidden / name).parent.mkdir(exist_ok=True)
    (hidden / name).write_bytes(content)
    return True


def _show(hidden: Path, folder: Path, name: str) -> None:
    """Put a hidden file, whole, where everybody reads it."""
    (folder / name).parent.mkdir(exist_ok=True)
    (hidden / name).replace(folder / name)
