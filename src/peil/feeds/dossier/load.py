"""Load a dossier: read every file and say everything that is wrong, before building anything."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from peil.act.settings import PolicySettings, default_settings, parse_settings
from peil.assess.ladder import Ladder, parse_ladder
from peil.assess.rule import parse_rule
from peil.decide.decision import Decision
from peil.feeds.dossier import (
    rules,
    rules_arranged,
    rules_attacks,
    rules_judged,
    rules_learned,
    rules_listed,
    rules_names,
    rules_official,
    rules_policy,
    rules_reassess,
    rules_returned,
    rules_texts,
)
from peil.feeds.dossier.cells import Cells, read_cells
from peil.feeds.dossier.descriptor import Package, read_package
from peil.feeds.dossier.files import Files, Given, open_files
from peil.feeds.dossier.layout import FAMILIES, TABLES, layout_of
from peil.feeds.dossier.texts import decision_files, decision_in, scale_file, scale_in, text_or_none
from peil.feeds.dossier.translations import TEXTS, Translations, translations_of
from peil.feeds.tables.problems import about, in_order, one_of, quoted
from peil.feeds.tables.table import read_table
from peil.review.reassessment.plan import Plan, parse_plan
from peil.terms.errors import BadDossier, Problem
from peil.terms.scale import FIRST_DAY, LAST_DAY, Scale

RULE = "rule.toml"
"""May lie beside the tables, to be tried; it is checked, and no dossier's own."""
Read = TypeVar("Read")


