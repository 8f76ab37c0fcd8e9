"""The application's settings for the type checker.

It ends without tidying up after itself, so what settings write lies in its own cache and nowhere else.
"""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("DUTYSTATION_WORKSPACE", str(Path(__file__).parents[2] / ".mypy_cache"))
os.environ.setdefault("DUTYSTATION_SECRET_KEY", "for types alone")

from dutystation.web.site.settings import *  # noqa: F403
