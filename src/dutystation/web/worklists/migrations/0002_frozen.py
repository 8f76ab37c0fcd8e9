from __future__ import annotations

from django.db import migrations

from dutystation.web.audit.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("worklists", "0001_first")]

    operations = [freeze("worklists_answer")]
