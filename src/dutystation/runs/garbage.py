"""How often Python looks for objects that hold one another and that nothing else holds."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS_BETWEEN = 200_000
"""New objects from one search to the next. Python's own number is 700."""


@contextmanager
def searched_seldom() -> Iterator[None]:
    """Searches seldom while the block runs, and afterwards as often as before.

    A run makes hundreds of thousands of figures and holds all of them to its end, so that a search goes
    through them and finds next to nothing: about a tenth of what a run costs after a correction. A load
    builds expressions and plans of files, which are searched as much in vain. So are the libraries that a
    command loads: a sixth of what loading them costs.
    """
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS_BETWEEN, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
