"""Further records of people: what old spreadsheets say and no other module keeps."""
