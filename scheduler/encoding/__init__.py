"""Problem and Plan as dense arrays, for the solvers."""
