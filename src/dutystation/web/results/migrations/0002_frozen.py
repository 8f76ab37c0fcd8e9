from __future__ import annotations

from django.db import migrations

from dutystation.web.audit.frozen import freeze

TABLES = (
    "runperiod",
    "unitfigure",
    "bridgecount",
    "evidencetally",
    "occupancyday",
    "utilised",
    "stationedpeople",
    "runfault",
)


class Migration(migrations.Migration):
    dependencies = [("results", "0001_first")]

    operations = [freeze(f"results_{table}") for table in TABLES]
