"""What may be done with caseloads, by subject."""
