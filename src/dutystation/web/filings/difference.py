"""What differs between two versions of a filing, as lines. Plain Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dutystation.terms.publication import BRIDGE_COUNTS

Content = Mapping[str, Any]
PLAIN = ("run", "as_of", "status_period", "kind")


@dataclass(frozen=True)
class Change:
    """One row is something that differs.

    `what` names it: `run`, `bridge.returned`, `reasons.space`, `figures.in_person_share.2025-02.total`.
    Figures are `numerator/denominator, unclassified` in minutes; what one version lacks is an empty text.
    """

    what: str
    before: str
    after: str

    def entry(self) -> dict[str, str]:
        return {"what": self.what, "before": self.before, "after": self.after}


def changes(before: Content, after: Content) -> list[Change]:
    """Every line that differs, in the order of the content."""
    old, new = dict(_lines(before)), dict(_lines(after))
    return [
        Change(what, old.get(what, ""), new.get(what, ""))
        for what in dict.fromkeys((*new, *old))
        if old.get(what, "") != new.get(what, "")
    ]


def _lines(content: Content) -> Iterator[tuple[str, str]]:
    for name in PLAIN:
        yield name, str(content[name])
    bridge = content["bridge"]
    for name in BRIDGE_COUNTS:
        yield f"bridge.{name}", str(bridge[name])
    for reason, people in sorted(bridge["reasons"].items()):
        yield f"reasons.{reason}", str(people)
    for figure in content["figures"]:
        what = f"figures.{figure['code']}.{figure['period']}.{figure['variant']}"
        yield what, f"{figure['numerator']}/{figure['denominator']}, {figure['unclassified']}"
