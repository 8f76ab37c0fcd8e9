"""Regular expressions of a profile: those that every engine reads alike."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

GROUP = "value"
"""The name of the group that `extract` takes."""

_SPECIAL = re.compile(r"(?<!\\)(?:\\\\)*\(\?(?!:|i:|P<[a-z]+>)")
_BACK = re.compile(r"(?<!\\)(?:\\\\)*\\(?:[1-9]|[Zz])")
_NAMED = re.compile(r"\(\?P<[a-z]+>")


class WrongPattern(Exception):
    """`args` are what is wrong and what to do."""


def engine_pattern(written: str) -> str:
    """The pattern without names of groups, which engines write differently; their numbers stay."""
    return _NAMED.sub("(", written)


def group_number(written: str) -> int:
    """The number of the group `value`."""
    return re.compile(written).groupindex[GROUP]


def check_pattern(written: str, *, with_group: bool) -> None:
    """Raises WrongPattern where Python or RE2 cannot read it, or the group `value` is wanted and missing."""
    if _SPECIAL.search(written.removeprefix("(?i)")) or _BACK.search(written):
        raise WrongPattern(
            "look-around, flags, references to groups and \\Z are not read by every engine",
            "Write it without them; (?i) at the beginning ignores capitals, ^ and $ are beginning and end",
        )
    try:
        compiled = re.compile(written)
        pc.match_substring_regex(pa.array([""]), engine_pattern(written))
    except re.error as error:
        raise WrongPattern(f"is no regular expression ({error})", "Correct the pattern") from error
    except pa.ArrowInvalid as error:
        what = " ".join(str(error).split())[:100]
        raise WrongPattern(f"is no regular expression that engines read ({what})", "Simplify it") from error
    if with_group and GROUP not in compiled.groupindex:
        raise WrongPattern(
            f"has no group named {GROUP}", f"Put (?P<{GROUP}>…) around the part that is wanted"
        )
