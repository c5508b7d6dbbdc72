"""Rows of shared_event are only added."""

from django.db import migrations

from peil.store.append_only import append_only


class Migration(migrations.Migration):
    """Protects the table by triggers."""

    dependencies = (("shared", "0001_initial"),)
    operations = (append_only("shared_event"),)
