from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "dutystation.web.accounts"
    label = "accounts"
