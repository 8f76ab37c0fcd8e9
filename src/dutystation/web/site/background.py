"""The program beside the server that tells people what waits to be told.

`dutystation serve` starts and ends it; under another server `dutystation cases dispatch --watch` is it.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.db import close_old_connections

from dutystation.web.site.start import act_of_a_command, open_cases

LOOKS_EVERY = 2.0
"""Seconds between two looks where nothing waits."""
LOG = logging.getLogger(__name__)


def watch(goes_on: Callable[[], bool]) -> None:
    """Works dispatches off as they come, while `goes_on`. What fails is logged and tried again."""
    from dutystation.web.notices.dispatching import dispatch_all
    from dutystation.web.notices.models import Dispatch

    while goes_on():
        close_old_connections()
        try:
            # Looked at first without a transaction, which on the embedded database would hold up who writes.
            if Dispatch.objects.filter(closed_at=None).exists():
                dispatch_all(act_of_a_command())
        except Exception:
            LOG.exception("people could not be told now")
        time.sleep(LOOKS_EVERY)


def main() -> None:
    server = os.getppid()
    open_cases(Path(sys.argv[1]))
    with suppress(KeyboardInterrupt):  # it interrupts the server too
        watch(lambda: os.getppid() == server)


if __name__ == "__main__":
    main()
