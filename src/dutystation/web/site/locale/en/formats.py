"""How pages in English write a day: `3 February 2025`, as reports do."""

DATE_FORMAT = "j F Y"
