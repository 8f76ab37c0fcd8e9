"""The components, sub-unit names and cities of `department.toml`, as values."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Component:
    """One child of the department. Sizes are approximate; the shares are between 0 and 1."""

    org_unit: str
    code: str
    name: str
    civilians: int
    off_site: float
    field: float
    shifts: float
    recalled_after: int
    military: int = 0
    military_off_site: float = 0.0


@dataclass(frozen=True)
class City:
    name: str
    timezone: str
    weight: int


@dataclass(frozen=True)
class Department:
    org_unit: str
    name: str
    components: tuple[Component, ...]
    second: tuple[str, ...]
    third: tuple[str, ...]
    fourth: tuple[str, ...]
    cities: tuple[City, ...]


def read_department() -> Department:
    """The department that ships with the package."""
    data = tomllib.loads((files("dutystation.simulation") / "department.toml").read_text("utf-8"))
    return Department(
        org_unit=data["department"]["org_unit"],
        name=data["department"]["name"],
        components=tuple(Component(**entry) for entry in data["components"]),
        second=tuple(data["unit_names"]["second"]),
        third=tuple(data["unit_names"]["third"]),
        fourth=tuple(data["unit_names"]["fourth"]),
        cities=tuple(City(**entry) for entry in data["cities"]),
    )
