from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_left_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
    ]
