"""The only place where a query executes."""
