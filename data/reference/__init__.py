"""What a service is made of, whoever the people are: skills, visit types, roles, shift patterns, staffing.

Each table has a `source` column; figures are assumptions unless it names a source.
"""
