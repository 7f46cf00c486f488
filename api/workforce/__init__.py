"""Organisations, staff, skills, shifts and absence."""
