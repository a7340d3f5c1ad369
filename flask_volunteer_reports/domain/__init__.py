"""The rules of the field. Standard library only: no clock, no files, no rows."""
