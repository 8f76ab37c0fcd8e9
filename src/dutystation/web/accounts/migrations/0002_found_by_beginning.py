from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# A search as one types compares beginnings in any case; each database has its own kind of index for it.
STATEMENTS = {
    "postgresql": (
        "CREATE INDEX person_{column}_beginning ON accounts_person (UPPER({column}) text_pattern_ops)"
    ),
    "sqlite": "CREATE INDEX person_{column}_beginning ON accounts_person ({column} COLLATE NOCASE)",
}


def index_beginnings(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for column in ("name", "person"):
        editor.execute(STATEMENTS[editor.connection.vendor].format(column=column))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_first")]

    operations = [migrations.RunPython(index_beginnings)]
