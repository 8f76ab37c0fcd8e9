from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from dutystation.web.audit.frozen import freeze


def begin_the_chain(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("audit", "ChainEnd").objects.create()


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_first")]

    operations = [freeze("audit_event"), migrations.RunPython(begin_the_chain)]
