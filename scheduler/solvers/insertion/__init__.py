"""A first plan: the most constrained visit first, each at its cheapest place."""
