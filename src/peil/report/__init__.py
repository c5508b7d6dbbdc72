"""One report of a proposal, told in words and rendered as text, page, PDF, workbook or JSON."""
