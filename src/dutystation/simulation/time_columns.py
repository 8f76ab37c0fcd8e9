"""Time records as they are delivered."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from dutystation.simulation.cells import (
    blank_where,
    dates,
    hours,
    numbered,
    overwritten,
    padded,
    person_ids,
    pick,
    whole,
)
from dutystation.simulation.fault_levels import Cells
from dutystation.simulation.streams import IntArray
from dutystation.simulation.time_codes import PAIRS
from dutystation.simulation.time_rows import TimeRows

PADDED = ("work_date", "pay_code")


def time_columns(rows: TimeRows, *, as_text: bool) -> dict[str, pa.Array]:
    """The contract's columns. An amount stands in `hours` or in `minutes`, as the person's system has it."""
    return {
        "person": person_ids(rows.person),
        "work_date": dates(rows.day, as_text=as_text),
        "hours": blank_where(hours(rows.minutes, as_text=as_text), rows.whole),
        "minutes": blank_where(whole(rows.minutes.astype(np.int32), as_text=as_text), ~rows.whole),
        "pay_code": pick([pair.pay_code for pair in PAIRS], rows.pair),
        "place_code": pick([pair.place_code for pair in PAIRS], rows.pair),
        "record_id": numbered("R", rows.serial, 10),
    }


def with_odd_cells(columns: Mapping[str, pa.Array], cells: Cells, blanks: IntArray) -> dict[str, pa.Array]:
    """The columns with other cells where the faults put some, and with blanks around cells of some rows."""
    result = {name: overwritten(column, cells.get(name, {})) for name, column in columns.items()}
    return result | {name: padded(result[name], blanks) for name in PADDED if name in result}
