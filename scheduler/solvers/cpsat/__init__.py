"""The exact model: proves small problems, repairs parts of large ones. Only this room imports CP-SAT."""
