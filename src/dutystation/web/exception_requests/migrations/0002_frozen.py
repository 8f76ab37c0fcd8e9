from __future__ import annotations

from django.db import migrations

from dutystation.web.audit.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("exception_requests", "0001_first")]

    operations = [freeze("exception_requests_decision"), freeze("exception_requests_step")]
