"""A bulletin as a message of the Common Alerting Protocol 1.2, for systems that pass warnings on.

A level says neither how severe nor how near an event is, so that urgency, severity and certainty
stay unknown. Source: OASIS (2010), Common Alerting Protocol Version 1.2.
"""

import datetime as dt
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from peil.decide.bulletin import Bulletin

SPACE = "urn:oasis:names:tc:emergency:cap:1.2"
TYPES = {"published": "Alert", "corrected": "Update", "withdrawn": "Cancel"}
UNKNOWN = ("urgency", "severity", "certainty")
LONGEST = 4000


def cap(bulletin: Bulletin, events: Mapping[str, str], sender: str) -> bytes:
    """Write a bulletin as one message with an `info` for each language.

    Args:
        bulletin: that is told.
        events: what is said of the level, by language.
        sender: who sends it, without a blank or a comma, such as the address of an office.
    """
    alert = Element("alert", xmlns=SPACE)
    for name, text in _head(bulletin, sender).items():
        SubElement(alert, name).text = text
    for language, text in bulletin.texts.items():
        _inform(alert, bulletin, language, events[language], text)
    indent(alert)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(alert, "unicode")}\n'.encode()


def _head(bulletin: Bulletin, sender: str) -> dict[str, str]:
    *earlier, sent = [
        (f"{bulletin.id}-{number}", _moment(at)) for number, at in enumerate(bulletin.tellings, 1)
    ]
    head = {
        "identifier": sent[0],
        "sender": sender,
        "sent": sent[1],
        "status": "Exercise" if bulletin.is_exercise else "Actual",
        "msgType": TYPES[bulletin.state],
        "scope": "Public",
    }
    if bulletin.said_since:
        head["note"] = bulletin.said_since[:LONGEST]
    if earlier:
        head["references"] = " ".join(f"{sender},{name},{at}" for name, at in earlier)
    return head


def _inform(alert: Element, bulletin: Bulletin, language: str, event: str, text: str) -> None:
    info = SubElement(alert, "info")
    SubElement(info, "language").text = language
    SubElement(info, "category").text = "Security"
    SubElement(info, "event").text = event
    for name in UNKNOWN:
        SubElement(info, name).text = "Unknown"
    SubElement(info, "senderName").text = bulletin.office
    SubElement(info, "headline").text = event
    SubElement(info, "description").text = text
    level = SubElement(info, "parameter")
    SubElement(level, "valueName").text = "level"
    SubElement(level, "value").text = str(bulletin.level)
    SubElement(SubElement(info, "area"), "areaDesc").text = bulletin.scope


def _moment(moment: dt.datetime) -> str:
    """Write a moment with its offset in figures, as the protocol wants it."""
    return moment.isoformat(timespec="seconds")
