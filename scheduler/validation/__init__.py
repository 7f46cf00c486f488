"""The judge: what a plan breaks, by which rule and by how much. Reads nothing that a solver computed."""
