"""Time records as they are delivered."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from dutystation.simulation.cells import blank_where, dates, hours, numbered, person_ids, pick, whole
from dutystation.simulation.time_codes import PAIRS
from dutystation.simulation.time_rows import TimeRows


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
