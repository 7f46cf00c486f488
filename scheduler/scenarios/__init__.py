"""What if: scenarios as data, planned beside the baseline on the same days with the same seeds, and compared.

Files stand in `scheduler.io`, the command in `scheduler.cli`.
"""
