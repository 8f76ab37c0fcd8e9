"""One thing that is wrong with a profile, before it is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from dutystation.directives.outline import PathTo


@dataclass(frozen=True)
class Wrong:
    """Where it is (keys from the top of the file), what is wrong, and what to do."""

    path: PathTo
    problem: str
    remedy: str


def one_of(name: str, known: Iterable[str]) -> str:
    """The remedy for a name that nothing has: the nearest known one, and all of them."""
    names = list(known)
    near = get_close_matches(name, names, n=1)
    listed = ", ".join(names[:30]) + (f" and {len(names) - 30} more" if len(names) > 30 else "")
    return (f"Perhaps {near[0]} is meant; " if near else "") + f"there are: {listed or 'none'}"
