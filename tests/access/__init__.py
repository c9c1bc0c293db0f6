"""Access is proved: a small model in plain Python, the database, and the pages must say the same."""
