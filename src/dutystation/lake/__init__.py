"""Deliveries kept for years: Apache Iceberg tables, the files as sent, and the record of who sent what."""
