from __future__ import annotations

from django.apps import AppConfig


class DepartmentConfig(AppConfig):
    name = "dutystation.web.department"
    label = "department"
