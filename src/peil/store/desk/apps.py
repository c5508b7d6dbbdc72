"""The application of Django that holds these rows."""

from django.apps import AppConfig


class Config(AppConfig):
    """Its name in migrations is short."""

    name = "peil.store.desk"
    label = "desk"
