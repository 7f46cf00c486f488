"""CILT: who visits whom, when and in which order, for integrated neighbourhood health teams."""

__version__ = "0.1.0"
