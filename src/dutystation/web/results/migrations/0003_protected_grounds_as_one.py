from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations

from dutystation.web.audit.frozen import mend

PROTECTED = ("disability", "medical", "religious")
AS_ONE = "protected_accommodation"


def merge_protected_grounds(apps: Apps) -> None:
    counts = apps.get_model("results", "BridgeCount").objects
    for line in counts.only("reasons").iterator():
        protected = [line.reasons.pop(ground) for ground in PROTECTED if ground in line.reasons]
        if protected:
            counts.filter(pk=line.pk).update(reasons=line.reasons | {AS_ONE: sum(protected)})


class Migration(migrations.Migration):
    dependencies = [("results", "0002_frozen")]

    operations = [mend("results_bridgecount", merge_protected_grounds)]
