"""Clock time at a facility, instants, and local dates. Contract section 2, the paragraph on `occurred_at`.

Instants are naive datetimes in UTC, so that adding and comparing them is plain arithmetic.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

EARLIEST = datetime(1, 1, 1)  # noqa: DTZ001
LATEST = datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001


def instant_of(clock: datetime, offset: timedelta | None, zone: str) -> datetime:
    """The instant in UTC.

    Without offset the clock shows local time. `fold=0` is the contract's rule word for word: of a repeated
    time it means the earlier instant, and for a skipped time the offset before the change.
    """
    if offset is None:
        offset = clock.replace(tzinfo=ZoneInfo(zone), fold=0).utcoffset()
        assert offset is not None
    try:
        return clock - offset
    except OverflowError:
        # "Never" dates: later than any as-of date, which is all that matters. No calendar holds the rest.
        return LATEST if clock.year == 9999 else EARLIEST


def local_date(instant: datetime, zone: str) -> date:
    """The date on the facility's calendar at an instant."""
    try:
        return instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
    except OverflowError:
        return date.max if instant.year == 9999 else date.min


def local_date_of(clock: datetime, offset: timedelta | None, zone: str) -> date:
    return local_date(instant_of(clock, offset, zone), zone)