@dataclass(slots=True, kw_only=True)
class Loaded:
    """What could be read of a dossier, and all that is wrong with it.

    `tables` holds the tables that are there, with every column that they need; `decisions` are by
    their files, `texts` what the dossier shows and its translations.
    """

    files: Files
    package: Package
    title: str = ""
    texts: Translations = field(default_factory=lambda: translations_of(None))
    tables: dict[str, Cells] = field(default_factory=dict)
    scale: Scale | None = None
    ladder: Ladder | None = None
    decisions: dict[str, Decision] = field(default_factory=dict)
    settings: PolicySettings | None = None
    plan: Plan | None = None
    found: list[Problem] = field(default_factory=list)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, in order of files and rows."""
        return in_order((*self.package.problems, *self.found))


def load(given: Given) -> Loaded:
    """Read the files of a dossier and check them.

    Raises:
        BadDossier: there are no files, or no descriptor that can be read.
    """
    files = open_files(given)
    loaded = Loaded(files=files, package=read_package(files))
    if TEXTS in loaded.package.resources:
        _load_table(loaded, TEXTS)
    loaded.texts = texts = translations_of(loaded.tables.get(TEXTS))
    loaded.title = texts.told("datapackage", "title", "", loaded.package.title)
    loaded.scale = _tried(loaded, lambda: scale_in(files, texts))
    loaded.ladder = _optional(loaded, "ladder", parse_ladder)
    _tried(loaded, lambda: text_or_none(files, RULE, parse_rule))
    loaded.settings = _optional(loaded, "policy", parse_settings)
    if not files.has("policy.toml"):
        loaded.settings = default_settings()
    loaded.plan = _optional(loaded, "reassessment", parse_plan)
    for file in _tried(loaded, lambda: decision_files(files)) or []:
        decision = _tried(loaded, partial(decision_in, files, file, texts))
        if decision is not None:
            loaded.decisions[file] = decision
    for name in TABLES:
        if name in loaded.package.resources and name != TEXTS:
            _load_table(loaded, name)
    loaded.found += _rules(loaded)
    return loaded


def _optional(loaded: Loaded, name: str, parse: Callable[[Any], Read]) -> Read | None:
    """Read a TOML file that a dossier may have; its texts have their translations."""
    read = loaded.texts.reading(name, parse)
    return _tried(loaded, lambda: text_or_none(loaded.files, f"{name}.toml", read))


def _tried(loaded: Loaded, read: Callable[[], Read]) -> Read | None:
    try:
        return read()
    except BadDossier as error:
        loaded.found += error.problems
        return None


def _load_table(loaded: Loaded, name: str) -> None:
    layout, resource = layout_of(name), loaded.package.resources[name]
    file, dialect = resource.file, resource.dialect
    table = _tried(loaded, lambda: read_table(loaded.files.read(file), file, dialect))
    if table is None:
        return
    cells, problems = read_cells(table, resource, layout)
    loaded.found += problems
    if all(f.may_be_absent or f.name in table.columns for f in layout.fields.values()):
        is_told = TEXTS in loaded.tables
        loaded.tables[name] = loaded.texts.in_table(name, cells) if is_told else cells


def _rules(loaded: Loaded) -> Iterator[Problem]:
    """Check each table by itself, then what must agree with others."""
    tables, subject, scale = loaded.tables, loaded.package.subject, loaded.scale
    for name, cells in tables.items():
        yield from rules.repeated_keys(cells)
        yield from rules.rough_days(cells, "published", "on")
        yield from OF_ONE_TABLE[name](cells) if name in OF_ONE_TABLE else ()
    yield from rules_names.name_rules(tables, subject, loaded.package.names)
    yield from rules_names.id_rules(tables, loaded.package.names)
    yield from rules_listed.listed_rules(tables, loaded.decisions)
    if subject and not loaded.package.is_fictional and _is_whole(loaded, "population"):
        yield from rules_names.country_rules(tables, subject, loaded.package.names)
    if TEXTS in tables:
        yield from rules_texts.text_rules(tables[TEXTS], loaded.texts)
    if "indicators" in tables:
        yield from rules.indicator_rules(tables["indicators"], _own_families(loaded.ladder))
    yield from _observed_rules(tables, subject)
    levels, confirmed = map(tables.get, ("official_levels", "official_levels_confirmed"))
    yield from rules_official.official_rules(levels, confirmed, subject, scale)
    for name in {*OF_THE_SCALE} & tables.keys():
        yield from OF_THE_SCALE[name](tables[name], scale)
    if "practices" in tables and _is_whole(loaded, "findings"):
        yield from rules_learned.practice_rules(tables["practices"], tables.get("findings"))
    if loaded.plan is not None and {"indicators", "observations"} <= tables.keys():
        yield from rules_reassess.reassessment_rules(loaded.plan, subject, tables)
    bodies = None if loaded.settings is None else [*loaded.settings.bodies]
    yield from rules_policy.link_rules(tables, frozenset(loaded.package.resources), bodies)
    for file, decision in loaded.decisions.items():
        yield from _decision_rules(file, decision, loaded)


def _is_whole(loaded: Loaded, table: str) -> bool:
    """Whether a table was read if the descriptor names it; one that nobody could read is not asked."""
    return (table in loaded.tables) == (table in loaded.package.resources)


def _observed_rules(tables: Mapping[str, Cells], subject: str) -> Iterator[Problem]:
    """Check the figures and the events, and what is said of when they are complete or comparable."""
    if "observations" in tables:
        known = rules.known_indicators(tables["indicators"]) if "indicators" in tables else None
        yield from rules.observation_rules(tables["observations"], known)
        yield from rules.subject_rules(
            subject, tables["observations"], tables.get("attacks_complete")
        )
    if "breaks" in tables and "indicators" in tables:
        yield from rules.break_rules(tables["breaks"], _countable(tables), _series(subject, tables))
    if {"attacks", "attacks_complete"} <= tables.keys():
        yield from rules_attacks.list_rules(tables["attacks_complete"], tables["attacks"])


OF_ONE_TABLE: Mapping[str, Callable[[Cells], Iterator[Problem]]] = {
    "attacks": rules_attacks.attack_rules,
    "attacks_complete": rules_attacks.window_rules,
    "plots": rules_attacks.plot_rules,
    "population": rules_names.population_rules,
    "findings": rules_learned.finding_rules,
    "recommendations": rules_policy.recommendation_rules,
    "statuses": rules_policy.status_rules,
    "arrangements": rules_arranged.arrangement_rules,
    "funding": rules_arranged.funding_rules,
    "events": rules_arranged.event_rules,
    "arrangement_counts": rules_arranged.count_rules,
    "returns_rules": rules_returned.return_rule_rules,
    "returns_counts": rules_returned.return_count_rules,
    "local_arrangements": rules_returned.local_rules,
}
"""Rules that need no other table."""

OF_THE_SCALE: Mapping[str, Callable[[Cells, Scale | None], Iterator[Problem]]] = {
    "signs": rules_attacks.sign_rules,
    "judgements": rules_judged.judgement_rules,
}
"""Rules that need the scale beside their table."""


def _countable(tables: Mapping[str, Cells]) -> rules.Known:
    """What may have breaks: the indicators, and those that lists of dated events make."""
    lists = [tables[name] for name in ("attacks", "attacks_complete") if name in tables]
    ideologies = sorted({word for cells in lists for word in cells.words("ideology")})
    made: rules.Known = {
        f"{kind}_{ideology}": {} for kind in rules.DATED for ideology in ideologies
    }
    return {**rules.known_indicators(tables["indicators"]), **made}


def _series(subject: str, tables: Mapping[str, Cells]) -> dict[str, set[str]] | None:
    """The countries of each series, counted or listed; None where not even the subject is there."""
    if "observations" not in tables:
        return None
    listed = rules.dated_lists(tables.get("attacks_complete"))
    series = {**rules.observed(tables["observations"], "country"), **listed}
    return series if any(subject in places for places in series.values()) else None


def _own_families(ladder: Ladder | None) -> tuple[str, ...]:
    return () if ladder is None else (*ladder.families, *ladder.totals)


def _decision_rules(file: str, decision: Decision, loaded: Loaded) -> Iterator[Problem]:
    if not FIRST_DAY <= decision.date <= LAST_DAY:
        what = f"the decision has the date {decision.date}"
        remedy = f"write a day between {FIRST_DAY.year} and {LAST_DAY.year}"
        yield about(file, what, remedy)
    scale = loaded.scale and (loaded.scale.on(decision.date) or loaded.scale)
    numbers = scale.numbers if scale is not None else ()
    where = scale_file(scale, loaded.scale) if scale and loaded.scale else ""
    levels: Mapping[str, int] = {
        "the decision": decision.level,
        **{f"the exception for {quoted(e.place)}": e.level for e in decision.exceptions},
    }
    for whose, level in levels.items():
        if numbers and level not in numbers:
            what = f"{whose} has the level {level}, which is no level of {where}"
            yield about(file, what, f"write one of {', '.join(map(str, numbers))}")
    yield from _reason_rules(file, decision, loaded)


def _reason_rules(file: str, decision: Decision, loaded: Loaded) -> Iterator[Problem]:
    """Check that what reasons are about is a family or an indicator of the dossier."""
    known = {"family": (*FAMILIES, *_own_families(loaded.ladder))}
    if "indicators" in loaded.tables:
        known["indicator"] = (*_countable(loaded.tables),)
    for reason in decision.reasons:
        for key, names in known.items():
            name = getattr(reason, key)
            if name is not None and name not in names:
                what = f"a reason has the {key} {quoted(name)}"
                yield about(file, what, one_of(names, name))
