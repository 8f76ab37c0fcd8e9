"""A document as a tagged PDF (PDF/UA-1), set by Typst by one of the templates.

Every text goes to Typst as data, so that nothing that was delivered or written can act as markup. The same
document gives the same bytes: only the fonts that Typst brings are used, and the only date in the file is the
one it is given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources

import typst


def typeset(template: str, document: Mapping[str, object]) -> bytes:
    """The bytes of a PDF. `template` is the name of a template, which finds `document` under that name."""
    templates = resources.files("dutystation.reports") / "templates"
    with resources.as_file(templates / f"{template}.typ") as file:
        return bytes(
            typst.compile(
                file,
                root=file.parent,
                format="pdf",
                pdf_standards=["ua-1"],
                ignore_system_fonts=True,
                sys_inputs={template: json.dumps(document)},
            )
        )
