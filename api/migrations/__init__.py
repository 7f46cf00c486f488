"""The steps from one schema of the database to the next, forwards and backwards. `migrating.py` walks them; `make migration` adds one."""
