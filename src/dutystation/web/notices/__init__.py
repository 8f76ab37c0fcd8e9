"""An order is issued to people; each gets a notice, reads it and acknowledges it."""
