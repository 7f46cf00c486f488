"""Compiled simulated annealing over whole plans."""
