"""Sealing: each value is encrypted with a key of its own, and that key with a key that is set.

A sealed value is a header (mark, id of the key that is set, the value's own key wrapped with it) and a body
(nonce, content encrypted and authenticated with AES-256-GCM). The context, such as the document and whom it
is about, is authenticated with the body, so that no sealed value can be put in the place of another. A
rotation writes the header alone anew. Keys are wrapped as in RFC 3394 (NIST SP 800-38F).
Source: domain rule 10.19; 29 CFR 1630.14(c)(1) (domain section 6.1).
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings
from django.utils.translation import gettext as _

from dutystation.terms.errors import BrokenSeal, NoSealingKey
from dutystation.web.evidence.keys import ID_BYTES, KEY_BYTES, SealingKeys, key_id

MARK = b"DSS1"
_ID = slice(len(MARK), len(MARK) + ID_BYTES)
_WRAPPED = slice(_ID.stop, _ID.stop + KEY_BYTES + 8)
HEADER_BYTES = _WRAPPED.stop
"""Where the header ends; what follows is the body, which no rotation touches."""
_NONCE_BYTES = 12


def seal(content: bytes, *, context: str) -> bytes:
    """Seals a value for a context, such as `request:12 statement ada`.

    Raises NoSealingKey where no key is set.
    """
    own = AESGCM.generate_key(KEY_BYTES * 8)
    nonce = os.urandom(_NONCE_BYTES)
    return _header(own) + nonce + AESGCM(own).encrypt(nonce, content, _stated(context))


def unseal(sealed: bytes, *, context: str) -> bytes:
    """What was sealed for this context.

    Raises NoSealingKey where the key it was sealed with is not set, BrokenSeal where it was changed or was
    sealed for another context.
    """
    body = sealed[HEADER_BYTES:]
    try:
        return AESGCM(_own_key(sealed)).decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], _stated(context))
    except (InvalidTag, ValueError) as problem:
        raise _broken() from problem


def rotate(sealed: bytes) -> bytes:
    """The same value with its own key wrapped by the newest key; itself where it is so already.

    A header alone can be given too. Raises as `unseal`, save that a changed body is not noticed.
    """
    return _header(_own_key(sealed)) + sealed[HEADER_BYTES:]


def is_newest(sealed: bytes) -> bool:
    """Whether a value is sealed with the newest key. Raises NoSealingKey where no key is set."""
    return sealed[_ID] == key_id(_newest())


def _keys() -> SealingKeys:
    keys: SealingKeys = settings.SEALING_KEYS
    return keys


def _newest() -> bytes:
    newest = _keys().newest
    if newest is None:
        raise NoSealingKey(
            _("Nothing can be sealed or opened now, since no sealing key is set."),
            remedy=_("The administrator sets DUTYSTATION_SEALING_KEY_FILE and starts the application again."),
        )
    return newest


def _header(own: bytes) -> bytes:
    newest = _newest()
    return MARK + key_id(newest) + aes_key_wrap(newest, own)


def _own_key(sealed: bytes) -> bytes:
    if sealed[: len(MARK)] != MARK or len(sealed) < HEADER_BYTES:
        raise _broken()
    _newest()
    key = _keys().by_id(sealed[_ID])
    if key is None:
        raise NoSealingKey(
            _("This was sealed with the key %(key)s, which is not set.") % {"key": sealed[_ID].hex()},
            remedy=_("The administrator puts that key back before the newer ones."),
        )
    try:
        return aes_key_unwrap(key, sealed[_WRAPPED])
    except InvalidUnwrap as problem:
        raise _broken() from problem


def _stated(context: str) -> bytes:
    return MARK + context.encode()


def _broken() -> BrokenSeal:
    return BrokenSeal(
        _("This was changed after it was sealed, or belongs to something else, and is not opened."),
        remedy=_("Tell the administrator; a copy from before the change may be in a backup."),
    )
