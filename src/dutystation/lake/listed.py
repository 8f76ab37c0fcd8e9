"""What is listed of the rows that do not count. It needs no Iceberg, which takes a second to load."""

REJECTED, LEFT_OUT = "rejected", "left_out"
