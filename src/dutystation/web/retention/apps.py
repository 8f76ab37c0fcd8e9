from __future__ import annotations

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "dutystation.web.retention"
    label = "retention"
