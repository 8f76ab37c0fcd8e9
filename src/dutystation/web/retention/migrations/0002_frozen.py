from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from dutystation.web.audit.frozen import freeze


def open_the_register(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("retention", "Register").objects.create()


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_first")]

    operations = [
        freeze("retention_hold"),
        freeze("retention_releaseasked"),
        freeze("retention_release"),
        freeze("retention_disposal"),
        freeze("retention_entry"),
        freeze("retention_entrykept"),
        freeze("retention_putforward"),
        freeze("retention_approval"),
        freeze("retention_declination"),
        migrations.RunPython(open_the_register),
    ]
