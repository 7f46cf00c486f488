"""Designing neighbourhood teams: which practices one team looks after. docs/NEIGHBOURHOODS.md says how.

`question` is what is asked, `answering` composes, `solver` searches, `judge` reports every figure, and `evaluating` runs a
design through the day optimiser. Files, maps and screens are not known here.
"""
