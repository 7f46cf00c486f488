"""Rows of caseloads, by subject."""
