"""What could give way, rule by rule: each a pure change of the problem. Which one is offered stands in `search`.

Nothing here touches the law on rest and weekly hours, breaks, travel time, or two people at a double-up.
"""
