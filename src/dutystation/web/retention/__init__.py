"""How long records are kept, what holds them, and how documents that are past their time are destroyed."""
