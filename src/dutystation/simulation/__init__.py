"""An invented department with the faults of real systems, and the truth about it."""
