"""Compiled parts that the insertion and annealing solvers share: a plan as arrays, and what an edit of it costs."""
