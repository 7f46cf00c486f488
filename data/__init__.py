"""The demonstration county, reference data, and the generator of synthetic days."""
