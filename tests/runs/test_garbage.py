"""Searching seldom for what nothing needs ends with the run, however that ends."""

from __future__ import annotations

import gc

import pytest

from dutystation.runs.garbage import OBJECTS_BETWEEN, searched_seldom


def test_after_a_run_python_searches_as_often_as_before_even_if_the_run_fails() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="not on the disk"), searched_seldom():
        assert gc.get_threshold() == (OBJECTS_BETWEEN, *before[1:])
        raise ValueError("not on the disk")
    assert gc.get_threshold() == before
