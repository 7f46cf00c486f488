"""One file a rule family; the same file names as `solvers/cpsat/constraints`."""
