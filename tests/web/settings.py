"""The application's own settings, in a workspace of this test process."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

# Each process its own, those of one parallel run too, which inherit what is set here.
os.environ["DUTYSTATION_WORKSPACE"] = tempfile.mkdtemp(prefix="dutystation-web-")
atexit.register(shutil.rmtree, os.environ["DUTYSTATION_WORKSPACE"], ignore_errors=True)
os.environ.setdefault("DUTYSTATION_SECRET_KEY", "for tests alone")

from dutystation.web.site.settings import *  # noqa: E402, F403
from dutystation.web.site.settings import DATABASES, WEB_FOLDER  # noqa: E402

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
    WEB_FOLDER.mkdir(parents=True, exist_ok=True)
    # A file, since two connections of one process must see the same database.
    DATABASES["default"]["TEST"] = {"NAME": str(WEB_FOLDER / "tests.sqlite")}
