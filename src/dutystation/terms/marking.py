"""How what names people is marked and kept. Which marking holds is the department's to decide."""

MARK = "CUI//PRVCY"
MARK_WORDS = "CONTROLLED UNCLASSIFIED INFORMATION"

OWNER_ONLY_FILE, OWNER_ONLY_FOLDER = 0o600, 0o700
"""What names people is read by the account that made it, and by no other until that account says so."""
OWNER_READS_FILE = 0o400
"""The same of what nobody changes any more."""
