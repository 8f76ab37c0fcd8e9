"""The rules as dated values: an order, its clauses and its sources, as data."""
