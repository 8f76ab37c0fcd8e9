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

PINNED = {
    "@uswds/uswds": "3.14.0",
    "htmx.org": "2.0.11",
    "axe-core": "4.14.1",
    "vega": "6.4.0",
    "vega-lite": "6.4.1",
    "vega-interpreter": "2.3.2",
}
"""Vega-Lite is the version whose schema Altair has, against which tests check the charts."""
TARGET = Path(__file__).resolve().parent / "static" / "vendor"
FOR_TESTS = Path(__file__).resolve().parents[4] / "tests" / "web" / "browser"
"""Where the checks of pages find axe-core; it is no part of the application."""
ICONS = ("close.svg", "arrow_back.svg", "expand_more.svg", "navigate_before.svg", "navigate_next.svg")
SCRIPTS = {
    "htmx.org": "dist/htmx.min.js",
    "vega": "build/vega.min.js",
    "vega-lite": "build/vega-lite.min.js",
    "vega-interpreter": "build/vega-interpreter.js",
}
"""The one file that is taken of a package, besides its licence."""
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
    if package == "axe-core":
        shutil.copy(folder / "axe.min.js", FOR_TESTS)
        return
    if package in SCRIPTS:
        target = TARGET / package.removesuffix(".org")
        target.mkdir(parents=True)
        script = folder / SCRIPTS[package]
        (target / script.name).write_text(_for_a_page(script.read_text(encoding="utf-8")), encoding="utf-8")
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


def _for_a_page(script: str) -> str:
    """A script as a page can load it: a module that takes names from Vega is given them from the page's own.

    A page names its scripts one by one; it has no map of modules, which would stand in the page itself.
    """
    script = re.sub(r"//# sourceMappingURL=.*", "", script)
    taken = re.match(r"import (\{[^}]+\}) from 'vega-util';", script)
    if taken is None:
        return script
    given = re.search(r"export \{ (\w+) as (\w+) \};\s*$", script)
    if given is None:
        raise ValueError("The module ends in another way than it did; look at it before it is taken.")
    body = script[taken.end() : given.start()]
    return f"(() => {{\nconst {taken[1]} = vega;{body}vega.{given[2]} = {given[1]};\n}})();\n"


if __name__ == "__main__":
    main()
