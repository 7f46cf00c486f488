"""What the room does, by subject."""
