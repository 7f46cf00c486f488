"""The web service (to come)."""
