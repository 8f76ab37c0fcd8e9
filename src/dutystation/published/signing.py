"""Keys that sign packages: Ed25519, in PEM files. A key is named by the SHA-256 of its public half."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dutystation.published.new_file import make_once, new_file
from dutystation.terms.errors import UnusableInput, UnusableOutput

PUBLIC_ENDING = ".pub"


def write_key(path: Path) -> str:
    """Makes a key in `path`, readable by its owner alone, and its public half beside it.

    Returns the fingerprint. An existing file is never replaced: what it has signed could no longer be
    signed again. Raises UnusableOutput.
    """
    for file in (path, _beside(path)):
        if os.path.lexists(file):
            raise UnusableOutput(f"{file}: a file is there already. Choose another name for the key.")
    try:
        with new_file(path) as opened:
            opened.write(_new_key())
        return fingerprint(_with_public_half(path).public_key())
    except OSError as problem:
        raise UnusableOutput(
            f"{path}: the key cannot be written there ({problem.strerror}). Choose a folder you can write in."
        ) from problem


def kept_key(path: Path) -> Ed25519PrivateKey:
    """The key in `path`, which is made where none is. Raises OSError and UnusableInput."""
    make_once(path, _new_key)
    return _with_public_half(path)


def read_private_key(path: Path) -> Ed25519PrivateKey:
    """The key in a PEM file. Raises UnusableInput for anything but an Ed25519 key without a passphrase."""
    try:
        key = serialization.load_pem_private_key(_bytes_of(path), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise _no_key(path, "a private key") from problem
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(path, "a private key")
    return key


def read_public_key(path: Path) -> Ed25519PublicKey:
    """The public half in a PEM file. Raises UnusableInput for anything but an Ed25519 public key."""
    try:
        key = serialization.load_pem_public_key(_bytes_of(path))
    except (ValueError, UnsupportedAlgorithm) as problem:
        raise _no_key(path, "a public key") from problem
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key(path, "a public key")
    return key


def raw_bytes(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public key."""
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def fingerprint(key: Ed25519PublicKey) -> str:
    """The SHA-256 of the 32 bytes, in hexadecimal: what two people read to each other."""
    return hashlib.sha256(raw_bytes(key)).hexdigest()


def _new_key() -> str:
    private = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private.decode("ascii")


def _with_public_half(path: Path) -> Ed25519PrivateKey:
    """The key in `path`, once its public half, which follows from it, lies beside it."""
    key = read_private_key(path)
    beside = _beside(path)
    if not beside.is_file():
        beside.write_bytes(
            key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
    return key


def _beside(path: Path) -> Path:
    return path.with_name(path.name + PUBLIC_ENDING)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UnusableInput(str(path), "there is no such file", remedy="Give the file of the key") from None
    except OSError as problem:
        raise UnusableInput(str(path), f"the file cannot be read ({problem.strerror})") from problem


def _no_key(path: Path, expected: str) -> UnusableInput:
    remedy = "Give a file that `dutystation package key` wrote"
    return UnusableInput(
        str(path), f"it holds no {expected.removeprefix('a ')} (Ed25519, PEM)", remedy=remedy
    )
