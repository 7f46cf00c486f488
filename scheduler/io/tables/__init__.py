"""The folder of CSV tables: read and judged as a whole, made into a problem, written.

`rows.py` says which tables and columns there are. Import from the files themselves, so that a light command stays light.
"""
