"""Published figures become a PDF and a workbook. No query, no arithmetic on hours."""
