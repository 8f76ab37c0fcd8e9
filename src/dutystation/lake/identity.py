"""What a workspace knows of itself: its name for ever, where it was made, and where its catalog is.

It is noted in the file `workspace.json` when the workspace is made, and never changed.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal
from uuid import uuid4

from dutystation.lake.catalog import CATALOG_FILE, CATALOG_SETTING
from dutystation.terms.errors import UnusableInput

NOTE = "workspace.json"
Kind = Literal["file", "postgresql"]


@dataclass(frozen=True)
class Identity:
    """`id` is unlike that of every other workspace; `made_at` is the absolute path that Iceberg notes too."""

    id: str
    made_at: str
    catalog: Kind


def new_identity(workspace: Path, *, shared: bool) -> Identity:
    """Of a workspace that has none; with a catalog in its folder, that one is its own."""
    in_folder = (workspace / CATALOG_FILE).exists() or not shared
    return Identity(uuid4().hex, str(workspace), "file" if in_folder else "postgresql")


def noted(workspace: Path) -> Identity | None:
    """What is noted in a workspace, None where nothing is. Raises UnusableInput where it cannot be read."""
    try:
        stated = json.loads((workspace / NOTE).read_bytes())
        found = Identity(**stated)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise UnusableInput(
            str(workspace / NOTE),
            "the note of what this workspace is cannot be read",
            remedy="Restore it from a copy of the workspace; without it the catalog cannot be found",
        ) from error
    return found


def note(workspace: Path, identity: Identity) -> Identity:
    """Notes what a workspace is, whole or not at all. Returns what is noted: the first one to do so wins."""
    written = workspace / f".{identity.id}"
    written.write_text(json.dumps(asdict(identity), indent=1) + "\n")
    try:
        os.link(written, workspace / NOTE)
    except FileExistsError:
        pass
    finally:
        written.unlink()
    known = noted(workspace)
    assert known is not None
    return known


def place_of(workspace: Path, identity: Identity) -> Path:
    """The path under which a workspace was made, if that leads to it. Raises UnusableInput if not.

    After a move a link at the old place leads there, and every path that Iceberg noted holds again.
    """
    made_at = Path(identity.made_at)
    if made_at.exists() and made_at.samefile(workspace):
        return made_at
    if (made_at / NOTE).exists():
        raise UnusableInput(
            str(workspace),
            f"this is a copy of the workspace that was made at {made_at}; its tables note that path",
            remedy=f"Use {made_at}, or load what was delivered into a new workspace",
        )
    raise UnusableInput(
        str(workspace),
        f"this workspace was made at {made_at}, and its tables note that path",
        remedy=f"Move it back, or let a link lead from there to here: ln -s {workspace} {made_at}",
    )


def refuse_other_catalog(workspace: Path, identity: Identity, *, shared: bool) -> None:
    """Refuses a setting under which the workspace would look empty. Raises UnusableInput."""
    if identity.catalog == "postgresql" and not shared:
        raise UnusableInput(
            str(workspace),
            "the catalog of this workspace lies in PostgreSQL",
            remedy=f"Set {CATALOG_SETTING} to the address of its database: postgresql://user@host/database",
        )
    if identity.catalog == "file" and shared:
        raise UnusableInput(
            str(workspace),
            f"the catalog of this workspace is its file {CATALOG_FILE}; {CATALOG_SETTING} names a database",
            remedy=f"Unset {CATALOG_SETTING} for this workspace, or load into a new one",
        )
