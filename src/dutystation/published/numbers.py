"""How a ratio is written. Source: contract section 5.

The double nearest the exact quotient, in the fewest digits that read back as the same double, always
with a decimal point and never with an exponent, so that JSON and CSV hold the same characters.
"""

from __future__ import annotations

from decimal import Decimal
from math import isfinite


def shortest(number: float) -> str:
    """The shortest digits that read back as `number`: `1.0`, `0.711`, `0.00001`.

    Raises ValueError for infinities and NaN: a published ratio is a number or is absent.
    """
    if not isfinite(number):
        raise ValueError(f"{number!r} cannot be published: a ratio is a finite number or absent")
    digits = repr(float(number))
    if "e" not in digits:
        return digits
    digits = format(Decimal(digits), "f")
    return digits if "." in digits else digits + ".0"
