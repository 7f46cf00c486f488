"""The room's schemas, by subject."""
