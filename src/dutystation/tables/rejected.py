"""Where a delivered row stands, and the columns of rows that do not count. Source: contract section 3."""

PLACE_OF_ROW = ("file", "line")
REJECTED_COLUMNS = ("table", *PLACE_OF_ROW, "reason", "column", "id", "message")
EXCLUDED_COLUMNS = ("table", *PLACE_OF_ROW, "reason", "id")
