"""Builders of findings and practices of countries that do not exist."""

from datetime import date
from typing import Any

from peil.act.recommendations import Finding
from peil.review.practices import Catalogue, Practice, catalogue

TODAY = date(2026, 1, 1)


def a_finding(
    id_: str, country: str = "Norland", theme: str = "capacity", **changes: Any
) -> Finding:
    """Make a finding that was read in its source."""
    return Finding(
        **{
            "id": id_,
            "country": country,
            "inquiry": f"Inquiry of {country}",
            "theme": theme,
            "statement": f"What {id_} says.",
            "date": date(2017, 6, 15),
            "published": date(2017, 6, 15),
            "published_precision": "day",
            "source": f"Report on {id_}, https://example.org/{id_}",
            "verified": True,
            **changes,
        }
    )


def a_practice(id_: str, *findings: str, **changes: Any) -> Practice:
    """Make a practice that was read in its source."""
    return Practice(
        **{
            "id": id_,
            "country": "Sudland",
            "name": f"Practice {id_}",
            "statement": f"What {id_} does.",
            "themes": ("capacity",),
            "findings": findings,
            "evidence": "descriptive",
            "evidence_reason": "Counted once.",
            "transfer": "A room.",
            "counter_evidence": "",
            "published": date(2017, 1, 1),
            "published_precision": "day",
            "source": f"Paper on {id_}",
            "verified": True,
            **changes,
        }
    )


def a_catalogue(*rows: Finding | Practice, as_of: date = TODAY, **changes: Any) -> Catalogue:
    """Link findings and practices as known on a day."""
    return catalogue(
        [row for row in rows if isinstance(row, Finding)],
        [row for row in rows if isinstance(row, Practice)],
        subject="Norland",
        as_of=as_of,
        **changes,
    )
