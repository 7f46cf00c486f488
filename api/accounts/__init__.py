"""Accounts, signing in, sharing agreements, and questions to the audit record."""
