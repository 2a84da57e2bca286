"""From bytes to people: pure, no database. What is wrong is refused by name, with what to do.

files.py knows what a file is, texts.py and workbooks.py read one into a Table, columns.py guesses
which column is what, and checking.py says which rows are people.
"""

from surveys.people.reading.files import read_file, read_paste
from surveys.people.reading.tables import Refused, Table

__all__ = ["Refused", "Table", "read_file", "read_paste"]
