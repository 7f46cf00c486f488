"""Drafts, pins and moves by hand, publishing, differences, exports."""
