"""Folders of files that a workspace keeps as they are, named by everything they were worked out from."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path


def kept_folder(place: Path, write: Callable[[Path], None], *, read: bool) -> Path:
    """The folder `place`, which `write` fills where it is not there yet; whole or not at all.

    Without `read` it is always filled anew. Only its owner may look into it.
    """
    kept_apart({0: place}, lambda works: write(works[0]), read=read)
    return place


def kept_apart(
    places: Mapping[int, Path], write: Callable[[Mapping[int, Path]], None], *, read: bool
) -> None:
    """The same of several folders, by number: those that are not there yet are filled in one go."""
    missing = {number: place for number, place in places.items() if not (read and place.is_dir())}
    with ExitStack() as stack:
        works = {}
        for number, place in missing.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            works[number] = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=place.parent))
            stack.callback(shutil.rmtree, works[number], ignore_errors=True)
        if missing:
            write(works)
        for number, place in missing.items():
            if not read:
                shutil.rmtree(place, ignore_errors=True)
            with suppress(OSError):  # somebody kept the same in the same moment
                os.rename(works[number], place)  # noqa: PTH104 (the one call that moves in one step)


def linked(files: Mapping[str, Path], into: Path) -> None:
    """Puts files into a folder, by new names, without a second copy where the disk can do that."""
    for name, file in files.items():
        try:
            os.link(file, into / name)
        except OSError:
            shutil.copy2(file, into / name)
