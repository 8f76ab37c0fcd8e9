from __future__ import annotations

from django.urls import path

from dutystation.web.accounts import views

urlpatterns = [
    path("roles/", views.roles, name="roles"),
    path("roles/<int:grant>/end/", views.end, name="end_role"),
    path("delegates/", views.delegates, name="delegates"),
    path("delegates/<int:grant>/end/", views.end_delegate, name="end_delegate"),
]
