"""Files as they were delivered, read into text with file name and line. Nothing is judged here."""
