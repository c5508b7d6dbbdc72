"""Build what services judged, what inquiries found and what is done about it."""

from typing import Any

from peil.act.findings import Finding
from peil.decide.judgement import Judgement
from peil.feeds.dossier.build import rows_of
from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.links import links_of
from peil.review.practices import Practice
from peil.terms.admiralty import Grade


def make_judgements(cells: Cells) -> tuple[Judgement, ...]:
    """Make the judgements, sorted by question, round, service, threshold and day."""
    made = [
        Judgement(
            question=row["question"],
            as_of=row["as_of"],
            round=row["round"],
            service=row["service"],
            threshold=row["threshold"],
            low=row.get("low"),
            best=row["best"],
            high=row.get("high"),
            interval_confidence=row.get("interval_confidence"),
            reason=row["reason"],
            date=row["date"],
            grade=Grade(
                reliability=row.get("reliability", ""), credibility=row.get("credibility", "")
            ),
            resolution=row.get("resolution"),
            resolved=row.get("resolved"),
        )
        for row in rows_of(cells)
    ]
    return tuple(sorted(made, key=lambda j: (j.question, j.round, j.service, j.threshold, j.date)))


def make_findings(cells: Cells) -> tuple[Finding, ...]:
    """Make the findings, every vintage, sorted by id and day of publication."""
    made = [
        Finding(
            id=row["id"],
            country=row["country"],
            inquiry=row["inquiry"],
            theme=row["theme"],
            statement=row["statement"],
            date=row["date"],
            **_published(row),
        )
        for row in rows_of(cells)
    ]
    return tuple(sorted(made, key=lambda finding: (finding.id, finding.published)))


def make_practices(cells: Cells) -> tuple[Practice, ...]:
    """Make the practices, every vintage, sorted by id and day of publication."""
    made = [
        Practice(
            id=row["id"],
            country=row["country"],
            name=row["name"],
            statement=row["statement"],
            themes=links_of(row["themes"]),
            findings=links_of(row.get("findings", "")),
            evidence=row["evidence"],
            evidence_reason=row["evidence_reason"],
            transfer=row.get("transfer", ""),
            counter_evidence=row.get("counter_evidence", ""),
            **_published(row),
        )
        for row in rows_of(cells)
    ]
    return tuple(sorted(made, key=lambda practice: (practice.id, practice.published)))


def _published(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "published": row["published"],
        "precision": row.get("published_precision", "day"),
        "source": row["source"],
        "verified": row.get("confidence", "read") == "read",
        "note": row.get("note", ""),
    }
