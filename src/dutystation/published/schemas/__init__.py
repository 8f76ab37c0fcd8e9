"""JSON Schemas (draft 2020-12) of what the project publishes as JSON, shipped with the package."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

SCHEMAS = ("figures", "provenance")


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of `<name>.json` in a report folder; `name` is one of SCHEMAS (else KeyError)."""
    if name not in SCHEMAS:
        raise KeyError(name)
    text = files(__name__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
