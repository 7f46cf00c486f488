"""Data tables that come in: all or nothing."""
