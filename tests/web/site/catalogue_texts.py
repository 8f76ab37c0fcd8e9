"""Reads the committed catalogue, and what a page shows to people."""

from __future__ import annotations

import ast
from html.parser import HTMLParser

from dutystation.web.site.catalogue import CATALOGUE

SAID_ALOUD = ("title", "placeholder", "aria-label", "alt")
"""Attributes whose words people see or hear."""
WITHIN_A_TEXT = {"strong", "em", "code"}
"""Tags that stand inside a sentence and do not end it."""


def catalogued() -> set[str]:
    """Every text of the catalogue, singular and plural."""
    texts: list[str] = []
    inside = False
    for line in CATALOGUE.read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if word in ("msgid", "msgid_plural"):
            texts.append(str(ast.literal_eval(rest)))
            inside = True
        elif line.startswith('"') and inside:
            texts[-1] += str(ast.literal_eval(line))
        else:
            inside = False
    return set(texts) - {""}


class Shown(HTMLParser):
    """Collects what a page says: texts between tags, and the attributes that are said aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = [""]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._ends(tag)
        self._silent += tag in ("script", "style")
        said = [value for name, value in attrs if name in SAID_ALOUD and value]
        self.texts += [*said, ""] if said else []

    def handle_endtag(self, tag: str) -> None:
        self._ends(tag)
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts[-1] += data

    def _ends(self, tag: str) -> None:
        if tag not in WITHIN_A_TEXT:
            self.texts.append("")


def shown(page: str) -> list[str]:
    """Every text that a page shows, in its order."""
    reader = Shown()
    reader.feed(page)
    texts = [" ".join(text.split()) for text in reader.texts]
    return [text for text in texts if text]
