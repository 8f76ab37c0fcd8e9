"""Seats against people: who waits for one where and until when, what is free, and who comes next and why."""
