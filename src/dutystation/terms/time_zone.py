"""The zones of the IANA database, from the pinned `tzdata` package, so that two machines never differ."""

from __future__ import annotations

from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of that name, one of `zone_names`."""
    region, _, place = name.rpartition("/")
    package = ".".join(["tzdata.zoneinfo", *region.split("/")]) if region else "tzdata.zoneinfo"
    with resources.files(package).joinpath(place).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@cache
def zone_names() -> tuple[str, ...]:
    """Every name of the IANA database."""
    return tuple(resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())
