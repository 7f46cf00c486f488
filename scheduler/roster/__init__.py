"""A plan read in time: itineraries and rosters."""
