from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def components_of_today(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Who holds a role when this is brought in counts as being where they were when they got it."""
    people = apps.get_model("accounts", "Person").objects.filter(pk=OuterRef("person_id"))
    apps.get_model("accounts", "Grant").objects.update(
        component=Subquery(people.values("unit__component")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_component_of_holder")]

    operations = [migrations.RunPython(components_of_today, migrations.RunPython.noop)]
