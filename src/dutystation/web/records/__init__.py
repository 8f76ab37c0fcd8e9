"""Each person's own days, how each was counted and by which rule, and their say about it."""
