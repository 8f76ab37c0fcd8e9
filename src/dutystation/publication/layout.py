"""Which files a release holds and which columns they have."""

from __future__ import annotations

from dutystation.terms.publication import BRIDGE_COUNTS

FORMAT = 1

RELEASE_JSON = "release.json"
RELEASE_SCHEMA = "release.schema.json"
FIGURES_JSON = "figures.json"
FIGURES_SCHEMA = "figures.schema.json"
FIGURES_CSV = "figures.csv"
BRIDGE_CSV = "return_bridge.csv"
REASONS_CSV = "reasons.csv"
UTILISATION_CSV = "utilisation.csv"
RESTATEMENTS_CSV = "restatements.csv"

BRIDGE_COLUMNS = ("org_unit", *BRIDGE_COUNTS)
REASONS_COLUMNS = ("org_unit", "reason", "people")
RESTATEMENT_COLUMNS = (
    "release",
    "released_on",
    "instead_of",
    "what",
    "org_unit",
    "period",
    "variant",
    "before",
    "after",
    "why",
)
