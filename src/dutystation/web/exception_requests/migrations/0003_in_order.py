from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# The order of the worklist. SQLite knows no such index and serves no department that needs one.
STATEMENT = (
    "CREATE INDEX request_in_order ON exception_requests_request "
    "(closed_on DESC NULLS FIRST, decide_by ASC NULLS LAST, id DESC)"
)


def index_the_order(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(STATEMENT)


class Migration(migrations.Migration):
    dependencies = [("exception_requests", "0002_frozen")]

    operations = [migrations.RunPython(index_the_order)]
