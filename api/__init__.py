"""The service: HTTP in, rosters out. It knows the scheduler; the scheduler never knows it."""
