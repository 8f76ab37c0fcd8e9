"""What is wrong with a page that is open in a browser: what axe-core finds, and what cannot be seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from tests.web.browser.visits import WIDTHS

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")


def complaints(page: Page) -> list[str]:
    """What is wrong with the page at each width; it is at the largest afterwards."""
    found: list[str] = []
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [
            f"{width}: {wrong}" for wrong in (*violations(page), *sticking_out(page), *moved_away(page))
        ]
    return found


def violations(page: Page) -> list[str]:
    # Only what is wrong comes over from the browser: what else axe says of a page is long.
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)"
    )
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def sticking_out(page: Page) -> list[str]:
    """Elements beyond the right edge, but for those in something that scrolls by itself."""
    script = """
        () => [...document.querySelectorAll('main *, footer *, .usa-navbar *')].filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width > 1 && box.right > document.documentElement.clientWidth + 1
                && !element.closest('.usa-table-container--scrollable, .scroll, .usa-sr-only');
        }).map((element) => 'sticks out: ' + element.outerHTML.slice(0, 120))
    """
    found: list[str] = page.evaluate(script)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("sticks out: the page can be moved sideways")
    return found[:5]


def moved_away(page: Page) -> list[str]:
    """Captions that are not whole in view where a wide table was moved as far as it goes."""
    script = """
        () => [...document.querySelectorAll('.usa-table-container--scrollable, .scroll')].flatMap((frame) => {
            frame.scrollLeft = frame.scrollWidth;
            const {left, right} = frame.getBoundingClientRect();
            const away = [...frame.querySelectorAll('caption:not(.usa-sr-only)')].filter((caption) => {
                const words = document.createRange();
                words.selectNodeContents(caption);
                const box = words.getBoundingClientRect();
                return box.left < left - 1 || box.right > right + 1;
            });
            frame.scrollLeft = 0;
            return away.map((caption) => 'moved away: ' + caption.textContent.slice(0, 80));
        })
    """
    found: list[str] = page.evaluate(script)
    return found
