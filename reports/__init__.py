"""Numbers: reading returns into arrays, the tables, the workbook, jobs and their pages."""

# Written into every result, so that a figure can be traced to the code that made it.
CODE_VERSION = "0.1.0"
