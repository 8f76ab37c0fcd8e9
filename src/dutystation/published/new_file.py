"""A file that is made once, for its owner alone: it is there whole or not at all, and replaces nothing."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from dutystation.terms.errors import UnusableOutput
from dutystation.terms.marking import OWNER_ONLY_FOLDER


@contextmanager
def new_file(path: Path) -> Iterator[IO[str]]:
    """A file in UTF-8 that gets its name when the block has succeeded; where it raises, nothing is left.

    What is written half may look whole: decisions that are missing end exceptions. Raises OSError,
    FileExistsError before the block runs and after it.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    # Made so that only its owner can read it, and never readable by others, not even for a moment.
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}-"
    ) as unfinished:
        yield unfinished
        unfinished.flush()
        os.fsync(unfinished.fileno())
        os.link(unfinished.name, path)  # refuses, in one step, where another has come first


@contextmanager
def named_file(path: Path) -> Iterator[IO[str]]:
    """A new file that somebody has named. Raises UnusableOutput where it is there or cannot be written."""
    try:
        with new_file(path) as file:
            yield file
    except OSError as problem:
        raise UnusableOutput(
            f"{path}: it cannot be made ({problem.strerror}). "
            "Give a file that is not there, in a folder you can write in."
        ) from problem


def make_once(path: Path, made_up: Callable[[], str]) -> None:
    """Makes a file where none is; of two programs that start at once, both find the same. Raises OSError.

    A folder that is made for it is for its owner alone, as the file is.
    """
    if not path.is_file():
        path.parent.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        with suppress(FileExistsError), new_file(path) as file:
            file.write(made_up())
