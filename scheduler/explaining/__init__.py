"""Why a visit is planned as it is, or what stands in its way; every reason is the validator's own.

Ask `explain.explain`. Nothing here changes a plan.
"""
