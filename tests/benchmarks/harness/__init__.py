"""Mirrors `benchmarks/harness`."""
