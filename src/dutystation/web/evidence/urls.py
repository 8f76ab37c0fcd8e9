from __future__ import annotations

from django.urls import path

from dutystation.web.evidence import views

urlpatterns = [
    path("documents/<uuid:document>/", views.document, name="document"),
    path("documents/<uuid:document>/withdraw/", views.withdraw, name="withdraw_document"),
]
