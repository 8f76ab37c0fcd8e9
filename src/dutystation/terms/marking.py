"""How a document that names people is marked. Which marking holds is the department's to decide."""

MARK = "CUI//PRVCY"
MARK_WORDS = "CONTROLLED UNCLASSIFIED INFORMATION"
