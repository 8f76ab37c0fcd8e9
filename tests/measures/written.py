"""The few rows that a test writes out, as a table of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import ibis.expr.types as ir
import pyarrow as pa

from dutystation.runs.days import day_number
from dutystation.runs.engines.engine import Engine

OPEN = date(9999, 12, 31)
"""The last day of a roster row that is still in force."""

_COLUMNS: tuple[tuple[pa.DataType, str], ...] = (
    (pa.string(), "person component org_unit duty_station facility timezone readers arrangement population"),
    (pa.string(), "pay_code place_code place hours_type record_id event_id direction outcome"),
    (pa.string(), "supervisor bargaining_unit telework_eligible_text"),
    (pa.string(), "ground reason next_reason status evidence_class fate file id"),
    (pa.string(), "sender sender_component table column message as_delivered"),
    (pa.int8(), "place_no"),
    (pa.int32(), "roster_no person_no unit_no station_no facility_no pair_no slice_no"),
    (pa.int32(), "day week local_day entry_day exit_day minutes claimed_minutes field_minutes"),
    (pa.int64(), "work_date effective_from effective_to first_day last_day valid_from valid_to decided_on"),
    (pa.int64(), "ends_on days line rule"),
    (pa.int64(), "wall_second utc_offset instant entered left from_second to_second offset shift"),
    (pa.int64(), "in_person_minutes off_site_minutes unclassified_minutes"),
    (pa.bool_(), "military remote situational eligible telework_eligible contractor regular"),
    (pa.bool_(), "badged denied exit_reader local"),
    (pa.decimal128(18, 6), "hours"),
)
KIND_OF: Mapping[str, pa.DataType] = {name: kind for kind, names in _COLUMNS for name in names.split()}
"""Of what kind a column is, by its name: as `intake` types it and the measures hand it on."""


def written(engine: Engine, columns: str, rows: Iterable[Sequence[object]]) -> ir.Table:
    """A table of `columns`, their names with blanks between, and `rows`; days may be written as dates."""
    names = columns.split()
    told = [dict(zip(names, map(_number, row), strict=True)) for row in rows]
    schema = pa.schema([(name, KIND_OF[name]) for name in names])
    return engine.table_of(pa.Table.from_pylist(told, schema=schema))


def _number(value: object) -> object:
    return day_number(value) if isinstance(value, date) else value
