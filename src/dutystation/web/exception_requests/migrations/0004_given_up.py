from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exception_requests", "0003_in_order")]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("approved", "Approved"),
                    ("approved_for_less", "Approved For Less"),
                    ("confirmed", "Confirmed"),
                    ("denied", "Denied"),
                    ("lapsed", "Lapsed"),
                    ("given_up", "Given Up"),
                ],
                max_length=20,
            ),
        ),
    ]
