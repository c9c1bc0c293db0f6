"""How 禾光家装 kept its records: real spreadsheets, with everything that makes them hard to read."""
