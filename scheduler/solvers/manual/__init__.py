"""A plan as coordinators make it by hand today: the yardstick that a solver's gain is measured by."""
