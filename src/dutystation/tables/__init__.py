"""The shapes: which columns each table has, what they mean, what one row is."""
