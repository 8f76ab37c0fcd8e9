from __future__ import annotations

from django.db import migrations

from dutystation.web.audit.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("seats", "0001_first")]

    operations = [freeze("seats_draw"), freeze("seats_drawn"), freeze("seats_offer")]
