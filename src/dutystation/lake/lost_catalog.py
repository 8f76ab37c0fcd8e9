"""A workspace whose catalog was lost must not look empty: loads would begin anew, upkeep remove everything.

Data files come into being only after the catalog knows their table, so a load that was killed never looks
like a catalog that was lost.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dutystation.lake.catalog import CATALOG_FILE
from dutystation.lake.identity import NOTE, Identity
from dutystation.terms.errors import UnusableInput


def tables_with_rows(warehouse: Path) -> list[str]:
    """The Iceberg tables that have data files, whatever a catalog says of them."""
    return sorted(data.parent.name for data in warehouse.glob("*/data") if any(data.iterdir()))


def refuse_missing_catalog(workspace: Path, identity: Identity | None, *, shared: bool) -> None:
    """Raises UnusableInput where what leads to the tables of a workspace is not there, before any is made.

    A catalog in its file is there before `workspace.json` says so, and before any data file.
    """
    catalog = workspace / CATALOG_FILE
    if catalog.is_file() and catalog.stat().st_size:
        return
    if identity is None and tables_with_rows(workspace / "warehouse"):
        missing = NOTE if shared else f"{CATALOG_FILE} or {NOTE}"
        raise _lost(workspace, f"{missing} is missing here, without which nobody finds its tables", missing)
    if identity is not None and identity.catalog == "file":
        raise _lost(workspace, f"its catalog, the file {CATALOG_FILE}, is missing", CATALOG_FILE)


def refuse_forgotten_tables(workspace: Path, with_rows: Collection[str], known: Collection[str]) -> None:
    """Raises UnusableInput where tables have data files of which the catalog in the file knows nothing."""
    if forgotten := sorted(set(with_rows) - set(known)):
        raise _lost(
            workspace,
            f"its catalog, the file {CATALOG_FILE}, does not know {', '.join(forgotten)}, of which "
            "warehouse holds data files",
            CATALOG_FILE,
        )


def _lost(workspace: Path, problem: str, file: str) -> UnusableInput:
    return UnusableInput(
        str(workspace),
        problem,
        remedy=f"Put {file} back from the newest backup; nothing was changed, and nothing is lost that lies "
        "in warehouse and delivered",
    )
