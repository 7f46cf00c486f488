"""What the room takes and answers with, by subject."""
