from __future__ import annotations

from django.db import migrations

from dutystation.web.audit.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("filings", "0001_first")]

    operations = [
        freeze("filings_version"),
        freeze("filings_filedperson"),
        freeze("filings_certification"),
        freeze("filings_step"),
        freeze("filings_gapnote"),
    ]
