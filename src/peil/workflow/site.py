"""Export a dossier as a static site: make every report once, lay them out, and put the folder in place."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from peil.assess.ladder import Ladder
from peil.assess.rule import Rule
from peil.feeds.dossier.read import Dossier, opened
from peil.report.site_brief import SiteBrief
from peil.report.site_builder import SiteBuilder
from peil.report.words import LANGUAGES
from peil.terms.errors import BadInput, PeilError
from peil.workflow.assessing import assess_dossier
from peil.workflow.comparing import compare_on
from peil.workflow.policy import policy_shown
from peil.workflow.practices import practices_on
from peil.workflow.reassessing import reassess_dossier
from peil.workflow.site_facts import facts_known, latest_day, levels_known
from peil.workflow.site_folder import put_in_place, refuse_place
from peil.workflow.tracking import track_on
from peil.workflow.watching import watch_on

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
        folder: the dossier.
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
    refuse_place(place, folder)
    dossier = opened(folder, rule=rule, ladder=ladder)
    day = as_of or latest_day(dossier)
    if day is None:
        raise BadInput(f"{folder} holds no fact with a source; fill observations.csv")
    site = _Site(dossier, day)
    builder = SiteBuilder(languages)
    steps: list[Step] = [
        *site.steps,
        ("data", lambda: builder.start(site.brief)),
        *((language, partial(builder.add, language)) for language in languages),
        ("index", builder.finish),
    ]
    for _, step in watched(steps):
        step()
    files = builder.files
    put_in_place(files, place, folder)
    pages = sum(name.endswith(".html") for name in files)
    return f"{place} holds {len(files)} files, {pages} of them pages; open {place / 'index.html'}"


class _Site:
    """Gathers the reports of a dossier on a day, one step after another."""

    def __init__(self, dossier: Dossier, day: date) -> None:
        self.dossier, self.day = dossier, day
        self.made: dict[str, Any] = {}
        self.left_out: dict[str, str] = {}

    @property
    def steps(self) -> list[Step]:
        """Name each report with what makes it."""
        makers: dict[str, Callable[[], object]] = {
            "assessment": lambda: assess_dossier(self.dossier, self.day),
            "watch": lambda: watch_on(self.dossier, self.day)[0],
            "comparisons": lambda: compare_on(self.dossier, self.day),
            "track": lambda: track_on(self.dossier, self.day)[0],
            "reassessment": lambda: reassess_dossier(self.dossier, self.day),
            "practices": lambda: practices_on(self.dossier, self.day)[0],
            "policy": lambda: policy_shown(self.dossier, self.day)[0],
        }
        return [(name, partial(self._try, name, make)) for name, make in makers.items()]

    def _try(self, name: str, make: Callable[[], object]) -> None:
        """Make a report; where the dossier cannot give it, keep what the refusal says is wrong."""
        try:
            self.made[name] = make()
        except PeilError as error:
            self.left_out[name] = f"{str(error).partition(';')[0]}."

    @property
    def brief(self) -> SiteBrief:
        """Put together what was made."""
        dossier, day = self.dossier, self.day
        return SiteBrief(
            title=dossier.title,
            country=dossier.country,
            as_of=day,
            version=version("peil"),
            scale=dossier.scale,
            decision=dossier.decision_on(day),
            official=tuple(levels_known(dossier, day)),
            facts=tuple(facts_known(dossier, day)),
            left_out=self.left_out,
            **self.made,
        )
