"""Codes of the desk, and fields that its kinds share."""

from typing import Any

from django.db import models

PLACES = ("country", "region", "sector", "site")
"""Where a level may hold, from wide to narrow."""
SCOPES = (*PLACES, "event", "group", "phenomenon")
"""What an assessment may be about; a person is no such kind."""
MARKINGS = ("public", "limited", "restricted")
DRAFTED = ("draft", "in_review")
UNSIGNED = (*DRAFTED, "reviewed")
ANSWERABLE = ("open", "seen", "asked_back", "more_time", "overdue")


def an_office(name: str = "+", **options: Any) -> Any:
    """Make a reference to an office."""
    return models.ForeignKey("shared.Office", models.PROTECT, related_name=name, **options)


def of(model: str, name: str, **options: Any) -> Any:
    """Make a reference to the record that this one belongs to."""
    return models.ForeignKey(model, models.PROTECT, related_name=name, **options)


def step(**options: Any) -> Any:
    """Make a field for a level of the country's scale."""
    return models.PositiveSmallIntegerField(**options)
