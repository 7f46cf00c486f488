"""How long it takes from place to place: providers of a TravelMatrix."""
