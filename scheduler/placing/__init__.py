"""Where one visit could go in a standing plan; nothing here changes a plan or says why a visit fits nowhere.

Ask `desk.best_placements`; `planning` composes it, `explaining` builds on the same tries.
"""
