"""Build what policy did: recommendations, statuses, arrangements, money and events."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from peil.act.arrangements import Arrangement, ArrangementEvent, Shares
from peil.act.findings import Finding
from peil.act.funding import Funding, no_funding
from peil.act.policy import Policy
from peil.act.recommendations import Recommendation, Status
from peil.feeds.dossier.build import ranks_of, rows_of
from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.links import links_of

Made = TypeVar("Made", Recommendation, Status, Arrangement, ArrangementEvent)

SHARES = ("share_preventive", "share_repressive", "share_enabling", "share_doubt")


def make_policy(tables: Mapping[str, Cells], findings: Sequence[Finding]) -> Policy:
    """Make a policy from the tables that are there; the others are empty.

    The order of rows in a file is no input: what is made stands in the order of keys and days.
    """
    return Policy(
        findings=findings,
        recommendations=_in_order(map(_recommendation, _rows(tables, "recommendations"))),
        statuses=_in_order(map(_status, _rows(tables, "statuses"))),
        arrangements=_in_order(map(_arrangement, _rows(tables, "arrangements"))),
        events=_in_order(map(_event, _rows(tables, "events"))),
        funding=_funding(tables["funding"]) if "funding" in tables else no_funding(),
    )


def _in_order(made: Iterable[Made]) -> tuple[Made, ...]:
    return tuple(sorted(made, key=lambda each: (each.key, each.published)))


def _rows(tables: Mapping[str, Cells], name: str) -> list[dict[str, Any]]:
    return list(rows_of(tables[name])) if name in tables else []


def _recommendation(row: Mapping[str, Any]) -> Recommendation:
    return Recommendation(
        id=row["id"],
        findings=links_of(row["findings"]),
        statement=row["statement"],
        addressee=row["addressee"],
        deadline=row.get("deadline"),
        evidence_required=row.get("evidence_required", ""),
        after=links_of(row.get("after", "")),
        published=row["published"],
        source=row["source"],
    )


def _status(row: Mapping[str, Any]) -> Status:
    return Status(
        recommendation=row["recommendation"],
        side=row["side"],
        state=row["state"],
        on=row["on"],
        evidence=row.get("evidence", ""),
        reason=row.get("reason", ""),
        blocked_by=row.get("blocked_by", ""),
        blocked_since=row.get("blocked_since"),
        published=row["published"],
        source=row["source"],
    )


def _arrangement(row: Mapping[str, Any]) -> Arrangement:
    return Arrangement(
        id=row["id"],
        name=row["name"],
        function=row["function"],
        legal_basis=row.get("legal_basis", ""),
        body=row["body"],
        type=row["type"],
        shares=_shares(row),
        staff=row.get("staff"),
        vacancies=row.get("vacancies"),
        rebuild_months=row.get("rebuild_months"),
        coupling=row.get("coupling", ""),
        coupling_reason=row.get("coupling_reason", ""),
        coupling_by=row.get("coupling_by", ""),
        sensor_of=links_of(row.get("sensor_of", "")),
        sensor_none=bool(row.get("sensor_none")),
        answers=links_of(row.get("answers", "")),
        answers_none=bool(row.get("answers_none")),
        carries_out=links_of(row.get("carries_out", "")),
        mandate_until=row.get("mandate_until"),
        sunset=row.get("sunset"),
        rights=row.get("rights", ""),
        rights_on=row.get("rights_on"),
        published=row["published"],
        source=row["source"],
    )


def _shares(row: Mapping[str, Any]) -> Shares | None:
    given = [row.get(name) for name in SHARES]
    if None in given:
        return None
    return Shares(**{name.removeprefix("share_"): row[name] for name in SHARES})


def _event(row: Mapping[str, Any]) -> ArrangementEvent:
    return ArrangementEvent(
        arrangement=row["arrangement"],
        kind=row["kind"],
        on=row["on"],
        text=row.get("text", ""),
        outcome=row.get("outcome", ""),
        value=row.get("value"),
        by=row.get("by", ""),
        reason=row.get("reason", ""),
        replacement=row.get("replacement", ""),
        opinions=row.get("opinions", ""),
        published=row["published"],
        source=row["source"],
    )


def _funding(cells: Cells) -> Funding:
    """Make the money column by column, so that hundreds of thousands of vintages are read fast."""
    rows = cells.table.rows
    price_year = cells.numbers("price_year") if cells.has("price_year") else np.full(rows, np.nan)
    ends = cells.days("ends") if cells.has("ends") else np.full(rows, "NaT", "datetime64[D]")
    made = Funding(
        line=cells.texts("line"),
        arrangement=cells.texts("arrangement"),
        stage=cells.texts("stage"),
        year=cells.numbers("year").astype(np.int64),
        amount=cells.numbers("amount"),
        currency=cells.texts("currency"),
        price_year=np.nan_to_num(price_year).astype(np.int64),
        ends=ends,
        published=cells.days("published"),
        source=cells.texts("source"),
    )
    columns = ("published", "year", "stage", "line")
    return made.take(np.lexsort([_order_of(cells, name) for name in columns]))


def _order_of(cells: Cells, name: str) -> NDArray[Any]:
    """Give what a column sorts by; words by their rank."""
    return cells.typed[name] if name in cells.typed else ranks_of(cells, name)
