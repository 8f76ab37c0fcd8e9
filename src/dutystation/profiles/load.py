"""From a name or a file to a checked Profile. Everything that can be wrong with it is said here."""

from __future__ import annotations

import hashlib
import stat
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from dutystation.directives.complaints import first_complaint, keys_of
from dutystation.directives.outline import (
    LARGEST_FILE,
    FileKind,
    Outline,
    complaint,
    key_text,
    read_outline,
)
from dutystation.directives.values import shown
from dutystation.profiles.consistent import wrong_parts
from dutystation.profiles.profile import Content, Profile
from dutystation.terms.errors import DutystationError, UnusableProfile

PROFILE_FILE = FileKind("profile", "docs/profiles.md", UnusableProfile)
_ENDING = ".yaml"
_TEXTS = files("dutystation.profiles").joinpath("texts")


def shipped_profiles() -> tuple[str, ...]:
    """The names of the profiles that come with the package, sorted."""
    return tuple(
        sorted(text.name.removesuffix(_ENDING) for text in _TEXTS.iterdir() if text.name.endswith(_ENDING))
    )


def load_profile(name_or_path: str) -> Profile:
    """A shipped profile by its name, otherwise the file at that path.

    Raises UnusableProfile: the name is not shipped and no such file can be read, or the file breaks a
    rule of the format.
    """
    if name_or_path in shipped_profiles():
        file = name_or_path + _ENDING
        return read_profile(_TEXTS.joinpath(file).read_bytes(), name=name_or_path, file=file)
    return read_profile(_bytes_of(name_or_path), name=Path(name_or_path).stem, file=name_or_path)


def read_profile(raw: bytes, *, name: str, file: str) -> Profile:
    """The profile that the bytes of a file hold. `file` is what messages call it."""
    outline = read_outline(raw, file, PROFILE_FILE)
    try:
        content = _content_type().validate_python(outline.content)
    except ValidationError as error:
        raise first_complaint(error, outline, file, _known_keys(), PROFILE_FILE) from error
    _refuse_wrong_parts(outline, content, file)
    return Profile(name=name, sha256=hashlib.sha256(raw).hexdigest(), content=content, source_text=raw)


def _refuse_wrong_parts(outline: Outline, content: Content, file: str) -> None:
    # What is missing comes last: it is often there under a wrong name.
    wrongs = sorted(
        wrong_parts(content), key=lambda wrong: (wrong.path == ("values",), outline.line_of(wrong.path))
    )
    if not wrongs:
        return
    first, others = wrongs[0], len(wrongs) - 1
    remedy = first.remedy
    if others:
        remedy += f" ({others} further {'problem' if others == 1 else 'problems'} after this one)"
    raise _wrong(
        file, first.problem, remedy=remedy, line=outline.line_of(first.path), key=key_text(first.path)
    )


def _wrong(
    file: str, problem: str, *, remedy: str, line: int | None = None, key: str = ""
) -> DutystationError:
    return complaint(file, problem, remedy=remedy, line=line, key=key, kind=PROFILE_FILE)


def _bytes_of(path_text: str) -> bytes:
    try:
        path = Path(path_text)
        if not stat.S_ISREG(path.stat().st_mode):
            raise _wrong(path_text, "is not a file", remedy="Give the file of a profile, or " + _shipped())
        with path.open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UnusableProfile(
            f"Unknown profile {shown(path_text)}; {_shipped()}, or give the path of a profile file."
        ) from error
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        raise _wrong(
            path_text, f"cannot be read ({why})", remedy="Check the path and its permissions"
        ) from error


def _shipped() -> str:
    return "shipped are " + (", ".join(shipped_profiles()) or "none")


@cache
def _content_type() -> TypeAdapter[Content]:
    return TypeAdapter(Content)


@cache
def _known_keys() -> frozenset[str]:
    return frozenset(keys_of(Content))
