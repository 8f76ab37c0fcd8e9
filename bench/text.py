"""The floor of a load: DuckDB reads a CSV file as text and counts the cells of every column.

python -m bench.text FILE
"""

from __future__ import annotations

import json
import sys

import duckdb


def main() -> None:
    source = f"read_csv('{sys.argv[1]}', all_varchar = true, header = true)"
    names = [name for name, *_ in duckdb.sql(f"describe from {source}").fetchall()]
    counted = ", ".join(f"count({name})" for name in names)
    [row] = duckdb.sql(f"select count(*), {counted} from {source}").fetchall()
    sys.stdout.write(json.dumps({"rows": row[0]}))


if __name__ == "__main__":
    main()
