"""Tests of the folder of CSV tables."""
