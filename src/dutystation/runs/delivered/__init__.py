"""Delivered tables as the engine has them, and the account of their rows."""
