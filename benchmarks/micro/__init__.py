"""The hot paths, one by one, on the committed day of West: `make bench`."""
