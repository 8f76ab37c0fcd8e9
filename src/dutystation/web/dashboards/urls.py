from __future__ import annotations

from django.urls import path

from dutystation.web.dashboards import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/data/", views.data, name="figures_data"),
    path("figures/units/<path:org_unit>/", views.unit, name="unit_figures"),
    path("figures/buildings/<path:org_unit>/", views.buildings, name="unit_buildings"),
    path("figures/facilities/<path:facility>/", views.facility, name="facility_figures"),
]
