"""What belongs to the project: the files git knows, so that a stray file on a disk breaks nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def committed(*patterns: str) -> list[str]:
    """The paths of the project's files that match, sorted; outside a git checkout, of all files there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return sorted(path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file())
    return sorted(
        str(path.relative_to(ROOT))
        for folder in ("src", "tests", "bench", "docs")
        for pattern in patterns
        for path in (ROOT / folder).rglob(pattern)
    )
