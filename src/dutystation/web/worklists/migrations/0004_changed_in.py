from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("worklists", "0003_assignment")]

    operations = [migrations.RenameField("item", "last_run", "changed_in")]
