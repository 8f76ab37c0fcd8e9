"""Whether a server answers for a workspace: it holds a lock for as long as it lives."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCK = Path("web") / "served"


@contextmanager
def being_served(workspace: Path) -> Iterator[None]:
    """A server answers for the workspace while the block runs; on other ports others may too."""
    with (workspace / LOCK).open("wb") as held:
        with suppress(OSError):  # a disk that knows no locks: then nobody is warned
            fcntl.flock(held, fcntl.LOCK_SH)
        yield


def is_served(workspace: Path) -> bool:
    """Whether a server that lives answers for the workspace. The lock goes with its process."""
    try:
        with (workspace / LOCK).open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # never served, or no locks there
        return False
    return False
