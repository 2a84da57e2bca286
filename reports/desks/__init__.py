"""The researchers' desks: quality of returns, coding of free text, names in it."""
