"""Codes of the desk, and fields that its kinds share."""

from typing import Any

from django.db import models

from peil.terms.admiralty import AXES, admiralty_codes
from peil.terms.estimative import estimative_words

SCOPES = ("country", "region", "sector", "site", "event", "group", "phenomenon")
"""What an assessment may be about; a person is no such kind."""
MARKINGS = ("public", "limited", "restricted")
VALENCES = ("for", "against", "neither")
CONFIDENCES = ("low", "moderate", "high")
GROUNDS = ("embargo", "judicial_secrecy", "third_party", "other")
RELIABILITIES, CREDIBILITIES = (tuple(c.code for c in admiralty_codes(axis)) for axis in AXES)
LIKELIHOODS = tuple(each.id for each in estimative_words())
DRAFTED = ("draft", "in_review")
UNSIGNED = (*DRAFTED, "reviewed")
ANSWERABLE = ("open", "seen", "asked_back", "more_time", "overdue")

TYPES = ("strategic", "point")
STARTERS = ("ocam", "government_member", "support_service")
USES = ("use", "partly", "not")
STATES = {
    "assessment": (*UNSIGNED, "signed"),
    "request": (*ANSWERABLE, "answered", "declined"),
    "contribution": ("draft", "given", "graded"),
    "embargoed_item": ("given", "decided"),
    "embargo_list": ("listed", "ended"),
    "judgement": ("round_1", "round_2", "told", "left_out"),
    "remark": ("open", "settled"),
    "dissent": ("given",),
    "consequence_statement": ("draft", "answered", "attached", "overridden"),
    "level_exception": ("draft", "signed"),
    "decision": ("in_force", "kept", "superseded"),
    "measure": ("draft", "decided", "ended"),
    "advice": ("given",),
    "product": ("signed", "superseded"),
    "distribution": ("sent", "acknowledged"),
    "bulletin": ("draft", "approved", "published", "corrected", "withdrawn"),
    "working_file": ("open", "closed"),
    "activity_report": ("draft", "sent"),
}
"""The states of each kind, as rights name them."""


def an_office(name: str = "+", **options: Any) -> Any:
    """Make a reference to an office."""
    return models.ForeignKey("shared.Office", models.PROTECT, related_name=name, **options)


def of(model: str, name: str, **options: Any) -> Any:
    """Make a reference to the record that this one belongs to."""
    return models.ForeignKey(model, models.PROTECT, related_name=name, **options)


def step(**options: Any) -> Any:
    """Make a field for a level of the country's scale."""
    return models.PositiveSmallIntegerField(**options)
