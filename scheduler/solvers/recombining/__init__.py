"""The best combination of good routes that other searches came by."""
