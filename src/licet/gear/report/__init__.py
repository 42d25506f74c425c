"""What a contracting officer is handed: the findings as HTML, workbook, JSON and picture, one module each."""
