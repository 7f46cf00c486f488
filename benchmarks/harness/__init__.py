"""Public instances by seeds, solved and judged: what `cilt benchmark` runs. What a format means stands in `scheduler.io`.

instances   which there are, and the best published costs        record    what is kept of a run
measure     one instance solved, its solution file judged        results   the folder that keeps the runs
grid        many runs, each in a process of its own              gaps      tables
figures     cost over time                                       machine   what it was run on
"""
