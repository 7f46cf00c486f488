"""The generator: an invented, lawful-looking day or week for the demonstration county. Same seed, same bytes."""

from data.synthetic.generator import generate

__all__ = ["generate"]
