"""The reading core: from the bytes of old spreadsheets to records. Knows no kind by name and no database."""
