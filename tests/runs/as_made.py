"""Workspaces that many tests start from: each is made once in a process, and put back as it was.

Loading eight files takes seconds. A workspace cannot be copied elsewhere, since Iceberg keeps absolute paths;
so every test that asks for the same one finds it at the same path, as it was made, whatever the test before
it has done there.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path

KEPT = "as-made"


def as_made(make: Callable[[Path], object], *key: Hashable) -> Path:
    """The workspace that `make` makes at a path, known by its name and `key`. One test has one of a key."""
    place = _place(make.__qualname__, make.__module__, *key)
    workspace, kept = place / "workspace", place / KEPT
    shutil.rmtree(workspace, ignore_errors=True)
    if kept.exists():
        shutil.copytree(kept, workspace, symlinks=True)
    else:
        make(workspace)
        shutil.copytree(workspace, kept, symlinks=True)
    return workspace


@cache
def _place(*key: Hashable) -> Path:
    """A folder of its own, gone with the process."""
    place = Path(tempfile.mkdtemp(prefix="dutystation-as-made-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place
