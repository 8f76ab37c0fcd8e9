from __future__ import annotations

from django.db import migrations

from dutystation.web.audit.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("department", "0001_first")]

    operations = [
        freeze("department_reminder"),
        freeze("department_fulfilment"),
        freeze("department_consolidation"),
        freeze("department_proposal"),
        freeze("department_release"),
        freeze("department_declination"),
    ]
