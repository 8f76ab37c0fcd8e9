"""Rows that are only ever added, by the hundred thousand, in the transaction that is open.

PostgreSQL takes them by COPY, which spares both sides most of the work: nothing has to be put into a
statement, planned and answered with a new number for each row. SQLite has no such thing and takes INSERT.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models

AT_ONCE = 2000
"""Rows written at a time. Whoever makes them may ask the database between two times, but COPY, once begun,
lets nothing else through."""

_Row = TypeVar("_Row", bound=models.Model)


def append(model: type[_Row], rows: Iterable[_Row]) -> int:
    """Adds new rows of one table and returns how many; they are given no number here, only in the database.

    Raises IntegrityError where one is there already, as `bulk_create` does.
    """
    write = _copy if connection.vendor == "postgresql" else _insert
    left, count = iter(rows), 0
    while batch := list(islice(left, AT_ONCE)):
        write(model, batch)
        count += len(batch)
    return count


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    model._default_manager.bulk_create(rows)


def _copy(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    cells = attrgetter(*(field.attname for field in fields))
    # What JSON holds is written out by its field; everything else the driver writes as it is.
    written = [(place, field) for place, field in enumerate(fields) if isinstance(field, models.JSONField)]
    cursor: Any
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            values = list(cells(row))
            for place, field in written:
                values[place] = field.get_db_prep_save(values[place], connection)
            copy.write_row(values)
