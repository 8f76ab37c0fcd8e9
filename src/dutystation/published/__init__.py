"""What left the engine: written once, read back, explained, compared."""
