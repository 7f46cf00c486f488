"""Large neighbourhood search: free a part of a plan that belongs together, and let CP-SAT decide it anew."""
