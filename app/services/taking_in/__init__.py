"""Takes files in: each kind of file, what becomes of each record, and how it is written."""
