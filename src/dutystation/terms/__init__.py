"""The nouns of the field. Standard library only; every other package may import from here."""
