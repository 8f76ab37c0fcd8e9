"""An export, loaded into a workspace by its profile, as `tests.lake.loading.take` loads a plain table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.profiles.samples import Sample

from dutystation.directives.load import load_directive
from dutystation.profiles.load import load_profile
from dutystation.profiles.profile import Profile
from dutystation.runs.loading.load import Asked, load
from dutystation.runs.loading.profile_reader import ProfileReader
from dutystation.runs.loading.taking import Loaded
from dutystation.runs.progress import SILENT, Progress

RECEIVED = date(2025, 2, 20)
"""In pay period 2025-03: from 2025-02-09 to 2025-02-22."""


def take_export(
    workspace: Path,
    sent: Sample,
    *,
    profile: Profile | None = None,
    table: str = "",
    period: str | None = None,
    corrects: str | None = None,
    progress: Progress = SILENT,
) -> Loaded:
    """Loads an export of CBP by its own profile or another one, as the table that this feeds or another."""
    reader = ProfileReader(profile or load_profile(sent.profile), sent.crosswalk, sent.companion)
    asked = Asked(sent.export, table or reader.profile.content.table, "CBP", period, corrects=corrects)
    rules = load_directive("dhs-2025").rules_on(RECEIVED)
    return load(asked, workspace, rules=rules, received_on=RECEIVED, reader=reader, progress=progress)
