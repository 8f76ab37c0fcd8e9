from __future__ import annotations

from django.db import migrations

from dutystation.web.audit.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("situational", "0001_first")]

    operations = [freeze("situational_change")]
