"""Folders of files that a workspace keeps as they are, named by everything they were worked out from.

None of them ever becomes wrong, so that nothing removes them by itself. A run that finds one notes that it
was used; what no run has used for long is removed by whoever asks for it, and worked out anew where it is
needed again.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from dutystation.terms.marking import OWNER_ONLY_FOLDER


def kept_folder(place: Path, write: Callable[[Path], None], *, read: bool) -> Path:
    """The folder `place`, which `write` fills where it is not there yet; whole or not at all.

    Without `read` it is always filled anew. Only its owner may look into it.
    """
    kept_apart({0: place}, lambda works: write(works[0]), read=read)
    return place


def kept_apart(
    places: Mapping[int, Path], write: Callable[[Mapping[int, Path]], None], *, read: bool
) -> None:
    """The same of several folders of one folder, by number: those that are not there are filled in one go."""
    missing = {number: place for number, place in places.items() if not (read and used(place))}
    if not missing:
        return
    with unfinished({place.parent for place in missing.values()}.pop()) as work:
        works = {number: work / str(number) for number in missing}
        for folder in works.values():
            folder.mkdir(mode=OWNER_ONLY_FOLDER)
        write(works)
        for number, place in missing.items():
            put_in_place(works[number], place, read=read)


def used(place: Path) -> bool:
    """Whether there is a folder at `place`, of which it is then noted that it was used now."""
    try:
        os.utime(place)
    except FileNotFoundError:
        return False
    return True


def remove_unused(folder: Path, before: datetime) -> int:
    """Removes the folders of `folder` that nobody has used since a moment, and returns how many they were.

    What a run that was killed had begun to write goes likewise. Raises OSError.
    """
    old = [place for place in folder.glob("*") if place.stat().st_mtime < before.timestamp()]
    for place in old:
        shutil.rmtree(place)
    return len(old)


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """A folder inside of `folder` for what is not finished; it is removed whatever happens."""
    folder.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def put_in_place(work: Path, place: Path, *, read: bool) -> None:
    """Moves a finished folder to its place, whole or not at all; without `read` over what is there.

    Raises OSError.
    """
    if not read:
        with suppress(FileNotFoundError):
            shutil.rmtree(place)
    try:
        work.rename(place)
    except OSError as problem:
        if problem.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        # Somebody kept the same in the same moment.


def linked(files: Mapping[str, Path], into: Path) -> None:
    """Puts files into a folder, which is made if need be, by new names.

    They get a second name where the disk knows such, so that nothing is written twice.
    """
    into.mkdir(exist_ok=True)
    for name, file in files.items():
        try:
            os.link(file, into / name)
        except OSError:
            shutil.copy2(file, into / name)
