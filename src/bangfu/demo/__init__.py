"""Demo: a city's register of 2010, brought in through the same doors as a user's files.

All persons are synthetic; the totals by county are a published table (see data/README.md).
"""
