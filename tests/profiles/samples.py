"""The invented samples under docs/examples/exports: the export, and what is delivered with it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
EXPORTS = REPOSITORY / "docs" / "examples" / "exports"
PAGES = REPOSITORY / "docs" / "profiles"
BUILDINGS = REPOSITORY.parent / "shared" / "data" / "gsa_buildings"
"""The real registers of buildings, where they lie beside the repository."""

# A profile's name is that of its folder: the export, and the companion where the profile joins one.
_FILES = {
    "amag-symmetry": ("activity.txt", "readers.csv"),
    "ccure": ("journal.txt", "doors.csv"),
    "daily-charge": ("charges.txt", None),
    "frappe-attendance": ("attendance.csv", None),
    "frappe-checkin": ("checkins.csv", "devices.csv"),
    "gallagher": ("events.json", "doors.csv"),
    "gsa-iolp": ("buildings.xlsx", "rexus.csv"),
    "gsa-rexus": ("rexus.csv", None),
    "kimai": ("export.csv", None),
    "kisi": ("events.csv", "locks.csv"),
    "lenel-onguard": ("events.csv", "readers.csv"),
    "opm-roster": ("roster.txt", None),
    "scim-users": ("users.json", "users.json"),
    "webta": ("transactions.csv", None),
    "zkteco-attlog": ("1_attlog.dat", "devices.csv"),
}
NAMES = tuple(_FILES)


@dataclass(frozen=True)
class Sample:
    """One profile's sample; a file is None where none is delivered."""

    profile: str
    export: Path
    crosswalk: Path | None
    companion: Path | None
    page: Path

    @property
    def expected(self) -> list[dict[str, str]]:
        """What must come of it, by hand: one row is one row of the contract's table, in the order read."""
        return rows(EXPORTS / self.profile / "expected.csv")

    @property
    def left_out(self) -> dict[int, str]:
        """Line of the export and reason of every record that must be left out, by hand."""
        listed = rows(EXPORTS / self.profile / "left_out.csv")
        return {int(row["line"]): row["reason"] for row in listed}


def sample(name: str) -> Sample:
    """The sample of a shipped profile."""
    folder = EXPORTS / name
    export, companion = _FILES[name]
    crosswalk = folder / "crosswalk.csv"
    return Sample(
        profile=name,
        export=folder / export,
        crosswalk=crosswalk if crosswalk.exists() else None,
        companion=folder / companion if companion else None,
        page=PAGES / f"{name}.md",
    )


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
