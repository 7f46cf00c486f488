"""What may be done with the workforce, by subject."""
