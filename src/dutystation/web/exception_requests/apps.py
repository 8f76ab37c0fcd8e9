from __future__ import annotations

from django.apps import AppConfig


class ExceptionRequestsConfig(AppConfig):
    name = "dutystation.web.exception_requests"
    label = "exception_requests"
