from __future__ import annotations

from django.urls import path

from dutystation.web.situational import views

urlpatterns = [
    path("single-days/", views.days, name="situational_days"),
    path("single-days/to-decide/", views.waiting_days, name="situational_to_decide"),
    path("single-days/<int:number>/", views.day, name="situational_day"),
    path("single-days/<int:number>/do/<slug:verb>/", views.do, name="do_with_situational_day"),
]
