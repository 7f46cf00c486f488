"""How cheap a lawful plan could be at best."""
