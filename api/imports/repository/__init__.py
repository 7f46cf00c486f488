"""Rows that an import is judged beside, whose they are, and the record of imports."""
