"""Sums become published figures: exact ratios, roll-up over org units, the return bridge. Plain Python."""
