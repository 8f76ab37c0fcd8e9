from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exception_requests", "0004_given_up")]

    operations = [
        migrations.AddField(
            model_name="itemverdict",
            name="documents",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="itemverdict", name="elsewhere", field=models.BooleanField(default=False)
        ),
        migrations.AddField(
            model_name="itemverdict", name="reference", field=models.CharField(blank=True, max_length=200)
        ),
    ]
