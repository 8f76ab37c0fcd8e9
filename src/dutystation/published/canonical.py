"""JSON in the one form over which hashes are taken. Plain Python, so that anybody can do it again.

Keys in the order of their code points, no spaces, text in UTF-8 as it is, numbers as Python writes them.
"""

from __future__ import annotations

import hashlib
import json


def canonical(value: object) -> bytes:
    """The bytes of a value. Raises ValueError for a number that is not finite."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def sha256_of(value: object) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()
