from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models

from dutystation.web.audit.frozen import mend


def take_out_the_clause(apps: Apps) -> None:
    """Of decisions on protected grounds, of which it tells which ground it was."""
    decisions = apps.get_model("exception_requests", "Decision").objects
    decisions.filter(request__protected=True).exclude(authority="").update(authority="")


class Migration(migrations.Migration):
    dependencies = [("exception_requests", "0005_judged_documents")]

    operations = [
        migrations.AlterField("decision", "authority", models.TextField(blank=True)),
        mend("exception_requests_decision", take_out_the_clause),
    ]
