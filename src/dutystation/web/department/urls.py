from __future__ import annotations

from django.urls import path

from dutystation.web.department import consolidation_views, release_views, views, what_if_views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/<int:filing_id>/chase/", views.chase_filing, name="chase_filing"),
    path("board/obligations/<str:obligation>/", views.fulfil, name="fulfil"),
    path("department/", consolidation_views.consolidations, name="consolidations"),
    path("department/put-together/", consolidation_views.put_together, name="put_together"),
    path("department/<int:consolidation_id>/", consolidation_views.consolidation, name="consolidation"),
    path("department/<int:consolidation_id>/propose/", release_views.propose_release, name="propose_release"),
    path("what-if/ground/", what_if_views.what_if_ground, name="what_if_ground"),
    path("what-if/classes/", what_if_views.what_if_classes, name="what_if_classes"),
    path("releases/", release_views.all_releases, name="releases"),
    path(
        "releases/proposed/<int:proposal_id>/approve/", release_views.approve_release, name="approve_release"
    ),
    path(
        "releases/proposed/<int:proposal_id>/decline/", release_views.decline_release, name="decline_release"
    ),
    path("releases/<int:release_id>/zip/", release_views.release_zip, name="release_zip"),
    path("releases/<int:release_id>/<str:file>", release_views.release_file, name="release_file"),
]
