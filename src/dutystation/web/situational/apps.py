from __future__ import annotations

from django.apps import AppConfig


class SituationalConfig(AppConfig):
    name = "dutystation.web.situational"
    label = "situational"
