"""What is fast, how good, against whom. What is right stands in `tests`."""
