"""Rows of desk_decision are only added."""

from django.db import migrations

from peil.store.append_only import append_only


class Migration(migrations.Migration):
    """Protects the table by triggers."""

    dependencies = (("desk", "0001_initial"),)
    operations = (append_only("desk_decision"),)
