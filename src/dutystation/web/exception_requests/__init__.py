"""A person asks to work elsewhere; the officials whom the order names decide in time."""
