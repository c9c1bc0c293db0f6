"""The demo: a company of 30 people in old spreadsheets, and everything one click away."""
