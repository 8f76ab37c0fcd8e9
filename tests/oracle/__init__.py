"""A second, slow and plain reading of the contract: what the outputs must be, worked out row by row.

It shares nothing with `dutystation`: not one import. Where the two disagree, one of them misreads the
contract. Nothing but tests may import it.
"""

from __future__ import annotations

from tests.oracle.report import oracle
from tests.oracle.rows import Unusable

__all__ = ["Unusable", "oracle"]
