"""The key that signs packages: given, or outside production made once for the workspace."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured

from dutystation.published.signing import kept_key, read_private_key
from dutystation.terms.errors import UnusableInput

NAME = "DUTYSTATION_SIGNING_KEY_FILE"


def signing_key(workspace: Path, folder: Path, *, production: bool) -> Ed25519PrivateKey:
    """The key in the file that the environment names; else one that is kept in `folder`.

    Raises ImproperlyConfigured where in production none is named or it lies in the workspace, and where it
    cannot be read.
    """
    named = os.environ.get(NAME, "")
    file = Path(named) if named else folder / "signing_key"
    if production and not named:
        raise ImproperlyConfigured(f"{NAME} is not set; make a key with: dutystation package key --out FILE")
    if production and file.resolve().is_relative_to(workspace.resolve()):
        raise ImproperlyConfigured(f"{NAME} lies in the workspace; keep the key apart from what it signs")
    try:
        return read_private_key(file) if named else kept_key(file)
    except UnusableInput as problem:
        raise ImproperlyConfigured(str(problem).rstrip(".")) from problem
