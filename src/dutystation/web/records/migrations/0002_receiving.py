from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def one_row(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("records", "Receiving").objects.create()


class Migration(migrations.Migration):
    dependencies = [("records", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="Receiving",
            fields=[("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False))],
        ),
        migrations.RunPython(one_row),
    ]
