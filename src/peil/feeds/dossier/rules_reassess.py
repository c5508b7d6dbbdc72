"""Check the questions of a reassessment against the tables: series, publishers and peers."""

from collections.abc import Collection, Iterator, Mapping

from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.rules import dated_lists
from peil.feeds.tables.problems import nearest, quoted
from peil.review.reassessment.plan import Plan, SeriesQuestion
from peil.terms.errors import Problem

FILE = "reassessment.toml"
WITHOUT_COUNT = ("stock", "share")


def reassessment_rules(plan: Plan, subject: str, tables: Mapping[str, Cells]) -> Iterator[Problem]:
    """Check that each question asks about a series that is there, and sets others beside it."""
    kinds = _kinds(tables)
    publishers, places = _observed(tables)
    for question in plan.questions:
        where = f"the question {quoted(question.id)}"
        kind = kinds.get(question.indicator)
        if kind is None:
            said = f"{where} is about {quoted(question.indicator)}, which is in no table"
            yield _problem(said, nearest(sorted(kinds), question.indicator))
        elif kind in WITHOUT_COUNT:
            said = f"{where} is about {quoted(question.indicator)}, a {kind} without a period"
            yield _problem(said, "ask about a flow or a total to date")
        else:
            yield from _publisher(question, where, publishers.get(question.indicator))
            known = places.get(question.indicator, set())
            yield from _peers(question, where, subject, known)


def _problem(what: str, remedy: str) -> Problem:
    return Problem(file=FILE, row=None, what=what, remedy=remedy)


def _kinds(tables: Mapping[str, Cells]) -> dict[str, str]:
    """Give the kind of each indicator, and of each list of dated events."""
    kinds: dict[str, str] = {}
    if "indicators" in tables:
        cells = tables["indicators"]
        kinds.update(zip(cells.texts("id"), cells.texts("measure_kind"), strict=True))
    listed = dated_lists(tables.get("attacks_complete"))
    kinds.update(dict.fromkeys(listed, "flow_count"))
    return kinds


def _observed(tables: Mapping[str, Cells]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Give the publishers and the countries of each indicator."""
    publishers: dict[str, set[str]] = {}
    places: dict[str, set[str]] = {}
    if "observations" in tables:
        cells = tables["observations"]
        columns = (cells.texts(name) for name in ("indicator", "publisher", "country"))
        for indicator, publisher, place in set(zip(*columns, strict=True)):
            publishers.setdefault(indicator, set()).add(publisher)
            places.setdefault(indicator, set()).add(place)
    places.update(dated_lists(tables.get("attacks_complete")))
    return publishers, places


def _publisher(
    question: SeriesQuestion, where: str, publishers: Collection[str] | None
) -> Iterator[Problem]:
    if publishers is None:
        if question.publisher:
            said = (
                f"{where} has the publisher {quoted(question.publisher)} of a list of dated events"
            )
            yield _problem(said, "leave the publisher out")
    elif question.publisher not in publishers:
        said = f"{where} has the publisher {quoted(question.publisher)}, who gave no figure of it"
        yield _problem(said, nearest(sorted(publishers), question.publisher))


def _peers(
    question: SeriesQuestion, where: str, subject: str, known: Collection[str]
) -> Iterator[Problem]:
    for peer in question.peers:
        if peer == subject:
            yield _problem(f"{where} has {quoted(peer)} as a peer of itself", "leave it out")
        elif peer not in known:
            said = f"{where} has the peer {quoted(peer)}, of which nothing of it was observed"
            yield _problem(said, f"{nearest(sorted(known), peer)}, or leave it out")
