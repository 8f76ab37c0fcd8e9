"""The measurement. Ibis tables and the directive in, one Ibis table out; nothing executes here."""
