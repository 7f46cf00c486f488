"""Mirrors `benchmarks`: what measures is tested, too."""
