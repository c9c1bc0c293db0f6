"""What performance can take from a spreadsheet: KPI reports, OKR sheets, grades, lists of awards."""
