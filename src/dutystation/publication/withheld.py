"""What a release leaves out by name: components and facilities that are not to be spoken of.

Source: domain section 6.3 and rule 10.29. The list is a YAML file beside the order, so that a sensitive place
stands in no code and in no release:

    components: [NIGHT, TUNNEL]
    facilities: [VAULT-1]

A component that is left out is counted in the department, and follows from it by subtraction together with
everybody else who is in no listed component. So one component alone cannot be left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from dutystation.reports.suppression import OWN_STAFF, merged_grid
from dutystation.terms.errors import Refused, UnusableInput
from dutystation.terms.publication import Publication

_KEYS = ("components", "facilities")


@dataclass(frozen=True)
class Withheld:
    """Ids of components and facilities that a release does not name."""

    components: frozenset[str] = frozenset()
    facilities: frozenset[str] = frozenset()


NOTHING_WITHHELD = Withheld()


def read_withheld(path: Path) -> Withheld:
    """The list in a YAML file. Raises UnusableInput, naming file and key, where it is something else."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UnusableInput(str(path), "there is no such file") from None
    except (OSError, ValueError, yaml.YAMLError) as problem:
        raise UnusableInput(str(path), f"it cannot be read as YAML ({problem})") from problem
    if not isinstance(document, dict) or not set(document) <= set(_KEYS):
        raise UnusableInput(
            str(path), "it is not a list of what is left out", remedy=f"Give the keys {' and '.join(_KEYS)}"
        )
    ids: dict[str, frozenset[str]] = {}
    for key in _KEYS:
        given = document.get(key) or []
        if not isinstance(given, list) or not all(isinstance(each, str) and each for each in given):
            raise UnusableInput(
                str(path), f"{key} is no list of ids", remedy="Write ids, in quotes if need be"
            )
        ids[key] = frozenset(given)
    return Withheld(**ids)


def check_withheld(withheld: Withheld, publication: Publication) -> None:
    """Raises Refused where an id is unknown, or where what is left out follows by subtraction."""
    root = next(unit.org_unit for unit in publication.org_units if not unit.parent)
    components = {unit.org_unit for unit in publication.org_units if unit.parent == root}
    _known(withheld.components, components, "component")
    badge = publication.badge
    places = {line.facility for line in badge.utilisation} if badge else set()
    places |= {day.facility for day in badge.occupancy} if badge else set()
    if places:
        _known(withheld.facilities, places, "facility")
    own_staff = OWN_STAFF in merged_grid(publication.return_bridge)
    if len(withheld.components) == 1 and not own_staff:
        raise Refused(
            f"The component {min(withheld.components)} would follow from the department's figures by "
            "subtraction, because it would be the only one left out.",
            remedy="Leave out a second component with it.",
        )


def _known(asked: frozenset[str], there: set[str], one: str) -> None:
    unknown = sorted(asked - there)
    if unknown:
        raise Refused(
            f"{', '.join(unknown)}: the report has no such {one}, so it is not known what is to be left out.",
            remedy="Correct the list.",
        )
