"""An export read with another system's profile gives a sentence or rejected rows, never accepted ones."""

from __future__ import annotations

import pytest
from tests.profiles.samples import NAMES, sample

from dutystation.profiles.load import load_profile
from dutystation.runs.loading.exports import ExportFiles
from dutystation.runs.loading.profile_check import check_profile
from dutystation.runs.progress import SILENT
from dutystation.terms.errors import UnusableInput


@pytest.mark.parametrize("name", NAMES)
def test_no_other_systems_export_is_taken_for_its_own(name: str) -> None:
    profile, own = load_profile(name), sample(name)
    for other in NAMES:
        if other == name:
            continue
        files = ExportFiles(sample(other).export, own.crosswalk, own.companion)
        try:
            checked = check_profile(profile, files, rows=0, progress=SILENT)
        except UnusableInput as refusal:
            # A sentence that names the file, says what is wrong and what to do.
            assert str(refusal).startswith(sample(other).export.name)
            assert str(refusal).endswith(".")
        else:
            assert sum(row.rows for row in checked.rejected) == checked.made, other
