"""Files that people write, such as orders and profiles, found by name or by path and checked as a whole."""

from __future__ import annotations

import stat
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from dutystation.directives.complaints import first_complaint, keys_of
from dutystation.directives.outline import LARGEST_FILE, FileKind, Outline, complaint, read_outline
from dutystation.directives.values import shown

_ENDING = ".yaml"
_ENDINGS = (_ENDING, ".yml")
"""What ends so, or names a folder, is meant as a path and not as a name."""

T = TypeVar("T")


@dataclass(frozen=True)
class NamedFile:
    """One file: what it is called, what messages call it, and its bytes."""

    name: str
    label: str
    raw: bytes


@dataclass(frozen=True)
class ShippedFiles:
    """The files of one kind that come with the package."""

    kind: FileKind
    texts: Traversable

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called, sorted."""
        found = (text.name for text in self.texts.iterdir())
        return tuple(sorted(name.removesuffix(_ENDING) for name in found if name.endswith(_ENDING)))

    def file(self, name_or_path: str) -> NamedFile:
        """A shipped file by its name, otherwise the one at that path.

        Raises the error of the kind where neither is there or can be read.
        """
        if name_or_path in self.names:
            label = name_or_path + _ENDING
            return NamedFile(name_or_path, label, self.texts.joinpath(label).read_bytes())
        return NamedFile(Path(name_or_path).stem, name_or_path, self._bytes_at(name_or_path))

    def _bytes_at(self, path_text: str) -> bytes:
        noun, shipped = self.kind.noun, "shipped are " + (", ".join(self.names) or "none")
        try:
            path = Path(path_text)
            if not stat.S_ISREG(path.stat().st_mode):
                raise complaint(
                    path_text,
                    "is not a file",
                    remedy=f"Give the file of a {noun}, or {shipped}",
                    kind=self.kind,
                )
            with path.open("rb") as opened:
                return opened.read(LARGEST_FILE + 1)
        except (FileNotFoundError, NotADirectoryError, ValueError) as error:
            if "/" in path_text or path_text.endswith(_ENDINGS):
                raise complaint(
                    path_text if path_text.isprintable() else shown(path_text),
                    "there is no such file",
                    remedy=f"Check the path, or give a name: {shipped}",
                    kind=self.kind,
                ) from error
            raise self.kind.error(
                f"Unknown {noun} {shown(path_text)}; {shipped}, or give the path of a {noun} file."
            ) from error
        except OSError as error:
            why = (error.strerror or "it cannot be opened").lower()
            remedy = "Check the path and its permissions"
            raise complaint(path_text, f"cannot be read ({why})", remedy=remedy, kind=self.kind) from error


def checked_content(raw: bytes, label: str, content: type[T], kind: FileKind) -> tuple[Outline, T]:
    """What the bytes of a file hold, and the line of each part.

    `label` is what messages call the file. Raises the error of the kind, naming what is wrong first.
    """
    outline = read_outline(raw, label, kind)
    try:
        held: T = _content_type(cast(Hashable, content)).validate_python(outline.content)
    except ValidationError as error:
        known = frozenset(keys_of(content))
        raise first_complaint(error, outline, label, known, kind) from error
    return outline, held


@cache
def _content_type(content: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, content))
