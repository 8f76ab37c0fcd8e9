"""Brings the front-end packages in at their pinned versions: `python -m dutystation.web.site.vendored`.

Needs npm, which checks the packages' integrity. What is copied is committed, so that nobody needs npm to run
the application. Fonts and pictures are those that the styles name, but for the large picture of a front page.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PINNED = {"@uswds/uswds": "3.14.0", "htmx.org": "2.0.11"}
TARGET = Path(__file__).resolve().parent / "static" / "vendor"
ICONS = ("close.svg", "arrow_back.svg", "expand_more.svg", "navigate_before.svg", "navigate_next.svg")
NAMED = re.compile(r"url\(([^)]+)\)")


def main() -> None:
    shutil.rmtree(TARGET, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        for package, version in PINNED.items():
            sys.stdout.write(f"{package} {version}\n")
            _copy(package, _unpacked(package, version, Path(scratch)))


def _unpacked(package: str, version: str, scratch: Path) -> Path:
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{package}@{version}"],
        cwd=scratch,
        check=True,
        capture_output=True,
        text=True,
    )
    folder = scratch / package.replace("/", "-")
    with tarfile.open(scratch / packed.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def _copy(package: str, folder: Path) -> None:
    if package == "htmx.org":
        target = TARGET / "htmx"
        target.mkdir(parents=True)
        shutil.copy(folder / "dist" / "htmx.min.js", target)
        shutil.copy(folder / "LICENSE", target)
        return
    target, dist = TARGET / "uswds", folder / "dist"
    (target / "css").mkdir(parents=True)
    styles = (dist / "css" / "uswds.min.css").read_text(encoding="utf-8")
    styles = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", styles)
    (target / "css" / "uswds.min.css").write_text(styles, encoding="utf-8")
    named = {found.strip("\"'").split("?")[0].split("#")[0] for found in NAMED.findall(styles)}
    wanted = {
        (dist / "css" / name).resolve()
        for name in named
        if not name.startswith("data:") and "hero" not in name
    }
    wanted |= {dist / "img" / "usa-icons" / icon for icon in ICONS}
    wanted |= {dist / "js" / "uswds.min.js", dist / "js" / "uswds-init.min.js"}
    for file in sorted(wanted):
        if file.is_file():
            place = target / file.relative_to(dist.resolve() if file.is_relative_to(dist.resolve()) else dist)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, place)
    shutil.copy(folder / "LICENSE.md", target / "LICENSE")


if __name__ == "__main__":
    main()
