"""A whole dossier as a static site: every report in one frame, in each language, without a script."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from peil.report.model import plain
from peil.report.page import render
from peil.report.render.data import document_json, rows_csv
from peil.report.render.paper import render_paper
from peil.report.site_bridge import chart_in, page_in
from peil.report.site_brief import SiteBrief
from peil.report.site_changes import (
    LATEST,
    MOST_LISTED,
    Change,
    changes_csv,
    changes_feed,
    changes_of,
)
from peil.report.site_frame import DATA, DOWNLOADS, LEVEL, OVERVIEW, POLICY, Frame, Place
from peil.report.site_index import Part, tell_index
from peil.report.site_page import Page
from peil.report.site_policy import policy_pages, policy_pdf
from peil.report.site_sources import source_groups, sources_csv
from peil.report.tell import assessment
from peil.report.tell.assessment.headline import headline as assessment_headline
from peil.report.tell.comparison import document as comparison_document
from peil.report.tell.comparison import tell as tell_comparison
from peil.report.tell.practices import document as practices_document
from peil.report.tell.practices import rows as practices_rows
from peil.report.tell.practices import tell as tell_practices
from peil.report.tell.reassessment import document as reassessment_document
from peil.report.tell.reassessment import tell as tell_reassessment
from peil.report.tell.track import document as track_document
from peil.report.tell.track import tell as tell_track
from peil.report.tell.watch.data import document as watch_document
from peil.report.tell.watch.data import rows as watch_rows
from peil.report.tell.watch.report import tell as tell_watch
from peil.report.tell.watch.summary import headline as watch_headline
from peil.report.words import Words, words_in
from peil.review.comparison import CountryComparison

Files = dict[str, bytes]
PAPERS = ("assessment.pdf", "policy.pdf")


class SiteBuilder:
    """Makes every file of a site, by its path, in steps; the same brief gives the same bytes."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = languages
        self.files: Files = {}

    def start(self, brief: SiteBrief) -> None:
        """Make what all languages share."""
        self.brief, self.pages = brief, tuple(_pages(brief))
        for page in self.pages:
            self.files |= {f"{DOWNLOADS}/{name}": make() for name, make in page.data.items()}
        self.files[f"{DOWNLOADS}/sources.csv"] = sources_csv(brief)

    def add(self, language: str) -> None:
        """Make the folder of a language."""
        shared = {name: held for name, held in self.files.items() if name.startswith(DOWNLOADS)}
        words = words_in(language)
        self.files |= _of_language(self.brief, self.pages, words, self.languages, shared)

    def finish(self) -> None:
        """Make the page that lets a reader choose a language."""
        brief, first = self.brief, words_in(self.languages[0])
        root = render(
            "site_root.html",
            words=first,
            title=brief.title,
            as_known=first("title.as_known", day=first.day(brief.as_of)),
            languages=[
                (code, words_in(code)("meta.name"), tell_index(brief, words_in(code)).headline)
                for code in self.languages
            ],
        )
        self.files["index.html"] = root.encode()


def _of_language(
    brief: SiteBrief,
    pages: Sequence[Page],
    words: Words,
    languages: Sequence[str],
    shared: Mapping[str, bytes],
) -> Files:
    """Make the folder of one language."""
    changes = changes_of(brief, words)
    first, *lists = _lists(brief, pages, changes, shared)
    own = (first, *pages, *lists)
    places = tuple(page.place(words) for page in own)
    folder = words.language
    files: Files = {
        f"{folder}/changes.atom": changes_feed(brief, changes, words),
        f"{folder}/{DOWNLOADS}/changes.csv": changes_csv(changes),
    }
    if brief.assessment is not None:
        files[f"{folder}/assessment.pdf"] = render_paper(
            assessment.tell(brief.assessment, words), words
        )
    if brief.policy is not None:
        files[f"{folder}/policy.pdf"] = policy_pdf(brief.policy, words)
    papers = tuple(name for name in PAPERS if f"{folder}/{name}" in files)
    for page, place in zip(own, places, strict=True):
        frame = _frame(brief, words, languages, places, place, papers)
        files[f"{folder}/{place.file}"] = page.render(words, frame).encode()
        files |= {f"{folder}/{name}": content for name, content in frame.taken.items()}
    return files


def _frame(
    brief: SiteBrief,
    words: Words,
    languages: Sequence[str],
    places: tuple[Place, ...],
    place: Place,
    papers: tuple[str, ...],
) -> Frame:
    """Make what stands around one page."""
    day = words.day(brief.as_of)
    return Frame(
        words=words,
        places=places,
        place=place,
        languages={code: words_in(code)("meta.name") for code in languages},
        title=brief.title,
        as_known=words("title.as_known", day=day),
        papers=papers,
        citation=words("site.citation", title=brief.title, day=day, version=brief.version),
    )


def _named(key: str) -> Callable[[Words], str]:
    return lambda words: words(f"site.{key}")


def _pages(brief: SiteBrief) -> Iterator[Page]:
    """Give the pages of the reports that the dossier has."""
    yield from _level_pages(brief)
    if brief.policy is not None:
        yield from policy_pages(brief.policy)
    yield from _review_pages(brief)


