"""`dutystation verify`: whether a report is what its inputs come out as, and whether a package is whole."""

from __future__ import annotations

from pathlib import Path

from dutystation.cli.package import need_signing
from dutystation.runs.garbage import searched_seldom
from dutystation.runs.options import EngineName
from dutystation.terms.errors import UnusableCommand, UnusableInput

DIFFERENT = 1


@searched_seldom()
def verify(
    out: Path,
    *,
    inputs: Path | None = None,
    engine: EngineName = "duckdb",
    public_key: Path | None = None,
) -> int:
    """Check a report, a run or a signed package; exit 1 where anything differs.

    A report is measured again from its inputs, and every figure compared. Of a run the files as sent, and
    what they were read with, are read too, and their SHA-256 compared. Of a package every file and the
    signature are checked; it needs no inputs and no network.

    Parameters
    ----------
    out
        The folder of the report or of a run in a workspace; or a package, packed or unpacked.
    inputs
        The folder of the tables the report was made from; a run knows them itself.
    engine
        What measures again. It need not be what made the report: duckdb and spark come to the same bytes.
    public_key
        The public key that must have signed the package; without it the one inside is used.
    """
    from dutystation.cli.console import DrawnProgress, say
    from dutystation.published.package_files import is_package
    from dutystation.runs.run import is_run
    from dutystation.runs.verify import verify as compared
    from dutystation.runs.verify import verify_run

    if not out.exists():
        raise UnusableInput(
            str(out),
            "there is no such file or folder",
            remedy="Give the folder of a report or of a run, or a package",
        )
    if out.is_file() or (inputs is None and is_package(out)):
        return _verify_package(out, public_key)
    if public_key is not None:
        raise UnusableCommand(f"--public-key: {out} is no package; give the key with a package only.")
    compared_with = "Inputs"
    if is_run(out):
        compared_with = "Files as sent, inputs"
        found = verify_run(out, engine=engine, progress=DrawnProgress())
    elif inputs is None:
        raise UnusableCommand("--inputs: give the folder of the tables the report was made from.")
    else:
        found = compared(out, inputs, engine=engine, progress=DrawnProgress())
    for difference in found:
        say(difference)
    if not found:
        say(f"{compared_with}, directive and every figure agree.")
    return DIFFERENT if found else 0


def _verify_package(package: Path, public_key: Path | None) -> int:
    need_signing()
    from dutystation.cli.console import say
    from dutystation.published.package import verify_package
    from dutystation.published.signing import read_public_key

    found = verify_package(package, read_public_key(public_key) if public_key else None)
    for problem in found.problems:
        say(problem)
    if found.problems:
        return DIFFERENT
    say(
        f"All {found.files:,} files are as they were signed. SHA-256 of the manifest: {found.manifest_sha256}"
    )
    say(f"Signed with the key {found.signer}.")
    if not found.key_was_given:
        say("That key came with the package. Compare its fingerprint with one you have from the signer.")
    return 0
