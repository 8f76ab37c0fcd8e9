from __future__ import annotations

from django.apps import AppConfig


class SeatsConfig(AppConfig):
    name = "dutystation.web.seats"
    label = "seats"
