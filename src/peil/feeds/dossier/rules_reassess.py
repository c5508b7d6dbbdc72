"""Check the questions of a reassessment against the tables: series, publishers and peers."""

from collections.abc import Collection, Iterator, Mapping

from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.rules import dated_lists, observed
from peil.feeds.tables.problems import about, nearest, quoted
from peil.review.reassessment.plan import Plan, SeriesQuestion
from peil.terms.errors import Problem

FILE = "reassessment.toml"
WITHOUT_COUNT = ("stock", "share")
Fault = tuple[str, str]
"""What is wrong with a question, and what to do."""


def reassessment_rules(plan: Plan, subject: str, tables: Mapping[str, Cells]) -> Iterator[Problem]:
    """Check that each question asks about a series that is there, and sets others beside it."""
    kinds = _kinds(tables)
    figures = tables["observations"]
    publishers = observed(figures, "publisher")
    places = observed(figures, "country") | dated_lists(tables.get("attacks_complete"))
    for question in plan.questions:
        name = question.indicator
        kind, said = kinds.get(name), f"is about {quoted(name)}"
        faults: list[Fault] = []
        if kind is None:
            faults.append((f"{said}, which is in no table", nearest(sorted(kinds), name)))
        elif kind in WITHOUT_COUNT:
            remedy = "ask about a flow or a total to date"
            faults.append((f"{said}, a {kind} without a period", remedy))
        else:
            faults += _publisher(question, publishers.get(name))
            faults += _peers(question, subject, places.get(name, set()))
        for what, remedy in faults:
            yield about(FILE, f"the question {quoted(question.id)} {what}", remedy)


def _kinds(tables: Mapping[str, Cells]) -> dict[str, str]:
    """Give the kind of each indicator, and of each list of dated events."""
    cells, listed = tables["indicators"], dated_lists(tables.get("attacks_complete"))
    kinds = dict(zip(cells.texts("id"), cells.texts("measure_kind"), strict=True))
    return {**kinds, **dict.fromkeys(listed, "flow_count")}


def _publisher(question: SeriesQuestion, publishers: Collection[str] | None) -> Iterator[Fault]:
    said = f"has the publisher {quoted(question.publisher)}"
    if publishers is None:
        if question.publisher:
            yield f"{said} of a list of dated events", "leave the publisher out"
    elif question.publisher not in publishers:
        yield f"{said}, who gave no figure of it", nearest(sorted(publishers), question.publisher)


def _peers(question: SeriesQuestion, subject: str, known: Collection[str]) -> Iterator[Fault]:
    for peer in question.peers:
        if peer == subject:
            yield f"has {quoted(peer)} as a peer of itself", "leave it out"
        elif peer not in known:
            what = f"has the peer {quoted(peer)}, of which nothing of it was observed"
            yield what, f"{nearest(sorted(known), peer)}, or leave it out"
