"""Mailing: one mail to one person, which may fail without anything else failing with it."""

import os
from typing import Any

from peil.report.words import words_in

ADDRESS = "http://127.0.0.1:8000/"
"""Where the server answers, unless `PEIL_ADDRESS` says otherwise."""


def deliver(person: Any, subject: str, text: str) -> str:
    """Send a mail, and say why it could not be sent; nothing where it could."""
    from django.conf import settings
    from django.core.mail import send_mail

    if settings.EXERCISE:
        words = words_in(person.language)
        subject = words("desk.in_exercise", what=subject)
        text = f"{words('desk.exercise')}\n\n{text}"
    try:
        send_mail(subject, text, None, [person.email])
    except Exception as error:  # noqa: BLE001 - whatever a library makes of an odd address
        return str(error) or type(error).__name__
    return ""


def address() -> str:
    """Give where the server answers."""
    return os.environ.get("PEIL_ADDRESS", ADDRESS).rstrip("/") + "/"
