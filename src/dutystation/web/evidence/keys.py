"""The keys that seal: who has none of them reads nothing that is sealed. Plain Python.

A key is 32 random bytes, written in base64. Several are written one after another, by blanks or lines; the
last one seals, and the earlier ones still open what was sealed with them until it is sealed anew.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field

KEY_BYTES = 32
ID_BYTES = 8
MADE_BY = "head -c 32 /dev/urandom | base64"
"""How a key is made without this program."""


@dataclass(frozen=True)
class SealingKeys:
    """Every key that is set, from the oldest to the one that seals. Never shown, not even in an error."""

    keys: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def newest(self) -> bytes | None:
        """The key that seals; None where none is set."""
        return self.keys[-1] if self.keys else None

    def by_id(self, wanted: bytes) -> bytes | None:
        """The key of this id; None where it is not set."""
        return next((key for key in self.keys if key_id(key) == wanted), None)


def key_id(key: bytes) -> bytes:
    """What a sealed value names its key by: eight bytes that follow from the key and do not tell it."""
    return hashlib.sha256(b"dutystation sealing key\0" + key).digest()[:ID_BYTES]


def sealing_keys(text: str) -> SealingKeys:
    """The keys of a setting or a file. Raises ValueError, which repeats no key, where one is none."""
    keys = tuple(_key(number, word) for number, word in enumerate(text.split(), start=1))
    if len(set(keys)) != len(keys):
        raise ValueError("the same sealing key is given twice; leave one of them out")
    return SealingKeys(keys)


def new_key() -> str:
    """A new key, as it is written."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def _key(number: int, word: str) -> bytes:
    try:
        key = base64.b64decode(word, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"sealing key {number} is not {KEY_BYTES} bytes in base64; make one with: {MADE_BY}")
    return key
