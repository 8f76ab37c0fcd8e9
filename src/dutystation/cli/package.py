"""`dutystation package`: results as one signed file."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from cyclopts import App

from dutystation.terms.errors import UnusableCommand

package = App(name="package", help="Pack a folder into one signed file; `dutystation verify` checks it.")


@package.command
def make(folder: Path, *, out: Path, key: Path) -> None:
    """Pack every file of a folder, with a manifest and a signature. The same folder gives the same bytes.

    Parameters
    ----------
    folder
        The folder of a report or of a release.
    out
        The file for the package.
    key
        The file of the key that signs, as `package key` wrote it.
    """
    need_signing()
    from dutystation.cli.console import say
    from dutystation.published.package import make_package
    from dutystation.published.signing import fingerprint, read_private_key

    signing = read_private_key(key)
    manifest = make_package(folder, out, signing)
    say(f"The package is {out}. SHA-256 of its manifest: {manifest}")
    say(f"Signed with the key {fingerprint(signing.public_key())}.")


@package.command(name="key")
def new_key(*, out: Path) -> None:
    """Make a key that signs packages, and its public half beside it for those who check them.

    Parameters
    ----------
    out
        The file for the key; the public half is the same name with .pub.
    """
    need_signing()
    from dutystation.cli.console import say
    from dutystation.published.signing import PUBLIC_ENDING, write_key

    name = write_key(out)
    say(f"The key is {out}: keep it to yourself. Give {out}{PUBLIC_ENDING} to those who check packages.")
    say(f"Its fingerprint is {name}.")


def need_signing() -> None:
    """Raises UnusableCommand where the library that signs is not installed."""
    if importlib.util.find_spec("cryptography") is None:
        raise UnusableCommand(
            "Packages are signed with the library cryptography, which is not installed: "
            "install dutystation[web]."
        )
