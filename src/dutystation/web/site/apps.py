from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "dutystation.web.site"
    label = "site"

    def ready(self) -> None:
        """Lets subjects follow what happens in those below them, which do not know them."""
        # Here, since models can be imported only once every subject is there.
        from dutystation.web.filings.actions import open_filings
        from dutystation.web.notices.actions import FOLLOWING

        FOLLOWING[:] = [open_filings]
