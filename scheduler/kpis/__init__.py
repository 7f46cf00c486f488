"""Measures of a plan, and the scorecard that puts them side by side."""
