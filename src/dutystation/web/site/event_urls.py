from __future__ import annotations

from django.urls import path

from dutystation.web.site import event_views

urlpatterns = [
    path("events/", event_views.events, name="events"),
    path("events/export/", event_views.export, name="export_events"),
]
