"""From a name or a file to a checked Directive. Everything that can be wrong with it is said here.

Refused are: what is not YAML in UTF-8, unknown and repeated keys, missing rules and grounds, a value
without clause or source, a value of the wrong kind or unit, values that leave a gap or overlap, and a
source that is referred to but not listed.
"""

from __future__ import annotations

import hashlib
import stat
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from dutystation.directives.complaints import first_complaint, keys_of
from dutystation.directives.directive import Directive, Order
from dutystation.directives.outline import LARGEST_FILE, Outline, complaint, key_text, read_outline
from dutystation.directives.values import shown
from dutystation.terms.errors import UnusableDirective

_ENDING = ".yaml"
_TEXTS = files("dutystation.directives").joinpath("texts")


def shipped_directives() -> tuple[str, ...]:
    """The names of the directives that come with the package, sorted."""
    return tuple(
        sorted(text.name.removesuffix(_ENDING) for text in _TEXTS.iterdir() if text.name.endswith(_ENDING))
    )


def load_directive(name_or_file: str) -> Directive:
    """A shipped directive by its name, otherwise the file at that path.

    Raises UnusableDirective: the name is not shipped and no such file can be read, or the file breaks a
    rule of the format.
    """
    if name_or_file in shipped_directives():
        file = name_or_file + _ENDING
        return read_directive(_TEXTS.joinpath(file).read_bytes(), name=name_or_file, file=file)
    return read_directive(_bytes_of(name_or_file), name=Path(name_or_file).stem, file=name_or_file)


def read_directive(raw: bytes, *, name: str, file: str) -> Directive:
    """The directive that the bytes of a file hold. `file` is what messages call it."""
    outline = read_outline(raw, file)
    try:
        order = _order_type().validate_python(outline.content)
    except ValidationError as error:
        raise first_complaint(error, outline, file, _known_keys()) from error
    _refuse_unlisted_sources(outline, order, file)
    return Directive(name=name, sha256=hashlib.sha256(raw).hexdigest(), order=order, source_text=raw)


def _bytes_of(path_text: str) -> bytes:
    try:
        path = Path(path_text)
        if not stat.S_ISREG(path.stat().st_mode):
            raise complaint(
                path_text, "is not a file", remedy="Give the file of a directive, or " + _shipped()
            )
        with path.open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UnusableDirective(
            f"Unknown directive {shown(path_text)}; {_shipped()}, or give the path of a directive file."
        ) from error
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        raise complaint(
            path_text, f"cannot be read ({why})", remedy="Check the path and its permissions"
        ) from error


def _shipped() -> str:
    return "shipped are " + ", ".join(shipped_directives())


def _refuse_unlisted_sources(outline: Outline, order: Order, file: str) -> None:
    """Every `source` and every entry of `sources` in the file names one of the listed sources."""
    unlisted = [
        (outline.line_of(path), path, text)
        for path, text in outline.texts()
        if (path[-1] == "source" or (len(path) > 1 and path[-2] == "sources" and isinstance(path[-1], int)))
        and text.strip() not in order.sources
    ]
    for line, path, text in sorted(unlisted, key=lambda found: found[0]):
        remedy = "Add it under sources, or name one of: " + ", ".join(order.sources)
        raise complaint(
            file, f"no source is called {shown(text)}", line=line, key=key_text(path), remedy=remedy
        )


@cache
def _order_type() -> TypeAdapter[Order]:
    return TypeAdapter(Order)


@cache
def _known_keys() -> frozenset[str]:
    return frozenset(keys_of(Order))
