"""Folders of files that a workspace keeps as they are, named by everything they were worked out from."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def kept_folder(place: Path, write: Callable[[Path], None], *, read: bool) -> Path:
    """The folder `place`, which `write` fills where it is not there yet; whole or not at all.

    Without `read` it is always filled anew. Only its owner may look into it.
    """
    if read and place.is_dir():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=place.parent))
    try:
        write(work)
        if not read:
            shutil.rmtree(place, ignore_errors=True)
        with suppress(OSError):  # somebody kept the same in the same moment
            os.rename(work, place)  # noqa: PTH104 (the one call that moves in one step)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return place


def linked(files: list[Path], into: Path) -> None:
    """Puts files into a folder without a second copy where the disk can do that, else as copies."""
    for file in files:
        try:
            os.link(file, into / file.name)
        except OSError:
            shutil.copy2(file, into / file.name)
