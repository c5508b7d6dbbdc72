"""Load a dossier: read every file and say everything that is wrong, before building anything."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from peil.act.settings import PolicySettings
from peil.assess.ladder import Ladder
from peil.decide.decision import Decision
from peil.feeds.dossier.cells import Cells, read_cells
from peil.feeds.dossier.descriptor import Package, Resource, read_package
from peil.feeds.dossier.files import open_folder
from peil.feeds.dossier.layout import FAMILIES, FIRST_DAY, LAST_DAY, TABLES, layout_of
from peil.feeds.dossier.problems import in_order, one_of, quoted
from peil.feeds.dossier.rules import (
    DATED,
    Known,
    attack_rules,
    break_rules,
    dated_lists,
    indicator_rules,
    known_indicators,
    observation_rules,
    observed_series,
    official_rules,
    plot_rules,
    repeated_keys,
    subject_rules,
    window_rules,
)
from peil.feeds.dossier.rules_judged import judgement_rules
from peil.feeds.dossier.rules_learned import finding_rules, practice_rules
from peil.feeds.dossier.rules_names import name_rules
from peil.feeds.dossier.rules_policy import policy_rules
from peil.feeds.dossier.rules_reassess import reassessment_rules
from peil.feeds.dossier.table import read_table
from peil.feeds.dossier.texts import (
    decision_in,
    ladder_in,
    plan_in,
    scale_in,
    settings_in,
)
from peil.review.reassessment.plan import Plan
from peil.terms.errors import BadDossier, Problem
from peil.terms.scale import Scale

Read = TypeVar("Read")


@dataclass(slots=True, kw_only=True)
class Loaded:
    """What could be read of a dossier, and all that is wrong with it.

    `tables` holds the tables that are there, with every column that they need.
    """

    folder: Path
    package: Package
    tables: dict[str, Cells] = field(default_factory=dict)
    scale: Scale | None = None
    ladder: Ladder | None = None
    decision: Decision | None = None
    settings: PolicySettings | None = None
    plan: Plan | None = None
    found: list[Problem] = field(default_factory=list)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, in order of files and rows."""
        return in_order((*self.package.problems, *self.found))


def load(path: Path) -> Loaded:
    """Read the files of a dossier and check them.

    Raises:
        BadDossier: there is no folder, or no descriptor that can be read.
    """
    folder = open_folder(path)
    loaded = Loaded(folder=folder, package=read_package(folder))
    loaded.scale = _tried(loaded, lambda: scale_in(folder))
    loaded.ladder = _tried(loaded, lambda: ladder_in(folder))
    loaded.decision = _tried(loaded, lambda: decision_in(folder))
    loaded.settings = _tried(loaded, lambda: settings_in(folder))
    loaded.plan = _tried(loaded, lambda: plan_in(folder))
    for name in TABLES:
        if name in loaded.package.resources:
            _load_table(loaded, name, loaded.package.resources[name])
    loaded.found += _rules(loaded)
    return loaded


def _tried(loaded: Loaded, read: Callable[[], Read]) -> Read | None:
    try:
        return read()
    except BadDossier as error:
        loaded.found += error.problems
        return None


def _load_table(loaded: Loaded, name: str, resource: Resource) -> None:
    layout = layout_of(name)
    table = _tried(loaded, lambda: read_table(resource))
    if table is None:
        return
    cells, problems = read_cells(table, resource, layout)
    loaded.found += problems
    if all(f.may_be_absent or f.name in table.columns for f in layout.fields.values()):
        loaded.tables[name] = cells


