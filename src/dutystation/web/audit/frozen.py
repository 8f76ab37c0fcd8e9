"""Tables whose rows the database itself never changes or removes, on both databases.

A migration names the table; from then on UPDATE, DELETE and TRUNCATE fail in the database, whoever asks. Only
another migration can mend rows, where they say what they should not.
"""

from __future__ import annotations

from collections.abc import Callable

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def freeze(table: str) -> migrations.RunPython:
    """The migration step that makes a table append-only. It cannot be taken back."""

    def on_both(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _STATEMENTS[editor.connection.vendor]:
            editor.execute(statement.format(table=table))

    return migrations.RunPython(on_both)


def let_go_with(table: str, key: str, of: str) -> migrations.RunPython:
    """The migration step that lets a row of a table go only where another table has a row with its key.

    Rows may be changed. For what must be possible to destroy, and by nothing else than what destroys it.
    """

    def on_both(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _LET_GO[editor.connection.vendor]:
            editor.execute(statement.format(table=table, key=key, of=of))

    return migrations.RunPython(on_both)


def mend(table: str, change: Callable[[Apps], None]) -> migrations.RunPython:
    """The migration step that changes rows of a frozen table, which is frozen again before it ends."""

    def thawed(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        lift, again = _THAW[editor.connection.vendor]
        editor.execute(lift.format(table=table))
        change(apps)
        editor.execute(again.format(table=table))

    return migrations.RunPython(thawed)


def freeze_again(table: str) -> migrations.RunPython:
    """The migration step after one for which SQLite makes a frozen table anew, which takes its triggers away.

    PostgreSQL changes the table in its place, and its triggers stay.
    """

    def on_sqlite(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            for statement in _SQLITE:
                editor.execute(statement.format(table=table))

    return migrations.RunPython(on_sqlite)


_SQLITE = (
    "CREATE TRIGGER {table}_keeps_updated BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    "CREATE TRIGGER {table}_keeps_deleted BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
)
# Emptying an empty table takes nothing away, and is what a test database does between tests.
_POSTGRESQL = (
    """
    CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'TRUNCATE' OR EXISTS (SELECT 1 FROM {table}) THEN
            RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER {table}_keeps_rows BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()",
    "CREATE TRIGGER {table}_keeps_all BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()",
)
_LET_GO = {
    "sqlite": (
        "CREATE TRIGGER {table}_keeps_deleted BEFORE DELETE ON {table} "
        "WHEN NOT EXISTS (SELECT 1 FROM {of} WHERE {of}.{key} = OLD.{key}) "
        "BEGIN SELECT RAISE(ABORT, '{table} is kept'); END",
    ),
    "postgresql": (
        """
        CREATE FUNCTION {table}_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                IF EXISTS (SELECT 1 FROM {of} WHERE {of}.{key} = OLD.{key}) THEN
                    RETURN OLD;
                END IF;
            ELSIF NOT EXISTS (SELECT 1 FROM {table}) THEN
                RETURN NULL;
            END IF;
            RAISE EXCEPTION '{table} is kept' USING ERRCODE = 'restrict_violation';
        END $$
        """,
        "CREATE TRIGGER {table}_keeps_rows BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION {table}_is_kept()",
        "CREATE TRIGGER {table}_keeps_all BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_kept()",
    ),
}
_STATEMENTS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_THAW = {
    "sqlite": ("DROP TRIGGER {table}_keeps_updated", _SQLITE[0]),
    "postgresql": (
        # What is checked at the end of a transaction only comes first: a table in use is not altered.
        "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DISABLE TRIGGER {table}_keeps_rows",
        "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} ENABLE TRIGGER {table}_keeps_rows",
    ),
}
"""What lets rows be changed, and what forbids it again."""
