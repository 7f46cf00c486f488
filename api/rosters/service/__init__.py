"""What may be done with rosters, by subject."""
