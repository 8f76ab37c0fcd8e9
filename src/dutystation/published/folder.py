"""The output folder as a transaction: afterwards it holds the whole report, or what it held before.

A report is built in a work folder beside its destination, on the same disk, and takes its place by
renaming. The work folder looks like this and is removed at the end, whatever happens:

    .dutystation-unfinished-k3x9/
    ├── destination    the name of the output folder; locked as long as its process lives
    ├── report/        where the report is built
    └── replaced/      the former report, between the two renames of `--replace`

A process that is killed outright leaves its work folder behind. The lock goes with the process, so the
next run in the same place knows the folder for a leftover, puts a former report back where it belongs
and removes the rest. A run of a workspace, a release and whatever else is a folder goes the same way.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import signal
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from types import FrameType

from dutystation.published.layout import PROVENANCE_JSON
from dutystation.terms.errors import UnusableOutput

WORK_PREFIX = ".dutystation-unfinished-"
_DESTINATION = "destination"
_REPORT = "report"
_REPLACED = "replaced"

_WRITE_PROBLEMS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the disk is read-only",
    errno.EFBIG: "a file would become larger than this disk allows",
}


@contextmanager
def prepared(
    out: Path,
    *,
    replace: bool,
    inputs: Path | None = None,
    what: str = "report",
    known_by: str = PROVENANCE_JSON,
    chosen: bool = True,
) -> Iterator[Path]:
    """Yields an empty folder to build a report in; `out` becomes that folder when the block succeeds.

    `what` is the word for what is built, as sentences to people need it, and `known_by` a file that a former
    one holds; `chosen` tells that they choose its place with --out.

    Where the block raises anything, Ctrl-C and SIGTERM included, `out` stays as it was and nothing else
    is left. Raises UnusableOutput, before the block runs, for an existing non-empty `out` without
    `replace`, a file in its place, a folder that cannot be written in, and an `out` that holds `inputs`,
    the current folder or the home folder; and after it for a full disk. With `replace` a former report
    is removed; a folder that is no report is never removed but renamed (see `set_aside_name`).
    """
    destination = _resolved(out, what)
    _check(destination, out, replace=replace, inputs=inputs, what=what, chosen=chosen)
    created = _make_parents(destination, out, what)
    try:
        with _termination_as_interrupt(), _work_folder(destination) as work:
            yield work / _REPORT
            _check(destination, out, replace=replace, inputs=inputs, what=what, chosen=chosen)
            _take_place(work, destination, known_by)
    except BaseException as problem:
        _remove_empty(created)
        if isinstance(problem, OSError) and _concerns_writing(problem, destination):
            raise _cannot_write(out, problem, what, chosen=chosen) from problem
        raise


def is_being_built(out: Path) -> bool:
    """Whether a process that lives is building what `out` is to become."""
    destination = Path(os.path.realpath(out))
    return any(_builds(work, destination.name) for work in destination.parent.glob(f"{WORK_PREFIX}*"))


def set_aside_name(out: Path, known_by: str = PROVENANCE_JSON) -> Path | None:
    """Where `replace` moves an existing `out` that is no report, so that a wrong path costs nothing.

    None where nothing has to be moved: `out` does not exist, is empty, or is a report. Raises
    UnusableOutput where that cannot be seen.
    """
    destination = _resolved(out, "report")
    try:
        if not destination.is_dir() or not any(destination.iterdir()) or (destination / known_by).is_file():
            return None
    except OSError as problem:
        raise _cannot_write(out, problem, "report") from problem
    numbered = (destination.with_name(f"{destination.name}.replaced-{number}") for number in count(1))
    return next(name for name in numbered if not os.path.lexists(name))


def _resolved(out: Path, what: str) -> Path:
    try:
        return Path(os.path.realpath(out))
    except OSError as problem:  # the current folder is gone
        raise _cannot_write(out, problem, what) from problem


def _check(
    destination: Path, out: Path, *, replace: bool, inputs: Path | None, what: str, chosen: bool
) -> None:
    try:
        destination.lstat()
        folder = destination.is_dir()
        empty = folder and not any(destination.iterdir())
    except FileNotFoundError:
        return
    except OSError as problem:
        raise _cannot_write(out, problem, what) from problem
    if not folder:
        raise UnusableOutput(f"{out}: a file stands where the {what} folder is to be. Choose another --out.")
    if not empty and not replace:
        raise UnusableOutput(
            f"{out}: the folder exists and is not empty. Choose another --out, or give --replace "
            f"to put the new {what} in its place."
        )
    _check_what_it_holds(destination, out, inputs, what, chosen=chosen)


def _check_what_it_holds(
    destination: Path, out: Path, inputs: Path | None, what: str, *, chosen: bool
) -> None:
    remedy = "Choose another --out." if chosen else "Go elsewhere, and run again."
    kept = {
        "the folder you are in": os.curdir,
        "your home folder": os.environ.get("HOME"),
        "the input folder": inputs,
    }
    for name, folder in kept.items():
        if folder is not None and Path(os.path.realpath(folder)).is_relative_to(destination):
            raise UnusableOutput(f"{out}: the {what} would take the place of {name}. {remedy}")
    if destination.is_mount():
        inside = out / what
        raise UnusableOutput(
            f"{out}: this is the top folder of a disk. Choose one inside it, such as {inside}."
        )


def _make_parents(destination: Path, out: Path, what: str) -> list[Path]:
    """Makes the folders above `destination` and returns those it made, the deepest first."""
    missing = [parent for parent in destination.parents if not os.path.lexists(parent)]
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        _remove_empty(missing)
        raise _cannot_write(out, problem, what) from problem
    return missing


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


@contextmanager
def _work_folder(destination: Path) -> Iterator[Path]:
    remove_leftovers(destination.parent)
    work = Path(tempfile.mkdtemp(prefix=WORK_PREFIX, dir=destination.parent))
    try:
        with (work / _DESTINATION).open("xb") as mark:
            with suppress(OSError):  # without locks leftovers stay, but the report can be made
                fcntl.flock(mark, fcntl.LOCK_EX)
            mark.write(os.fsencode(destination.name))
            mark.flush()
            (work / _REPORT).mkdir()
            yield work
    finally:
        _clear(work, destination)


def _take_place(work: Path, destination: Path, known_by: str) -> None:
    if destination.is_dir():
        # A folder that only some may read must not be followed by one that everybody can.
        shutil.copymode(destination, work / _REPORT)
        aside = set_aside_name(destination, known_by)
        if aside is not None:
            destination.rename(aside)
        elif any(destination.iterdir()):
            destination.rename(work / _REPLACED)
    (work / _REPORT).rename(destination)


def _clear(work: Path, destination: Path) -> None:
    """Removes a work folder, after putting a former report back if nothing has taken its place."""
    replaced = work / _REPLACED
    if replaced.is_dir() and not os.path.lexists(destination):
        replaced.rename(destination)
    shutil.rmtree(work, ignore_errors=True)


def remove_leftovers(parent: Path) -> None:
    """Removes what processes that were killed have left in a folder, and puts back what they had moved."""
    with suppress(OSError):  # who may write in a folder need not be allowed to list it
        for work in parent.iterdir():
            if work.name.startswith(WORK_PREFIX):
                with suppress(OSError):
                    _remove_if_abandoned(work)


def _remove_if_abandoned(work: Path) -> None:
    status = work.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
        return
    with (work / _DESTINATION).open("rb") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails while its process lives
        name = os.fsdecode(mark.read())
        if name and name == Path(name).name:
            _clear(work, work.parent / name)


def _builds(work: Path, name: str) -> bool:
    try:
        with (work / _DESTINATION).open("rb") as mark:
            named = os.fsdecode(mark.read())
            fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)  # fails while its process lives
    except BlockingIOError:
        return named == name
    except OSError:  # it has ended meanwhile, or the disk knows no locks
        pass
    return False


def _concerns_writing(problem: OSError, destination: Path) -> bool:
    """Whether `problem` is about the report, and not about something that was read."""
    paths = f"{problem.filename} {problem.filename2}"
    return problem.errno in _WRITE_PROBLEMS or WORK_PREFIX in paths or str(destination) in paths


def _cannot_write(out: Path, problem: OSError, what: str, *, chosen: bool = True) -> UnusableOutput:
    reason = _WRITE_PROBLEMS.get(problem.errno or 0)
    if reason is not None:
        remedy = "Make room or choose another --out." if chosen else "Make room and run again."
        return UnusableOutput(f"{out}: {reason}; nothing was written. {remedy}")
    remedy = (
        "Choose an --out in a folder you can write in." if chosen else "Let it be written in, and run again."
    )
    problem_in_words = problem.strerror or problem
    return UnusableOutput(f"{out}: the {what} cannot be written there ({problem_in_words}). {remedy}")


@contextmanager
def _termination_as_interrupt() -> Iterator[None]:
    """Makes a request to end behave like Ctrl-C, so that the work folder is removed.

    Only where nobody handles it yet: `nohup` has SIGHUP ignored and means it.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt(signal.Signals(number).name)

    former: list[signal.Signals] = []
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            with suppress(ValueError):  # only the main thread may set handlers
                signal.signal(number, interrupt)
                former.append(number)
    try:
        yield
    finally:
        for number in former:
            signal.signal(number, signal.SIG_DFL)
