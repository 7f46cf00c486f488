"""The edge of the service: what every request passes, and what operators look at. Rooms know nothing of it."""
