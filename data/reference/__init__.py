"""What a service is made of, whoever the people are: skills, visit types, roles, shift patterns, staffing.

Each table has a `source` column; figures are assumptions (DOMAIN.md §4) unless it names a source.
"""
