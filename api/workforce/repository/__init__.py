"""Rows of the workforce, by subject."""
