"""Reading and writing the folder of CSV tables."""
