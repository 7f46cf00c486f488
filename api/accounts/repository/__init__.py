"""The room's rows, by subject."""
