"""Turns the General Services Administration's register of buildings into the contract's `facilities`.

python gsa_mapping.py rexus.csv FOLDER
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

USABLE = "data.disabilities.ansi usable"
"""Usable square feet. The register's header files it under disabilities; its values are the space."""


def write_facilities(register: Path, folder: Path) -> None:
    """Write `facilities.csv`: one row is one building, land or structure of the register."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        register.open(encoding="utf-8", newline="") as source,
        (folder / "facilities.csv").open("w", encoding="utf-8", newline="") as target,
    ):
        facilities = csv.writer(target, lineterminator="\n")
        facilities.writerow(("facility", "name", "usable_sqft"))
        for row in csv.DictReader(source):
            where = (row["location.address." + part].strip() for part in ("line 1", "city", "state"))
            facilities.writerow((row["location.id"], ", ".join(where), row[USABLE]))


if __name__ == "__main__":
    write_facilities(Path(sys.argv[1]), Path(sys.argv[2]))
