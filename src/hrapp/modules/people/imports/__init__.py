"""What people can take from a spreadsheet: rosters, lists of leavers, records of promotions and transfers."""
