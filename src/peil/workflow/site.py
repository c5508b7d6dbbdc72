"""Export a dossier as a static site: make every report once, lay them out, and put the folder in place."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from peil.assess.ladder import Ladder
from peil.assess.rule import Rule
from peil.decide.official import InForce, in_force_on, timeline
from peil.feeds.dossier.read import Dossier, opened
from peil.report.model import Report
from peil.report.render.data import document_json, rows_csv
from peil.report.render.paper import render_paper
from peil.report.site.build import Shelf, Site, SiteBuilder, SitePage
from peil.report.site.places import FEED
from peil.report.tell.site.changes import (
    TABLE,
    Change,
    changes_csv,
    changes_feed,
    changes_of,
    tell_changes,
)
from peil.report.tell.site.facts import SiteFound
from peil.report.tell.site.lists import CSV, sources_csv, tell_downloads, tell_sources
from peil.report.tell.site.overview import tell_overview
from peil.report.words import LANGUAGES, Words, words_in
from peil.terms.errors import BadInput, PeilError
from peil.workflow.reports import REPORTS, Kind
from peil.workflow.site_facts import facts_known, latest_day
from peil.workflow.site_folder import mend, put_in_place, refuse_place

Made = TypeVar("Made")
Step = tuple[str, Callable[[], object]]
Progress = Callable[[Sequence[Step]], Iterable[Step]]


def export_site(
    folder: Path,
    place: Path,
    *,
    as_of: date | None = None,
    languages: Sequence[str] = LANGUAGES,
    rule: Rule | None = None,
    ladder: Ladder | None = None,
    watched: Progress = iter,
) -> str:
    """Write the whole dossier as a static site, and say what was written.

    Args:
        place: a folder that is new, empty, or a site that this function made.
        as_of: nothing published later is used; without it, the day of the latest fact.
        languages: codes.
        rule, ladder: in the place of Peil's rule and of the dossier's ladder.
        watched: hands the steps on, so that a caller can show how far it is.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: nothing was known on the day.
        BadOutput: the place is taken or cannot be written; what stood there stays as it was.

    Example:
        >>> peil.site(Path("dossiers/belgium"), Path("public"), as_of=date(2018, 1, 22))
    """
    mend(place)
    refuse_place(place, folder)
    dossier = opened(folder, rule=rule, ladder=ladder)
    day = as_of or latest_day(dossier)
    if day is None:
        raise BadInput(f"{folder} holds no fact with a source; fill observations.csv")
    site = _Shown(dossier, day)
    builder = SiteBuilder(languages)
    steps: list[Step] = [
        *site.steps,
        ("data", lambda: builder.start(site.put_together())),
        *((language, partial(builder.add, language)) for language in languages),
        ("index", builder.finish),
    ]
    for _, step in watched(steps):
        step()
    files = builder.files
    put_in_place(files, place, folder)
    pages = sum(name.endswith(".html") for name in files)
    return f"{place} holds {len(files)} files, {pages} of them pages; open {place / 'index.html'}"


class _Shown:
    """Finds out what a site shows of a dossier on a day, one step after another."""

    def __init__(self, dossier: Dossier, day: date) -> None:
        self.dossier, self.day = dossier, day
        self.kinds = [kind for make in REPORTS.values() if (kind := make()).on is not None]
        self.found: dict[str, list[Any]] = {}
        self.left_out: dict[str, str] = {}

    @property
    def steps(self) -> list[Step]:
        """Name each result by the first kind that tells it, with what finds it out."""
        sharing: dict[Any, list[Kind[Any]]] = {}
        for kind in self.kinds:
            sharing.setdefault(kind.on, []).append(kind)
        return [(kinds[0].key, partial(self._try, kinds)) for kinds in sharing.values()]

    def _try(self, kinds: Sequence[Kind[Any]]) -> None:
        """Find a result; where the dossier cannot give it, keep what the refusal says is wrong."""
        first = kinds[0]
        try:
            found = first.on(self.dossier, self.day) if first.on else ()
        except PeilError as error:
            self.left_out[first.key] = f"{str(error).partition(';')[0]}."
            return
        for kind in kinds:
            parts = (kind.part(each) if kind.part else each for each in found)
            self.found[kind.key] = [each for each in parts if each is not None]

    def put_together(self) -> Site:
        """Put together what was found."""
        dossier, day = self.dossier, self.day
        found = SiteFound(
            title=dossier.title,
            country=dossier.country,
            day=day,
            version=version("peil"),
            scale=dossier.scale,
            results={key: several[0] for key, several in self.found.items() if several},
            left_out=self.left_out,
            facts=tuple(facts_known(dossier, day)),
            official=timeline(dossier.official, dossier.country, day),
            elsewhere=_elsewhere(dossier, day),
            decisions=tuple(each for each in dossier.decisions if each.date <= day),
        )
        pages = [_page(kind, each) for kind in self.kinds for each in self.found.get(kind.key, ())]
        return replace(_site(found, pages), is_fictional=dossier.is_fictional)


def _elsewhere(dossier: Dossier, day: date) -> dict[str, InForce | None]:
    """Find what was known of the level of each country whose levels, rules or arrangements are compared."""
    levels, rules, local = dossier.official, dossier.return_rules, dossier.local_arrangements
    compared = {e.country for e in levels} | {e.country for e in rules} | {e.country for e in local}
    held = partial(in_force_on, levels, dossier.confirmed)
    others = sorted(compared - {dossier.country})
    return {country: held(country, day, dossier.scale) for country in others}


def _once(make: Callable[[Words], Made]) -> Callable[[Words], Made]:
    """Make once what several ask for in one language; the site is made language by language."""
    held = lru_cache(maxsize=1)(lambda language: make(words_in(language)))
    return lambda words: held(words.language)


def _page(kind: Kind[Any], found: Any) -> SitePage:
    """Give the page of a result, with the result as data."""
    tell = _once(partial(kind.tell, found))
    key = tell(words_in(LANGUAGES[0])).kind
    stem, rows = f"{kind.prefix}{key}", kind.rows
    files = {f"{stem}.json": lambda: document_json(kind.document(found)).encode()}
    if rows is not None:
        files[f"{stem}.csv"] = lambda: rows_csv(*rows(found))
    return SitePage(
        key=key,
        section=kind.section,
        title=lambda words: words(kind.title) if kind.title else tell(words).title,
        tell=tell,
        files=files,
        sources=kind.sources,
    )


def _site(found: SiteFound, pages: Sequence[SitePage]) -> Site:
    """Give the site: its pages, and what gathers what these show."""
    changes = _once(partial(changes_of, found))
    return Site(
        title=found.title,
        day=found.day,
        version=found.version,
        pages=pages,
        lists=lambda words, shelf: _lists(found, changes(words), shelf),
        files={CSV: lambda: sources_csv(found)},
        beside=lambda words, shelf: {
            FEED: changes_feed(found, changes(words), words),
            **_papers(found, shelf, words),
        },
    )


def _lists(found: SiteFound, changes: Sequence[Change], shelf: Shelf) -> list[SitePage]:
    """Give the pages that gather what the others show: the first, sources, changes and data."""
    listed = {CSV: lambda: shelf.files[CSV]}
    changed = {TABLE: lambda _: changes_csv(changes)}
    return [
        SitePage(
            key="index",
            section="overview",
            title=lambda words: words("site.overview"),
            tell=partial(tell_overview, found, shelf, changes),
        ),
        _list("sources", partial(tell_sources, found), files=listed),
        _list("changes", partial(tell_changes, found, changes), own_files=changed),
        _list("downloads", partial(tell_downloads, found, shelf)),
    ]


def _list(key: str, tell: Callable[[Words], Report], **more: Any) -> SitePage:
    def title(words: Words) -> str:
        return words(f"site.{key}")

    return SitePage(key=key, section="data", title=title, tell=tell, **more)


def _papers(found: SiteFound, shelf: Shelf, words: Words) -> dict[str, bytes]:
    """Typeset the assessment, and all pages of policy as one."""
    papers = {}
    if "assessment" in shelf.reports:
        papers["assessment.pdf"] = render_paper(shelf.reports["assessment"], words)
    if "policy" in found.results:
        told = REPORTS["policy-status"]().tell(found.results["policy"], words)
        papers["policy.pdf"] = render_paper(told, words)
    return papers
