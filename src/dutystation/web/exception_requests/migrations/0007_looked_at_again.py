from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from dutystation.web.audit.frozen import freeze, freeze_again


class Migration(migrations.Migration):
    dependencies = [("exception_requests", "0006_no_clause_of_what_is_sealed")]

    operations = [
        # A second holder of a role that has agreed can still deny.
        migrations.RemoveConstraint(model_name="step", name="step_of_a_role_once"),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agreed", True)),
                fields=("request", "round", "role"),
                name="agreement_of_a_role_once",
            ),
        ),
        freeze_again("exception_requests_step"),
        migrations.CreateModel(
            name="Reconsideration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("what", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconsiderations",
                        to="exception_requests.request",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("request", "round"), name="reconsidered_once")
                ],
            },
        ),
        freeze("exception_requests_reconsideration"),
    ]
