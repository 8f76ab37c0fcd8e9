"""Delivered rows become accepted or rejected rows. Ibis tables in, Ibis tables out; nothing executes here."""
