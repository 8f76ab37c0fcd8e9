"""What a run can say of the data it was measured from."""

from __future__ import annotations

from enum import StrEnum


class FaultKind(StrEnum):
    """What one row of `RunFault` counts."""

    DELIVERED = "delivered"
    """Rows of a table that were delivered; accepted, rejected and excluded rows come to as many."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EXCLUDED = "excluded"
    UNCLASSIFIED_PAIR = "unclassified_pair"
    """Accepted rows under a pair of codes nobody has mapped."""
    BADGE_QUALITY = "badge_quality"
