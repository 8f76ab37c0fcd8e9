"""What executes expressions, and the only places that know DuckDB and Spark."""
