from __future__ import annotations

from django.db import migrations

from dutystation.web.audit.frozen import freeze, let_go_with


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_destroyed")]
    operations = [
        freeze("evidence_destruction"),
        freeze("evidence_removal"),
        let_go_with("evidence_documentseal", "document_id", "evidence_destruction"),
    ]
