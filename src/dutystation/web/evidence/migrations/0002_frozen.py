from __future__ import annotations

from django.db import migrations

from dutystation.web.audit.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_first")]
    operations = [freeze("evidence_document"), freeze("evidence_withdrawal")]
