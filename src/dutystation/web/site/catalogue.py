"""Every English text of the application in one catalogue, for whoever translates it: `make words`.

Texts stand in templates and code as they are shown; this collects them into `locale/en`. Needs gettext. A
translation is a copy of that file in `locale/LANGUAGE/LC_MESSAGES/`, filled in and compiled with msgfmt.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from dutystation.terms.distance import DistanceFrom, ReferenceSet
from dutystation.terms.series_break import NAMED, NOT_COMPARABLE, ONLY_THE_SUM, THE_SAME
from dutystation.web.accounts.roles import Role
from dutystation.web.audit.verbs import SENTENCES
from dutystation.web.dashboards.wording import FROM_REPORTS
from dutystation.web.filings.checks import ALL as CHECKS
from dutystation.web.records.rules import WORDS as DISPUTE_WORDS

WEB = Path(__file__).resolve().parents[1]
CATALOGUE = WEB / "site" / "locale" / "en" / "LC_MESSAGES" / "django.po"
LEFT_OUT = ("static", "migrations", "locale")
TOOLS = ("xgettext", "msguniq")
INSTALL = "apt-get install gettext"
HEADER = """\
# The English texts of dutystation, collected by `make words`. Do not edit: change the text where it stands.
msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""

# Modules that are plain Python hold words too, which are translated where a page shows them.
PLAIN: Mapping[str, Iterable[str]] = {
    "accounts/roles.py": [role.words for role in Role],
    "terms/distance.py": [named.words for kind in (DistanceFrom, ReferenceSet) for named in kind],
    "terms/series_break.py": [NAMED, NOT_COMPARABLE, ONLY_THE_SUM, THE_SAME],
    "audit/verbs.py": list(SENTENCES.values()),
    "records/rules.py": list(DISPUTE_WORDS.values()),
    "filings/checks": [words for check in CHECKS for words in (check.must_hold, *check.words)],
    "dashboards/wording.py": list(FROM_REPORTS.values()),
}


def missing_tools() -> list[str]:
    """The programs of gettext that are not installed."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def collected() -> str:
    """The catalogue as it should be, from the templates and the code as they are."""
    with tempfile.TemporaryDirectory() as scratch:
        kept = settings.LOCALE_PATHS
        settings.LOCALE_PATHS = [scratch]
        try:
            with contextlib.chdir(WEB):
                call_command(
                    "makemessages",
                    locale=["en"],
                    ignore_patterns=list(LEFT_OUT),
                    add_location="file",
                    no_wrap=True,
                    stdout=StringIO(),
                )
        finally:
            settings.LOCALE_PATHS = kept
        text = (Path(scratch) / "en" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    entries = text.partition("\n\n")[2].strip()
    return f"{HEADER}\n{entries}\n{_plain_entries(entries)}"


def _plain_entries(entries: str) -> str:
    """Entries for the words of plain modules that no template and no code asks for by name."""
    there = set(entries.splitlines())
    lines = []
    for file, texts in PLAIN.items():
        for text in dict.fromkeys(texts):
            msgid = 'msgid "' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
            if msgid not in there:
                there.add(msgid)
                lines.append(f'\n#: {file}\n{msgid}\nmsgstr ""\n')
    return "".join(lines)


def main() -> None:
    if absent := missing_tools():
        sys.exit(f"{', '.join(absent)} is not installed: {INSTALL}")
    with tempfile.TemporaryDirectory() as workspace:
        os.environ.setdefault("DUTYSTATION_WORKSPACE", workspace)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dutystation.web.site.settings")
        django.setup()
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_text(collected(), encoding="utf-8")


if __name__ == "__main__":
    main()
