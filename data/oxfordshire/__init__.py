"""Public facts about Oxfordshire, and the demonstration county's teams. No person is in here."""
