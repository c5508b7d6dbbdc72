"""The states of the made-up country: how each changes the document that proposes level 2."""

from typing import Any

import numpy as np

from peil.assess.reviews import ageing
from peil.assess.rule import SECOND, rule_of


def a_fit(each: dict[str, float], best: int, low: int, high: int) -> dict[str, Any]:
    """Give a fit; the figures' own part is the fit over where ageing settles, and favours no other."""
    held = sum(part for level, part in each.items() if low <= int(level) <= high)
    ratio = np.array(list(each.values())) / ageing(rule_of(SECOND), len(each))[1]
    alone = dict(zip(each, (ratio / ratio.sum()).tolist(), strict=True))
    likeliest = max(alone, key=lambda level: alone[level])
    gain = 10 * np.log10(alone[likeliest] / alone[str(best)])
    favoured = int(likeliest) if gain >= rule_of(SECOND).informs_db and gain > 0 else None
    return {
        "best": best, "low": low, "high": high, "held": held, "each": each,
        "favoured": favoured, "figures_alone": alone,
    }  # fmt: skip


def _robust(document: dict[str, Any]) -> None:
    """Leave the document as it is."""


def _not_robust(document: dict[str, Any]) -> None:
    document["proposal"] |= {
        "range": [2, 3],
        "is_robust": False,
        "broken_by": [
            {"change": "height_halved", "status": "proposed", "level": 3, "since": "2016-03-31",
             "probabilities": {"1": 0.1, "2": 0.3, "3": 0.45, "4": 0.15}},
            {"change": "without_effort_dependent", "status": "cannot tell", "level": None,
             "since": "2016-01-31", "probabilities": {"1": 0.4, "2": 0.4, "3": 0.15, "4": 0.05}},
        ],
    }  # fmt: skip


def _held(document: dict[str, Any]) -> None:
    _not_robust(document)
    document["proposal"]["broken_by"][0] |= {"change": "height_doubled", "level": 2}
    document["proposal"] |= {
        "level": 3, "held": 3, "held_by_hysteresis": True, "since": "2015-02-28",
        "held_since": "2015-02-28",
    }  # fmt: skip


def _outside(document: dict[str, Any]) -> None:
    document["proposal"] |= {
        "level": 3, "held": 3, "range": [3, 3], "held_by_hysteresis": True,
        "since": "2017-07-31", "held_since": "2017-07-31",
        "probabilities": {"1": 0.5, "2": 0.38, "3": 0.08, "4": 0.04},
    }  # fmt: skip
    document["fit"] = a_fit(document["proposal"]["probabilities"], 1, 1, 2)


def _expired(document: dict[str, Any]) -> None:
    document["proposal"] |= {
        "status": "expired", "reason": "bearing_family_missing", "level": None, "range": None,
        "held": 3, "held_since": "2017-09-30", "coverage": 0.2,
        "last_supported": {"level": 3, "until": "2016-11-30"},
    }  # fmt: skip
    document["would_change"] = []


def _cannot_tell(document: dict[str, Any]) -> None:
    document["proposal"] |= {
        "status": "cannot tell", "reason": "no_evidence", "level": None, "range": None,
        "held": None, "coverage": 0.0,
        "evidence_until": None, "median_age_days": None, "median_delay_days": None,
        "probabilities": {"1": 0.71, "2": 0.19, "3": 0.07, "4": 0.03},
    }  # fmt: skip
    document["fit"] = a_fit(document["proposal"]["probabilities"], 1, 1, 2)
    document["evidence"] = [e for e in document["evidence"] if not e["reliability"]]
    document["posterior_db"] = document["prior_db"]
    document["would_change"] = []


def _stale(document: dict[str, Any]) -> None:
    document["proposal"] |= {
        "status": "cannot tell", "reason": "only_attacks", "level": None, "range": None,
        "evidence_until": "2016-06-30",
    }  # fmt: skip
    document["would_change"] = []
    for item in document["evidence"]:
        if item["indicator"] != "attacks_dated":
            item["weight_db"] = dict.fromkeys(item["weight_db"], 0.1)
    document["caveats"].insert(0, {"code": "stale_evidence", "values": {"until": "2016-06-30"}})


STATES = {
    "robust": _robust,
    "not_robust": _not_robust,
    "held": _held,
    "outside": _outside,
    "expired": _expired,
    "cannot_tell": _cannot_tell,
    "stale": _stale,
}
