"""The pages of a release as files: plain HTML, one style sheet, pictures as SVG. No script.

Nothing is fetched from anywhere else, so the folder can be opened from a disk or served as it is. Pages
follow WCAG 2.0 AA: tables have captions and headers with scope, every picture stands beside the table of its
numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from jinja2 import DictLoader, Environment, StrictUndefined

from dutystation.publication.blocks import Block, Files, Heading
from dutystation.publication.pages import Page, pages
from dutystation.publication.release import Release
from dutystation.publication.write import write_data
from dutystation.reports.drawing import enlarged, svg
from dutystation.reports.labels import day
from dutystation.reports.pictures import Picture
from dutystation.reports.table import NUMERIC, Table, written_out

STYLE = "release.css"
FONTS = "Helvetica, Arial, sans-serif"
"""For what is drawn; the style sheet names more, which a picture cannot take from it."""
_FRAME = "frame.html"


def write_release(release: Release, folder: Path) -> None:
    """Writes data and pages of a release into the existing, empty `folder`. Raises OSError."""
    write_data(release, folder)
    templates = resources.files("dutystation.publication.templates")
    frame = (templates / _FRAME).read_text(encoding="utf-8")
    environment = Environment(loader=DictLoader({_FRAME: frame}), autoescape=True, undefined=StrictUndefined)
    every = pages(release)
    for page in every:
        drawn: dict[str, str] = {}
        text = environment.get_template(_FRAME).render(
            title=release.report.order.title,
            release=release.name,
            as_of=day(release.as_of),
            released_on=day(release.released_on),
            pages=every,
            page={
                "file": page.file,
                "heading": page.heading,
                "blocks": list(_blocks(page, drawn)),
            },
        )
        (folder / page.file).write_text(text + "\n", encoding="utf-8", newline="\n")
        for name, drawing in drawn.items():
            (folder / name).write_text(drawing, encoding="utf-8", newline="\n")
    (folder / STYLE).write_bytes((templates / STYLE).read_bytes())


def _blocks(page: Page, drawn: dict[str, str]) -> Iterator[dict[str, object]]:
    """The blocks as values of the template; `drawn` gets the pictures by their files."""
    for block in page.blocks:
        if isinstance(block, Picture):
            name = f"{Path(page.file).stem}-{len(drawn) + 1}.svg"
            drawn[name] = enlarged(svg(block.spec), family=FONTS)
            yield {
                "kind": "picture",
                "file": name,
                "alternative": block.alternative,
                "caption": block.caption,
            }
        else:
            yield _block(block)


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, str):
        return {"kind": "paragraph", "text": block}
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text}
    if isinstance(block, Files):
        return {"kind": "files", "files": block.files}
    assert isinstance(block, Table)
    kinds = [column.kind for column in block.columns]
    return {
        "kind": "table",
        "title": block.title,
        "columns": [{"heading": c.heading, "numeric": c.kind in NUMERIC} for c in block.columns],
        "rows": [
            [written_out(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in block.rows
        ],
        "notes": block.notes,
        "emphasised": block.emphasised,
    }
