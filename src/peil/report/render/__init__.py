"""Forms of any report: terminal, page, paper, workbook and data."""