def _rules(loaded: Loaded) -> Iterator[Problem]:
    tables, subject = loaded.tables, loaded.package.subject
    for name, cells in tables.items():
        yield from repeated_keys(cells, name)
    yield from name_rules(tables, subject)
    if "indicators" in tables:
        yield from indicator_rules(tables["indicators"], _own_families(loaded.ladder))
    if "observations" in tables:
        known = known_indicators(tables["indicators"]) if "indicators" in tables else None
        yield from observation_rules(tables["observations"], known)
        yield from subject_rules(subject, tables["observations"], tables.get("attacks_complete"))
    if "attacks" in tables:
        yield from attack_rules(tables["attacks"])
    if "attacks_complete" in tables:
        yield from window_rules(tables["attacks_complete"])
    if "breaks" in tables and "indicators" in tables:
        yield from break_rules(tables["breaks"], _countable(tables), _series(subject, tables))
    if "official_levels" in tables:
        yield from official_rules(tables["official_levels"], subject, loaded.scale)
    if "plots" in tables:
        yield from plot_rules(tables["plots"])
    yield from _rules_of_review(loaded)
    bodies = None if loaded.settings is None else [*loaded.settings.bodies]
    yield from policy_rules(tables, frozenset(loaded.package.resources), bodies)
    if loaded.decision is not None:
        yield from _decision_rules(loaded.decision, loaded)


def _rules_of_review(loaded: Loaded) -> Iterator[Problem]:
    """Check what services judged, what inquiries found and led to, and what is asked of a policy."""
    tables = loaded.tables
    if "judgements" in tables:
        yield from judgement_rules(tables["judgements"], loaded.scale)
    if "findings" in tables:
        yield from finding_rules(tables["findings"])
    if "practices" in tables and ("findings" in tables) == _names(loaded, "findings"):
        yield from practice_rules(tables["practices"], tables.get("findings"))
    if loaded.plan is not None and {"indicators", "observations"} <= tables.keys():
        yield from reassessment_rules(loaded.plan, loaded.package.subject, tables)


def _names(loaded: Loaded, table: str) -> bool:
    """Whether the descriptor names a table, readable or not."""
    return table in loaded.package.resources


def _countable(tables: Mapping[str, Cells]) -> Known:
    """What may have breaks: the indicators, and those that lists of dated events make."""
    lists = [tables[name] for name in ("attacks", "attacks_complete") if name in tables]
    ideologies = sorted({word for cells in lists for word in cells.words("ideology")})
    made: Known = {f"{kind}_{ideology}": {} for kind in DATED for ideology in ideologies}
    return {**known_indicators(tables["indicators"]), **made}


def _series(subject: str, tables: Mapping[str, Cells]) -> dict[str, set[str]] | None:
    """The countries of each series, counted or listed; None where not even the subject is there."""
    if "observations" not in tables:
        return None
    listed = dated_lists(tables.get("attacks_complete"))
    series = {**observed_series(tables["observations"]), **listed}
    return series if any(subject in places for places in series.values()) else None


def _own_families(ladder: Ladder | None) -> tuple[str, ...]:
    return () if ladder is None else (*ladder.families, *ladder.totals)


def _decision_rules(decision: Decision, loaded: Loaded) -> Iterator[Problem]:
    if not FIRST_DAY <= decision.date <= LAST_DAY:
        yield Problem(
            file="decision.toml",
            row=None,
            what=f"the decision has the date {decision.date}",
            remedy=f"write a day between {FIRST_DAY.year} and {LAST_DAY.year}",
        )
    numbers = loaded.scale.numbers if loaded.scale is not None else ()
    levels: Mapping[str, int] = {
        "the decision": decision.level,
        **{f"the exception for {quoted(e.place)}": e.level for e in decision.exceptions},
    }
    for what, level in levels.items():
        if numbers and level not in numbers:
            yield Problem(
                file="decision.toml",
                row=None,
                what=f"{what} has the level {level}, which is no level of scale.toml",
                remedy=f"write one of {', '.join(map(str, numbers))}",
            )
    families = (*FAMILIES, *_own_families(loaded.ladder))
    for reason in decision.reasons:
        if reason.family is not None and reason.family not in families:
            yield Problem(
                file="decision.toml",
                row=None,
                what=f"a reason has the family {quoted(reason.family)}",
                remedy=one_of(families, reason.family),
            )
