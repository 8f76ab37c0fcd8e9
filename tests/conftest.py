"""What holds for every test: how far properties search, and that a full run skips nothing in silence."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

NOTHING_SKIPPED = "DUTYSTATION_NOTHING_SKIPPED"
"""Set where everything is installed that a test can ask for: then a skipped test has failed."""

# The same examples in every run, so that a change is judged by what it changed; `HYPOTHESIS_PROFILE=search`
# looks further. Time limits would judge the machine.
settings.register_profile(
    "suite", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if os.environ.get(NOTHING_SKIPPED) and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"
    return report
