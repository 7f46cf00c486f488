"""The same job put to open routing engines and to CILT, on one core each, judged by CILT's validator.

`days` and `generated` hold the problems, `plain` what is stripped so that every engine can express them, `question`
the arrays that adapters read, `engines` one adapter an engine, `runs` and `table` the study. Not shipped.
"""
