"""From a name or a file to a checked Profile. Everything that can be wrong with it is said here."""

from __future__ import annotations

import hashlib
from importlib.resources import files

from dutystation.directives.named_files import ShippedFiles, checked_content
from dutystation.directives.outline import FileKind, Outline, complaint, key_text
from dutystation.profiles.consistent import wrong_parts
from dutystation.profiles.profile import Content, Profile
from dutystation.terms.errors import UnusableProfile

PROFILE_FILE = FileKind("profile", "docs/profiles.md", UnusableProfile)
_SHIPPED = ShippedFiles(PROFILE_FILE, files("dutystation.profiles").joinpath("texts"))


def shipped_profiles() -> tuple[str, ...]:
    """The names of the profiles that come with the package, sorted."""
    return _SHIPPED.names


def load_profile(name_or_path: str) -> Profile:
    """A shipped profile by its name, otherwise the file at that path.

    Raises UnusableProfile: the name is not shipped and no such file can be read, or the file breaks a
    rule of the format.
    """
    found = _SHIPPED.file(name_or_path)
    return read_profile(found.raw, name=found.name, file=found.label)


def read_profile(raw: bytes, *, name: str, file: str) -> Profile:
    """The profile that the bytes of a file hold. `file` is what messages call it."""
    outline, content = checked_content(raw, file, Content, PROFILE_FILE)
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
    line, key = outline.line_of(first.path), key_text(first.path)
    raise complaint(file, first.problem, remedy=remedy, line=line, key=key, kind=PROFILE_FILE)
