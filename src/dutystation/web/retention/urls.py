from __future__ import annotations

from django.urls import path

from dutystation.web.retention import views

urlpatterns = [
    path("retention/", views.retention, name="retention"),
    path("retention/holds/place/", views.place_hold, name="place_hold"),
    path("retention/holds/<int:hold_id>/", views.hold, name="hold"),
    path("retention/holds/<int:hold_id>/ask-release/", views.ask_for_release, name="ask_for_release"),
    path("retention/holds/<int:hold_id>/release/", views.release_hold, name="release_hold"),
    path("retention/lists/<int:disposal_id>/", views.disposal, name="disposal"),
    path("retention/lists/<int:disposal_id>/<str:verb>/", views.do_with_disposal, name="do_with_disposal"),
]