def _level_pages(brief: SiteBrief) -> Iterator[Page]:
    if (found := brief.assessment) is not None:
        yield Page(
            key="assessment",
            section=LEVEL,
            title=_named("assessment"),
            render=lambda words, frame: page_in(assessment.tell(found, words), words, frame),
            says=lambda words: assessment_headline(found, words),
            data={"assessment.json": lambda: document_json(assessment.document(found)).encode()},
            sources="figures",
        )
    if (watched := brief.watch) is not None:
        yield Page(
            key="watch",
            section=LEVEL,
            title=_named("watch"),
            render=lambda words, frame: page_in(tell_watch(watched, words), words, frame),
            says=lambda words: watch_headline(watched, words),
            data={
                "watch.json": lambda: document_json(watch_document(watched)).encode(),
                "watch.csv": lambda: rows_csv(*watch_rows(watched)),
            },
            sources="figures",
        )
    for comparison in brief.comparisons:
        yield _comparison(comparison)


def _comparison(comparison: CountryComparison) -> Page:
    key = f"comparison-{comparison.indicator}"
    return Page(
        key=key,
        section=LEVEL,
        title=lambda words: words(
            "site.comparison", name=words.name(comparison.names, comparison.indicator)
        ),
        render=lambda words, frame: page_in(tell_comparison(comparison, words), words, frame),
        says=lambda words: plain(tell_comparison(comparison, words).headline),
        data={f"{key}.json": lambda: document_json(comparison_document(comparison)).encode()},
        sources="peers",
    )


def _review_pages(brief: SiteBrief) -> Iterator[Page]:
    if (track := brief.track) is not None:
        yield Page(
            key="track",
            section=LEVEL,
            title=_named("track"),
            render=lambda words, frame: page_in(tell_track(track, words), words, frame),
            says=lambda words: plain(tell_track(track, words).headline),
            data={"track.json": lambda: document_json(track_document(track)).encode()},
            sources="attacks",
        )
    if (found := brief.reassessment) is not None:
        yield Page(
            key="reassessment",
            section=POLICY,
            title=_named("reassessment"),
            render=lambda words, frame: page_in(tell_reassessment(found, words), words, frame),
            says=lambda words: plain(tell_reassessment(found, words).headline),
            data={
                "reassessment.json": lambda: document_json(reassessment_document(found)).encode()
            },
            sources="figures",
        )
    if (practices := brief.practices) is not None:
        yield Page(
            key="practices",
            section=POLICY,
            title=_named("practices"),
            render=lambda words, frame: page_in(tell_practices(practices, words), words, frame),
            says=lambda words: plain(tell_practices(practices, words).headline),
            data={
                "practices.json": lambda: document_json(practices_document(practices)).encode(),
                "practices.csv": lambda: rows_csv(*practices_rows(practices)),
            },
            sources="practices",
        )


def _lists(
    brief: SiteBrief,
    pages: Sequence[Page],
    changes: Sequence[Change],
    shared: Mapping[str, bytes],
) -> Iterator[Page]:
    """Give the pages that gather what the others show: the first, sources, changes and data."""
    yield Page(
        key="index",
        section=OVERVIEW,
        title=_named("overview"),
        render=lambda words, frame: _index(brief, pages, changes, words, frame),
        data={},
    )
    yield Page(
        key="sources",
        section=DATA,
        title=_named("sources"),
        render=lambda words, frame: render(
            "site_sources.html", words=words, frame=frame, groups=source_groups(brief, words)
        ),
        data={},
    )
    yield Page(
        key="changes",
        section=DATA,
        title=_named("changes"),
        render=lambda words, frame: _changes(changes, words, frame),
        data={},
    )
    yield Page(
        key="downloads",
        section=DATA,
        title=_named("downloads"),
        render=lambda words, frame: _downloads(pages, shared, words, frame),
        data={},
    )


def _index(
    brief: SiteBrief,
    pages: Sequence[Page],
    changes: Sequence[Change],
    words: Words,
    frame: Frame,
) -> str:
    listed = [Part(place=page.place(words), says=page.says(words)) for page in pages if page.says]
    known = brief.assessment
    return render(
        "site_index.html",
        words=words,
        frame=frame,
        fit=chart_in(assessment.tell(known, words), "fit", words) if known else None,
        told=tell_index(brief, words),
        listed=listed,
        changes=changes[:LATEST],
        left_out=[(words.code("site_report", key), why) for key, why in brief.left_out.items()],
    )


def _changes(changes: Sequence[Change], words: Words, frame: Frame) -> str:
    note = ""
    if len(changes) > MOST_LISTED:
        shown, all_ = words.number(MOST_LISTED), words.number(len(changes))
        note = words("site.changes_cut", shown=shown, all=all_)
    return render(
        "site_changes.html", words=words, frame=frame, note=note, changes=changes[:MOST_LISTED]
    )


def _downloads(
    pages: Sequence[Page], shared: Mapping[str, bytes], words: Words, frame: Frame
) -> str:
    places = {name: page.place(words) for page in pages for name in page.data}
    rows = [
        (
            name.removeprefix(f"{DOWNLOADS}/"),
            f"../{name}",
            places.get(name.removeprefix(f"{DOWNLOADS}/")),
            words.number(len(content)),
        )
        for name, content in sorted(shared.items())
        if name.startswith(f"{DOWNLOADS}/")
    ]
    return render("site_downloads.html", words=words, frame=frame, rows=rows)
